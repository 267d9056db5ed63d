import { unzipSync, type Zippable, zipSync } from 'fflate';
import { ErgodicError } from '../errors';
import type { NamedArray } from '../model/observable';

// The format NPY 1.0 and the archive of such files that numpy.load reads: numpy.org/neps/nep-0001-npy-format.html.
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
const alignment = 64;

const kinds = {
  '<f8': Float64Array,
  '<f4': Float32Array,
  '<i8': BigInt64Array,
  '|u1': Uint8Array,
} as const;

type Descriptor = keyof typeof kinds;

/**
 * Arrays as the bytes of a `.npz` file, little-endian, row-major; equal arrays give equal bytes.
 *
 * @param level of compression, 0 (none, the default) to 9
 */
export function writeNpz(arrays: Readonly<Record<string, NamedArray>>, level: 0 | 6 = 0): Uint8Array {
  const files: Zippable = {};
  for (const [name, array] of Object.entries(arrays)) files[`${name}.npy`] = writeNpy(name, array);
  // The earliest time that zip knows, read in local time as fflate writes it: the same bytes whenever and wherever.
  return zipSync(files, { level, mtime: new Date(1980, 0, 1) });
}

/**
 * Arrays of a `.npz` file, stored or deflated.
 *
 * @param only the one array that is wanted: the others are not looked at
 * @throws ErgodicError badInput when it is damaged or holds something that `writeNpz` does not write
 */
export function readNpz(bytes: Uint8Array, file = 'archive', only?: string): Record<string, NamedArray> {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, only === undefined ? {} : { filter: ({ name }) => name === `${only}.npy` });
    if (only === undefined) checkSums(bytes, files);
  } catch (cause) {
    throw new ErgodicError('badInput', `${file} is no readable .npz archive; write it again`, { cause });
  }
  const entries = Object.entries(files).map(([name, data]) => [
    name.replace(/\.npy$/, ''),
    readNpy(data, `${file}: ${name}`),
  ]);
  return Object.fromEntries(entries);
}

/** What fflate does not do: compares the contents with the checksums of the archive's directory (PKWARE's APPNOTE 4.3.12). */
function checkSums(bytes: Uint8Array, files: Readonly<Record<string, Uint8Array>>): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  const entries = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < entries; i++) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error('no entry where the directory has one');
    const [length, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length));
    const data = files[name];
    if (data === undefined || crc32(data) !== view.getUint32(at + 16, true)) throw new Error(`checksum of ${name}`);
    at += 46 + length + extra + comment;
  }
  if (entries !== Object.keys(files).length) throw new Error('files that the directory does not have');
}

function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0; at--) if (view.getUint32(at, true) === 0x06054b50) return at;
  throw new Error('no directory');
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** The checksum of zip archives (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function writeNpy(name: string, { shape, data }: NamedArray): Uint8Array {
  const size = shape.reduce((a, b) => a * b, 1);
  if (size !== data.length)
    throw new Error(`array '${name}' has ${data.length} entries, its shape ${shape} wants ${size}`);
  const lengths = shape.map((n) => `${n},`).join(' ');
  const text = `{'descr': '${descriptorOf(data)}', 'fortran_order': False, 'shape': (${lengths}), }`;
  const prefix = magic.length + 2;
  const padded = Math.ceil((prefix + text.length + 1) / alignment) * alignment;
  const bytes = new Uint8Array(padded + data.byteLength).fill(0x20, prefix, padded - 1);
  bytes.set(magic);
  new DataView(bytes.buffer).setUint16(magic.length, padded - prefix, true);
  bytes.set(new TextEncoder().encode(text), prefix);
  bytes[padded - 1] = 0x0a;
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), padded);
  return bytes;
}

function descriptorOf(data: NamedArray['data']): Descriptor {
  if (data instanceof Float64Array) return '<f8';
  if (data instanceof Uint8Array) return '|u1';
  return data instanceof Float32Array ? '<f4' : '<i8';
}

function readNpy(bytes: Uint8Array, where: string): NamedArray {
  const header = readHeader(bytes, where);
  // A copy, because a typed array must begin at a multiple of its element's size.
  const buffer = bytes.slice(header.end).buffer;
  const Kind = kinds[header.descriptor];
  const size = header.shape.reduce((a, b) => a * b, 1);
  if (buffer.byteLength !== size * Kind.BYTES_PER_ELEMENT)
    throw damaged(where, `its length does not fit ${header.shape}`);
  return { shape: header.shape, data: new Kind(buffer) };
}

function readHeader(bytes: Uint8Array, where: string): { descriptor: Descriptor; shape: number[]; end: number } {
  if (bytes.length < alignment || magic.some((byte, i) => bytes[i] !== byte))
    throw damaged(where, 'it is no NPY 1.0 file');
  const end = magic.length + 2 + new DataView(bytes.buffer, bytes.byteOffset).getUint16(magic.length, true);
  const text = new TextDecoder().decode(bytes.subarray(magic.length + 2, end));
  const match = /'descr': '([^']+)', 'fortran_order': False, 'shape': \(([\d, ]*)\)/.exec(text);
  if (match === null || !Object.hasOwn(kinds, match[1])) throw damaged(where, `its header is ${text.trim()}`);
  const shape = match[2].split(',').filter((n) => n.trim() !== '');
  return { descriptor: match[1] as Descriptor, shape: shape.map(Number), end };
}

function damaged(where: string, why: string): ErgodicError {
  const expected = 'expected f4, f8, i8 or u1 in row-major order, as Ergodic writes them';
  return new ErgodicError('badInput', `${where} cannot be read: ${why}; ${expected}`);
}
