// Uncompressed tar archives (POSIX.1-1988, "ustar"), so that building the bundle needs nothing but Node.

const block = 512;

/** The time of every file, so that two builds are one archive; npm gives its packages the same, and tar warns about 1970. */
const time = Date.UTC(1985, 9, 26, 8, 15) / 1000;

/** A name of up to 255 octets in the two fields of a header, cut at a slash; throws where there is none to cut at. */
function split(name) {
  if (Buffer.byteLength(name) <= 100) return ['', name];
  for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)];
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(rest) <= 100) return [prefix, rest];
  }
  throw new Error(`${name}: too long a name for a tar archive (up to 100 octets after a slash, 155 before it)`);
}

const octal = (value, digits) => `${value.toString(8).padStart(digits, '0')}\0`;

function header(name, size, mode) {
  const [prefix, rest] = split(name);
  const bytes = Buffer.alloc(block);
  bytes.write(rest, 0);
  bytes.write(octal(mode, 7) + octal(0, 7) + octal(0, 7) + octal(size, 11) + octal(time, 11), 100);
  bytes.write(`${' '.repeat(8)}0`, 148);
  bytes.write('ustar\u000000', 257);
  bytes.write(prefix, 345);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${octal(sum, 6)} `, 148);
  return bytes;
}

const padding = (size) => Buffer.alloc(-size & (block - 1));

/**
 * Files as tar records, in the order of their names; `tarEnd` belongs after the last of them.
 *
 * @param {{ name: string, data: Buffer, executable?: boolean }[]} files
 * @returns {Buffer}
 */
export function tarFiles(files) {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const records = sorted.flatMap(({ name, data, executable }) => [
    header(name, data.length, executable ? 0o755 : 0o644),
    data,
    padding(data.length),
  ]);
  return Buffer.concat(records);
}

/** The two empty blocks after the last file of an archive. */
export const tarEnd = Buffer.alloc(2 * block);

/**
 * The ordinary files of an archive with short names, by name.
 *
 * @param {Buffer} archive
 * @returns {Map<string, Buffer>}
 */
export function untar(archive) {
  const files = new Map();
  const text = (at, length) => archive.toString('utf8', at, at + length).replace(/\0.*$/s, '');
  for (let at = 0; at + block <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8) || 0;
    const start = at + block;
    if (['0', ''].includes(text(at + 156, 1))) files.set(text(at, 100), archive.subarray(start, start + size));
    at = start + Math.ceil(size / block) * block;
  }
  return files;
}
