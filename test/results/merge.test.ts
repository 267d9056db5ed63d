import { beforeAll, describe, expect, it } from 'vitest';
import { ErgodicError } from '../../src/errors';
import type { Plan } from '../../src/model/plan';
import { tallyArrays } from '../../src/results';
import { mergeShards } from '../../src/results/merge';
import { writeNpz } from '../../src/results/npz';
import { openShard, type Shard, type ShardOrigin, writeShard } from '../../src/results/shard';
import { shardTiles, simulateOnGpu, type Tallies, tilesOf } from '../../src/simulation';
import { testGpu } from '../gpu/device';
import { planOf } from '../simulation/plans';

// Everything that a run keeps: counts, sums, traces, snapshots, particles that are lost; two sweep points, a short last tile.
const planWith = (particles: number) =>
  planOf({
    temperature: [0.5, 4],
    method: { name: 'euler-maruyama', step: 0.2 },
    ensemble: { particles, seed: 3, start: { kind: 'normal', mean: [0], deviation: [1] } },
    burnIn: 40,
    steps: 120,
    observe: {
      density: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 50, every: 7 },
      moments: { kind: 'moments', of: ['x', 'x^2'], every: 5 },
      hits: { kind: 'nullSet', zero: ['x - 1'], radii: [0.3, 0.1] },
      average: { kind: 'timeAverage', of: 'x' },
      last: { kind: 'snapshot', count: 700 },
    },
  });
const plan = planWith(1000);
const version = '1.2.3';
let whole: Buffer;

const bytesOf = (tallies: Tallies, of = plan) => Buffer.from(writeNpz(tallyArrays(of, tallies)));

async function shard(index: number, count: number, plan: Plan): Promise<Shard> {
  const tiles = shardTiles(plan, index, count);
  const tallies = await simulateOnGpu(plan, await testGpu(), { tiles });
  const machine = { adapter: 'a card', software: true, deviceLosses: 0, seconds: 1 };
  const bytes = writeShard(plan, tallies, { index, count, tiles, hash: plan.hash, version, ...machine });
  const file = `${index}-of-${count}.npz`;
  return openShard(file, () => bytes);
}

async function shards(count: number, of = plan): Promise<Shard[]> {
  const all: Shard[] = [];
  for (let i = 1; i <= count; i++) all.push(await shard(i, count, of));
  return all;
}

/** An order that is none, from a seed (Park and Miller). */
function shuffled<T>(list: readonly T[]): T[] {
  let state = 5;
  const keys = list.map(() => (state = (state * 48_271) % 2_147_483_647));
  return list
    .map((_, i) => i)
    .sort((a, b) => keys[a] - keys[b])
    .map((i) => list[i]);
}

beforeAll(async () => {
  const tallies = await simulateOnGpu(plan, await testGpu());
  expect(tallies.firstLost.some(Number.isFinite)).toBe(true);
  whole = bytesOf(tallies);
});

describe('shards in any order add to what one run counts, bit for bit', () => {
  it.each([1, 2, 3, 7, 16])('%d of them', async (count) => {
    const merged = mergeShards(plan, shuffled(await shards(count)), version, false);
    expect(bytesOf(merged).equals(whole)).toBe(true);
  });

  it('more of them than there are tiles', async () => {
    const few = planWith(3);
    const some = await shards(tilesOf(few) + 3, few);
    expect(some.some(({ origin }) => origin.tiles.first === origin.tiles.end)).toBe(true);
    const merged = mergeShards(few, shuffled(some), version, false);
    expect(bytesOf(merged, few).equals(bytesOf(await simulateOnGpu(few, await testGpu()), few))).toBe(true);
  });
});

describe('what does not belong together', () => {
  const merging =
    (list: readonly Shard[], partial = false) =>
    () =>
      mergeShards(plan, list, version, partial);
  let three: Shard[];

  beforeAll(async () => {
    three = await shards(3);
  });

  it('is refused: another experiment, another version', () => {
    const other = (more: Partial<ShardOrigin>) => [
      three[0],
      { ...three[1], origin: { ...three[1].origin, ...more } },
      three[2],
    ];
    expect(merging(other({ hash: '0'.repeat(64) }))).toThrow(/2-of-3\.npz is of another experiment/);
    expect(merging(other({ version: '9.9.9' }))).toThrow(/made by ergodic 9\.9\.9, and this is 1\.2\.3/);
  });

  it('is refused: parts that are there twice, or of another division', async () => {
    expect(merging([...three, { ...three[1], file: 'again.npz' }])).toThrow(
      /again\.npz and 2-of-3\.npz are both shard 2/,
    );
    expect(merging([three[0], await shard(2, 2, plan)])).toThrow(
      /one of 3 shards, and 2-of-2\.npz one of 2: they overlap/,
    );
  });

  it('is refused: gaps, with the command that fills them', () => {
    expect(merging([three[2]])).toThrow(
      /shards 1, 2 of 3 are missing; run each of them by ergodic run FILE --shard 1\/3/,
    );
    const failure = (() => {
      try {
        return merging([three[0], three[2]])();
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(ErgodicError);
    expect((failure as ErgodicError).exitStatus).toBe(5);
  });

  it('is refused: other units', () => {
    const arrays = three[1].arrays();
    const settings = { ...arrays.settings, data: (arrays.settings.data as Float64Array).map((x) => 2 * x) };
    const other = { ...three[1], arrays: () => ({ ...arrays, settings }) };
    expect(merging([three[0], other, three[2]])).toThrow(/counts in other units than 1-of-3\.npz/);
  });

  it('counts the particles that are there where parts may be missing', () => {
    const part = merging([three[0], three[2]], true)();
    const particles = part.particles.flat().reduce((a, b) => a + b, 0);
    expect(particles).toBe(2000 - particlesOf(three[1]));
    const whole = merging(three)();
    expect(whole.particles.flat().reduce((a, b) => a + b, 0)).toBe(2000);
  });
});

function particlesOf(shard: Shard): number {
  // Snapshots hold every one of the first 700 particles of a point; the records of a histogram tell the rest.
  const records = Math.floor(plan.steps / 7);
  const { low } = shard.arrays();
  const table = plan.layout.groups;
  const cells = low.data.length / (2 * table);
  const density = Array.from(low.data as BigInt64Array, Number);
  let counted = 0;
  for (let row = 0; row < 2 * table; row++) {
    // The histogram is the first observer's block, after the counter of lost particles.
    for (let c = 1; c <= 52; c++) counted += density[row * cells + c];
  }
  return counted / records;
}
