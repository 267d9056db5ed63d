import { describe, expect, it } from 'vitest';
import { batchArrival } from '../../src/reference/chain/batchArrival';
import type { BatchMap } from '../../src/reference/chain/batchMaps';
import { batchPassage } from '../../src/reference/chain/batchPassage';
import { escapeExponent } from '../../src/reference/chain/escapeExponent';

const slope = (x: number) => 4 * x * (x * x - 1);

/** Two batches whose gradients are ± s off the mean. */
const pair = (s: number) => [1, -1].map((sign) => ({ probability: 0.5, slope: (x: number) => slope(x) + sign * s }));

const steps = (rate: number, s: number): BatchMap[] =>
  pair(s).map(({ probability, slope: gradient }) => ({ probability, next: (x) => x - rate * gradient(x) }));

/** Uniform numbers of a 32-bit generator (mulberry32), so that the test is the same every time. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws one of the maps. */
function draw(maps: readonly BatchMap[], u: number): BatchMap {
  let left = u;
  for (const map of maps) {
    left -= map.probability;
    if (left < 0) return map;
  }
  return maps[maps.length - 1];
}

describe('passage of chains with few batches', () => {
  it('of a walk that stays on a lattice: the ruin problem with a wall', () => {
    // Up with p, down with q, held at 0: from k to k + 1 it takes (r^{k+1} − 1)/(q − p) steps, r = q/p.
    const [p, q, n] = [0.4, 0.6, 12];
    const maps = [
      { probability: p, next: (x: number) => x + 1 },
      { probability: q, next: (x: number) => x - 1 },
    ];
    const exact = Array.from({ length: n }, (_, k) => ((q / p) ** (k + 1) - 1) / (q - p)).reduce((a, b) => a + b, 0);
    const { steps, error } = batchPassage({ maps, from: 0, boundary: n - 0.5, far: 0 });
    expect(Math.abs(steps - exact)).toBeLessThanOrEqual(error + 1e-9 * exact);
    expect(error / exact).toBeLessThan(0.05);
  });

  it.each([
    [0.1, 3, 20_000],
    [0.08, 3, 10_000],
  ])('rate %f, noise ± %f, against %i chains', (rate, s, count) => {
    const maps = steps(rate, s);
    const uniform = uniforms(7);
    const horizon = 100;
    const times = Array.from({ length: count }, () => {
      let [x, n] = [-1, 0];
      for (; x < 0; n++) x = draw(maps, uniform()).next(x);
      return n;
    });
    const mean = times.reduce((a, b) => a + b, 0) / count;
    const deviation = Math.sqrt(times.reduce((a, t) => a + (t - mean) ** 2, 0) / count / (count - 1));
    const exact = batchPassage({ maps, from: -1, boundary: 0, far: -2 });
    expect(Math.abs(mean - exact.steps)).toBeLessThan(4 * deviation + exact.error);
    expect(exact.error / exact.steps).toBeLessThan(0.01);

    const share = times.filter((n) => n <= horizon).length / count;
    const { arrived, left, error } = batchArrival({ maps, from: -1, boundary: 0, steps: horizon, escape: 2 });
    expect(Math.abs(share - arrived)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count) + error);
    expect(error).toBeLessThan(0.005);
    expect(left).toBe(0);
  });

  it('that leave for infinity, against 20 000 chains', () => {
    const maps = steps(0.25, 3);
    const [count, horizon, limit] = [20_000, 20, 2.5];
    const uniform = uniforms(11);
    let [left, arrived] = [0, 0];
    for (let k = 0; k < count; k++) {
      let x = -1;
      let seen = false;
      for (let n = 0; n < horizon && Math.abs(x) <= limit; n++) {
        x = draw(maps, uniform()).next(x);
        seen ||= x >= 0;
      }
      if (seen) arrived++;
      if (Math.abs(x) > limit) left++;
    }
    const exact = batchArrival({ maps, from: -1, boundary: 0, steps: horizon, escape: limit });
    const spread = (part: number) => Math.sqrt((part * (1 - part)) / count);
    expect(exact.left).toBeGreaterThan(0.02);
    expect(Math.abs(left / count - exact.left)).toBeLessThan(4 * spread(exact.left) + exact.error);
    expect(Math.abs(arrived / count - exact.arrived)).toBeLessThan(4 * spread(exact.arrived) + exact.error);
  });

  it('from above as from below', () => {
    const maps = steps(0.05, 3);
    const below = batchPassage({ maps, from: -1, boundary: 0, far: -2 });
    const above = batchPassage({ maps, from: 1, boundary: 0, far: 2 });
    expect(above.steps / below.steps).toBeCloseTo(1, 9);
    const journey = { maps, steps: 50, escape: 2 };
    const [up, down] = [-1, 1].map((from) => batchArrival({ ...journey, from, boundary: 0 }));
    expect(up.arrived / down.arrived).toBeCloseTo(1, 9);
  });

  it('sums long survival as a geometric series', () => {
    const maps = steps(0.05, 3);
    const { steps: mean } = batchPassage({ maps, from: -1, boundary: 0, far: -2 });
    const [one, two] = [3000, 6000].map((n) => batchArrival({ maps, from: -1, boundary: 0, steps: n, escape: 2 }));
    const rate = Math.log((1 - one.arrived) / (1 - two.arrived)) / 3000;
    expect(Math.abs(rate * mean - 1)).toBeLessThan(0.01);
  });

  it('has arrived beyond the boundary, and nowhere after no step', () => {
    const maps = steps(0.05, 3);
    expect(batchPassage({ maps, from: 0, boundary: 0, far: -2 })).toEqual({ steps: 0, error: 0 });
    expect(batchArrival({ maps, from: -1, boundary: 0, steps: 0, escape: 2 })).toEqual({
      arrived: 0,
      left: 0,
      error: 0,
    });
  });
});

