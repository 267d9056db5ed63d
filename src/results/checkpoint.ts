import { ErgodicError } from '../errors';
import { digestBytes } from '../experiment/hash';
import type { Checkpoint } from '../simulation';
import { readNpz, writeNpz } from './npz';

/** What is written beside a checkpoint's numbers, so that nothing goes on from another's. */
export interface CheckpointOrigin {
  /** The resolved experiment, to name what differs. */
  experiment: Readonly<Record<string, unknown>>;
  /** Of Ergodic: another one's kernels might round otherwise. */
  version: string;
  adapter: string;
  /** Wall time spent so far. */
  seconds: number;
}

interface Manifest extends CheckpointOrigin {
  hash: string;
  tile: number;
  tiles: number;
  step: number;
  points: number;
  /** How many numbers every observer has at a sweep point. */
  settings: number[];
}

const format = 'ergodic checkpoint 1';

const floats = (words: Uint32Array) => new Float32Array(words.buffer, words.byteOffset, words.length);
const words = (data: ArrayBufferView<ArrayBufferLike>) =>
  new Uint32Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength / 4);
const flat = (data: Float32Array | Float64Array) => ({ shape: [data.length], data });

/**
 * The bytes of a checkpoint: a line with the format and the SHA-256 of all that follows, a line of JSON that says what it is of, and
 * an archive of arrays.
 */
export function writeCheckpoint(checkpoint: Checkpoint, origin: CheckpointOrigin): Uint8Array {
  const { hash, tile, tiles, step, state, captured, low, high, firstLost, settings } = checkpoint;
  const lengths = settings[0].map((numbers) => numbers.length);
  const manifest: Manifest = { ...origin, hash, tile, tiles, step, points: settings.length, settings: lengths };
  const numbers = Float64Array.from(settings.flat(2));
  const arrays = { low, high, firstLost, state: floats(state), captured: floats(captured), settings: numbers };
  const archive = writeNpz(Object.fromEntries(Object.entries(arrays).map(([name, data]) => [name, flat(data)])));
  const body = joined(new TextEncoder().encode(`${JSON.stringify(manifest)}\n`), archive);
  return joined(new TextEncoder().encode(`${format} ${digestBytes(body)}\n`), body);
}

/**
 * A checkpoint and where it comes from.
 *
 * @param file its name, for messages
 * @throws ErgodicError badInput unless it is whole, to the last bit
 */
export function readCheckpoint(bytes: Uint8Array, file: string): { checkpoint: Checkpoint; origin: CheckpointOrigin } {
  const [first, body] = cut(bytes);
  if (!first.startsWith('ergodic checkpoint ')) throw unreadable(file, 'it does not begin as a checkpoint does');
  if (!first.startsWith(`${format} `)) throw unreadable(file, `its format is '${first.slice(0, 40)}', not '${format}'`);
  if (first.slice(format.length + 1) !== digestBytes(body)) throw unreadable(file, 'its checksum does not fit');
  const [text, archive] = cut(body);
  const { hash, tile, tiles, step, points, settings, ...origin } = JSON.parse(text) as Manifest;
  const arrays = readNpz(archive, file);
  const checkpoint: Checkpoint = {
    ...{ hash, tile, tiles, step },
    state: words(arrays.state.data),
    captured: words(arrays.captured.data),
    low: arrays.low.data as Float64Array,
    high: arrays.high.data as Float64Array,
    firstLost: arrays.firstLost.data as Float64Array,
    settings: nested(arrays.settings.data as Float64Array, points, settings),
  };
  return { checkpoint, origin };
}

/** Numbers by sweep point and observer; `lengths` are those of one point. */
function nested(numbers: Float64Array, points: number, lengths: readonly number[]): number[][][] {
  const perPoint = lengths.reduce((a, b) => a + b, 0);
  return Array.from({ length: points }, (_, p) => {
    let at = p * perPoint;
    return lengths.map((length) => {
      at += length;
      return [...numbers.subarray(at - length, at)];
    });
  });
}

const newline = 0x0a;

/** The first line, and what follows it. */
function cut(bytes: Uint8Array): [string, Uint8Array] {
  const end = bytes.indexOf(newline);
  if (end < 0) return ['', bytes.subarray(0, 0)];
  return [new TextDecoder().decode(bytes.subarray(0, end)), bytes.subarray(end + 1)];
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

const unreadable = (file: string, why: string) =>
  new ErgodicError('badInput', `${file} is no whole checkpoint: ${why}; remove it, or start without --resume`);
