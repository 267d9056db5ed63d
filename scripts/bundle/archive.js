import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { BundleError } from './files.js';
import { tarEnd, tarFiles } from './tar.js';

/** Octets. */
const limit = 60e6;

const megabytes = (octets) => (octets / 1e6).toFixed(2).padStart(9);

/** Parts with their sizes, and the sum of them. */
export function table(rows) {
  const sum = (field) => rows.reduce((total, row) => total + row[field], 0);
  const all = [...rows, { part: 'archive', size: sum('size'), packed: sum('packed') }];
  const width = Math.max(...all.map(({ part }) => part.length));
  const line = ({ part, size, packed }) => `${part.padEnd(width)} ${megabytes(size)} ${megabytes(packed)}`;
  return [`${'MB'.padEnd(width)}  unpacked    packed`, ...all.map(line)].join('\n');
}

/** Parts are gzip members of their own: together one valid stream, and the size of each is known. */
export async function pack(parts, folder) {
  const compress = promisify(gzip);
  const packPart = async ({ part, files }) => {
    const tar = tarFiles(files.map((file) => ({ ...file, name: `${folder}/${file.name}` })));
    return { part, size: tar.length, data: await compress(tar, { level: 9 }) };
  };
  const packed = await Promise.all(parts.map(packPart));
  const rows = packed.map(({ part, size, data }) => ({ part, size, packed: data.length }));
  return { rows, archive: Buffer.concat([...packed.map(({ data }) => data), await compress(tarEnd, { level: 9 })]) };
}

/** @throws BundleError where an archive of so many octets is over the limit of 60 MB */
export function checkSize(octets) {
  if (octets <= limit) return;
  const found = `the archive has ${megabytes(octets).trim()} MB, expected at most ${megabytes(limit).trim()} MB`;
  throw new BundleError(`${found}; the table shows which part has grown; --no-software leaves one out`);
}
