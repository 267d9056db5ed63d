import { ErgodicError } from '../errors';
import type { NamedArray } from '../model/observable';
import type { Plan } from '../model/plan';
import type { TileRange } from '../simulation';
import type { Tallies } from '../simulation/tallies';
import { tallyArrays } from './arrays';
import { readNpz, writeNpz } from './npz';

const format = 'ergodic-shard/1';

/** Which part of which run a shard is, and where it was made. */
export interface ShardOrigin {
  /** From 1, of `count`. */
  index: number;
  count: number;
  tiles: TileRange;
  /** Of the resolved experiment. */
  hash: string;
  version: string;
  adapter: string;
  software: boolean;
  deviceLosses: number;
  /** Wall time. */
  seconds: number;
}

/** A shard in a file. */
export interface Shard {
  file: string;
  origin: ShardOrigin;
  /** Reads its tallies; thousands of shards need not be in memory together. */
  arrays(): Readonly<Record<string, NamedArray>>;
}

/** A shard's tallies as the bytes of `i-of-n.npz`: those of `tallies.npz`, and `origin`, JSON in UTF-8. */
export function writeShard(plan: Plan, tallies: Tallies, origin: ShardOrigin): Uint8Array {
  const data = new TextEncoder().encode(JSON.stringify({ format, ...origin }));
  return writeNpz({ origin: { shape: [data.length], data }, ...tallyArrays(plan, tallies) }, 6);
}

/**
 * @param file its name, for messages
 * @param read its bytes, every time they are wanted
 * @throws ErgodicError badInput when it is no shard, or damaged where it is read
 */
export function openShard(file: string, read: () => Uint8Array): Shard {
  const { origin } = readNpz(read(), file, 'origin');
  if (!(origin?.data instanceof Uint8Array)) throw noShard(file, 'it has no origin');
  const { format: found, ...rest } = JSON.parse(new TextDecoder().decode(origin.data)) as ShardOrigin & {
    format: string;
  };
  if (found !== format) throw noShard(file, `its format is '${found}', not '${format}'`);
  return { file, origin: rest, arrays: () => readNpz(read(), file) };
}

const noShard = (file: string, why: string) =>
  new ErgodicError('badInput', `${file} is no shard: ${why}; expected a file that ergodic run --shard wrote`);