describe('exponent of rare escapes', () => {
  it.each([
    [3, '1.15'],
    [2, '1.52'],
  ])('of the double well with noise ± %f is %s times the diffusion’s', (s, known) => {
    for (const from of [-1, 1])
      expect((escapeExponent({ slopes: pair(s), from, to: 0 }) / (2 / s ** 2)).toFixed(2)).toBe(known);
  });

  it('of slopes ± 1 with odds q and r is ln(q/r) a unit of length uphill, and nothing downhill', () => {
    const [q, r] = [0.7, 0.3];
    const slopes = [
      { probability: q, slope: () => 1 },
      { probability: r, slope: () => -1 },
    ];
    expect(escapeExponent({ slopes, from: 2, to: 5 })).toBeCloseTo(3 * Math.log(q / r), 12);
    expect(escapeExponent({ slopes, from: 5, to: 2 })).toBe(0);
  });

  it('with much weak noise is the diffusion’s', () => {
    const s = 50;
    expect(escapeExponent({ slopes: pair(s), from: -1, to: 0 }) / (2 / s ** 2)).toBeCloseTo(1, 3);
  });

  it('is infinite where no batch leads on', () => {
    expect(escapeExponent({ slopes: pair(1), from: -1, to: 0 })).toBe(Number.POSITIVE_INFINITY);
  });

  it('is the slope of ln E steps against 1/rate', () => {
    // The time, rate × steps, is C e^{W/rate}.
    const log = (rate: number) =>
      Math.log(rate * batchPassage({ maps: steps(rate, 3), from: -1, boundary: 0, far: -2 }).steps);
    const measured = (log(0.01) - log(0.02)) / (1 / 0.01 - 1 / 0.02);
    const exponent = escapeExponent({ slopes: pair(3), from: -1, to: 0 });
    expect(Math.abs(measured / exponent - 1)).toBeLessThan(0.005);
  });
});
