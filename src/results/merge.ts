import { ErgodicError } from '../errors';
import type { NamedArray } from '../model/observable';
import type { Plan } from '../model/plan';
import { particlesIn, pilotSettings, Tallies } from '../simulation';
import type { Shard } from './shard';

/**
 * Adds the tallies of shards. Integers add exactly and in any order, so the sum of all shards is what one run would have counted, to
 * the last bit.
 *
 * @param partial whether parts may be missing: the sum is then that of a smaller ensemble
 * @throws ErgodicError shardsDoNotFit for another experiment or version, for parts that overlap or repeat and, unless `partial`, for gaps
 */
export function mergeShards(plan: Plan, shards: readonly Shard[], version: string, partial: boolean): Tallies {
  for (const shard of shards) checkOrigin(plan, shard, version);
  checkCounts(shards);
  checkParts(shards, partial);
  const ranges = shards.map(({ origin }) => origin.tiles);
  const first = shards[0].arrays().settings.data as Float64Array;
  const tallies = new Tallies(plan, settingsOf(plan, first), particlesIn(plan, ranges));
  for (const shard of shards) {
    const arrays = shard.arrays();
    checkSettings(arrays.settings.data as Float64Array, first, shard.file, shards[0].file);
    add(plan, tallies, shard.file, arrays);
  }
  return tallies;
}

function checkOrigin(plan: Plan, { file, origin }: Shard, version: string): void {
  if (origin.hash !== plan.hash) {
    const found = `${file} is of another experiment (hash ${origin.hash.slice(0, 12)}, not ${plan.hash.slice(0, 12)})`;
    throw unfit(`${found}; merge the shards of one experiment, each with the same file, --set, --particles and --seed`);
  }
  if (origin.version !== version) {
    const found = `${file} was made by ergodic ${origin.version}, and this is ${version}`;
    throw unfit(`${found}, whose steps might round otherwise; run it again, or merge with that version`);
  }
}

/** All of one division: then no two of different numbers overlap. */
function checkCounts(shards: readonly Shard[]): void {
  const other = shards.find(({ origin }) => origin.count !== shards[0].origin.count);
  if (other === undefined) return;
  const found = `${shards[0].file} is one of ${shards[0].origin.count} shards, and ${other.file} one of ${other.origin.count}: they overlap`;
  throw unfit(`${found}; merge the shards of one division`);
}

const mostNamed = 20;

function checkParts(shards: readonly Shard[], partial: boolean): void {
  const files = new Map<number, string>();
  for (const { file, origin } of shards) {
    const first = files.get(origin.index);
    if (first !== undefined) throw unfit(`${file} and ${first} are both shard ${origin.index}; leave one of them out`);
    files.set(origin.index, file);
  }
  const { count } = shards[0].origin;
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !files.has(index));
  if (missing.length === 0 || partial) return;
  const named = missing.slice(0, mostNamed).join(', ');
  const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : '';
  const text =
    missing.length === 1 ? `shard ${named} of ${count} is missing` : `shards ${named}${more} of ${count} are missing`;
  const command = `ergodic run FILE --shard ${missing[0]}/${count}`;
  throw unfit(
    `${text}; run ${missing.length === 1 ? 'it' : 'each of them'} by ${command}, or give --partial to do without`,
  );
}

function add(plan: Plan, tallies: Tallies, file: string, arrays: Readonly<Record<string, NamedArray>>): void {
  const [low, high] = [wholeNumbers(arrays.low), wholeNumbers(arrays.high)];
  if (low.length !== tallies.low.length)
    throw unfit(`${file} has ${low.length} cells, and the experiment ${tallies.low.length}`);
  for (let i = 0; i < low.length; i++) if (low[i] !== 0 || high[i] !== 0) tallies.addWords(i, low[i], high[i]);
  plan.points.forEach((_, p) => {
    tallies.foundLost(p, (arrays.firstLost.data as Float64Array)[p]);
  });
  for (const [name, { data }] of Object.entries(arrays)) addKept(plan, tallies, name, data as Float32Array);
}

/** Units of the shards, which a pilot run chose on each machine alike, by point and observer. */
function settingsOf(plan: Plan, numbers: Float64Array): number[][][] {
  let at = 0;
  return pilotSettings(plan).map((point) => point.map((own) => own.map(() => numbers[at++])));
}

function checkSettings(settings: Float64Array, others: Float64Array, file: string, other: string): void {
  if (settings.length === others.length && settings.every((x, i) => Object.is(x, others[i]))) return;
  const found = `${file} counts in other units than ${other}, as its machine computes otherwise`;
  throw unfit(`${found}; run one of them again on the other's machine`);
}

/** Snapshots and traces: each number is of one shard, and zero in the others. */
function addKept(plan: Plan, tallies: Tallies, name: string, data: Float32Array): void {
  const [kind, ...rest] = name.split('.');
  if (kind !== 'snapshot' && kind !== 'trace') return;
  const size = data.length / plan.points.length;
  const all = kind === 'snapshot' ? tallies.snapshot(rest.join('.'), size) : tallies.trace(rest.join('.'), size);
  const [to, from] = [all, data].map((floats) => new Uint32Array(floats.buffer, floats.byteOffset, floats.length));
  for (let i = 0; i < to.length; i++) to[i] |= from[i];
}

/** Of 64-bit integers below 2⁵³ in size. */
const wholeNumbers = ({ data }: NamedArray): Float64Array => Float64Array.from(data as BigInt64Array, Number);

const unfit = (message: string) => new ErgodicError('shardsDoNotFit', message);
