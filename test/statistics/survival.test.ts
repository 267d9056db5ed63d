import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/model/estimate';
import type { GroupTally } from '../../src/model/tally';
import { type SurvivalEstimates, survivalEstimates } from '../../src/statistics/survival';
import { unequal, uniforms } from './synthetic';

/** Weights and rates of a mixture of exponentials. */
type Mixture = readonly (readonly [weight: number, rate: number])[];

const expectation = (mixture: Mixture, f: (rate: number) => number) =>
  mixture.reduce((sum, [weight, rate]) => sum + weight * f(rate), 0);

/** What the estimates are estimates of, in closed form. */
function truth(mixture: Mixture, horizon: number, tail: number): Record<keyof SurvivalEstimates, number> {
  const survival = (t: number) => expectation(mixture, (rate) => Math.exp(-rate * t));
  const exposure = (from: number) =>
    expectation(mixture, (rate) => (Math.exp(-rate * from) - Math.exp(-rate * horizon)) / rate);
  const hazard = (survival(tail) - survival(horizon)) / exposure(tail);
  return {
    arrived: 1 - survival(horizon),
    restrictedMean: exposure(0),
    rate: (1 - survival(horizon)) / exposure(0),
    hazard,
    mean: exposure(0) + survival(horizon) / hazard,
  };
}

function drawGroups(mixture: Mixture, sizes: number[], horizon: number, tail: number, uniform: () => number) {
  const cells = sizes.map((size) => {
    const group = new Float64Array(4);
    for (let i = 0; i < size; i++) {
      const rate = (uniform() < mixture[0][0] ? mixture[0] : mixture[1])[1];
      const time = -Math.log(uniform()) / rate;
      if (time <= horizon) group[0]++;
      group[1] += Math.min(time, horizon);
      if (time > tail && time <= horizon) group[2]++;
      group[3] += Math.max(Math.min(time, horizon) - tail, 0);
    }
    return group;
  });
  return { particles: sizes, cells } satisfies GroupTally;
}

const keys = ['arrived', 'mean', 'restrictedMean', 'rate', 'hazard'] as const;

describe.each([
  { name: 'exponential, most arrived', mixture: [[1, 0.5]] as Mixture, horizon: 4, tail: 1 },
  { name: 'exponential, one in five arrived', mixture: [[1, 0.05]] as Mixture, horizon: 4, tail: 0 },
  {
    name: 'mixture of fast and slow',
    mixture: [
      [0.4, 6],
      [0.6, 0.3],
    ] as Mixture,
    horizon: 5,
    tail: 2,
  },
])('arrivals of an $name', ({ mixture, horizon, tail }) => {
  const exact = truth(mixture, horizon, tail);
  const uniform = uniforms(11);
  const repetitions = 500;
  const runs = Array.from({ length: repetitions }, () =>
    survivalEstimates(drawGroups(mixture, unequal(64, 40), horizon, tail, uniform), horizon, tail),
  );

  it.each(keys)('%s: errors have the spread and the coverage that they claim', (key) => {
    const z = runs.map((run) => (run[key].value! - exact[key]) / run[key].standardError!);
    // Of a normal estimate with an error from 64 groups, z is Student's with 63 degrees of freedom: E z² = 63/61, sd z² ≈ √2 · 1.07.
    const square = z.reduce((sum, x) => sum + x * x, 0) / repetitions;
    expect(Math.abs(square - 63 / 61)).toBeLessThan((4 * 1.5) / Math.sqrt(repetitions));
    const covered = z.filter((x) => Math.abs(x) < 1.998).length / repetitions;
    expect(Math.abs(covered - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / repetitions));
    const mean = z.reduce((sum, x) => sum + x, 0) / repetitions;
    // A ratio of sums over 2560 particles has a bias of order 1/√2560 of its error.
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(repetitions) + 1 / Math.sqrt(2560));
  });
});

it('finds the mean of a mixture whose fast part has gone when the tail begins', () => {
  const mixture: Mixture = [
    [0.4, 6],
    [0.6, 0.3],
  ];
  const mean = expectation(mixture, (rate) => 1 / rate);
  // Relative excess of the tail's hazard: the fast part that is left at t = 2 against the slow one.
  const left = (0.4 * Math.exp(-12)) / (0.6 * Math.exp(-0.6) * (1 - Math.exp(-0.9)));
  expect(Math.abs(truth(mixture, 5, 2).mean / mean - 1)).toBeLessThan(left);
  // From the rate over all times it would be a tenth too small.
  expect(truth(mixture, 5, 0).mean / mean - 1).toBeCloseTo(-0.0947, 4);
  const { mean: found } = survivalEstimates(drawGroups(mixture, unequal(64, 200), 5, 2, uniforms(3)), 5, 2);
  expect(Math.abs(found.value! - mean)).toBeLessThan(4 * found.standardError!);
});

describe('what cannot be told', () => {
  const of = (...cells: number[][]): Record<keyof SurvivalEstimates, Estimate> => ({
    ...survivalEstimates({ particles: cells.map(() => 10), cells: cells.map((c) => Float64Array.from(c)) }, 4, 1),
  });
  const nothing = { value: null, standardError: null };

  it('by hand, from two groups', () => {
    const found = of([5, 28, 3, 20], [7, 22, 3, 16]);
    expect(found.arrived.value).toBeCloseTo(12 / 20, 14);
    expect(found.restrictedMean.value).toBeCloseTo(50 / 20, 14);
    expect(found.rate.value).toBeCloseTo(12 / 50, 14);
    expect(found.hazard.value).toBeCloseTo(6 / 36, 14);
    expect(found.mean.value).toBeCloseTo(2.5 + 0.4 / (6 / 36), 14);
    expect(found.restrictedMean.standardError).toBeCloseTo(0.3, 14);
  });

  it('no arrival: shares and rates are 0 without an error, and no mean', () => {
    const zero = { value: 0, standardError: null };
    expect(of([0, 40, 0, 30], [0, 40, 0, 30])).toEqual({
      arrived: zero,
      rate: zero,
      hazard: zero,
      mean: nothing,
      restrictedMean: { value: 4, standardError: null },
    });
  });

  it('all arrived: the mean is the restricted mean', () => {
    const found = of([10, 12, 4, 5], [10, 14, 5, 6]);
    expect(found.arrived).toEqual({ value: 1, standardError: null });
    expect(found.mean).toEqual(found.restrictedMean);
    expect(found.mean.value).toBeCloseTo(1.3, 14);
    expect(found.mean.standardError).toBeCloseTo(0.1, 14);
  });

  it('arrivals before the tail only: no mean', () => {
    const found = of([3, 35, 0, 22], [4, 30, 0, 18]);
    expect(found.mean).toEqual(nothing);
    expect(found.hazard).toEqual({ value: 0, standardError: null });
    expect(found.rate.value).toBeCloseTo(7 / 65, 14);
  });

  it('late arrivals in one group only: a mean without an error', () => {
    const found = of([3, 35, 2, 22], [4, 30, 0, 18]);
    expect(found.mean.value).toBeCloseTo(65 / 20 + 13 / 20 / (2 / 40), 12);
    expect(found.mean.standardError).toBeNull();
  });

  it('no particles, or all there at time 0: no rate', () => {
    const empty = survivalEstimates({ particles: [0], cells: [new Float64Array(4)] }, 4, 1);
    expect(Object.values(empty)).toEqual([nothing, nothing, nothing, nothing, nothing]);
    const found = of([10, 0, 0, 0], [10, 0, 0, 0]);
    expect(found.rate).toEqual(nothing);
    expect(found.mean).toEqual({ value: 0, standardError: null });
  });

  it('refuses a tail that does not begin before the horizon', () => {
    for (const tail of [-1, 4, Number.NaN]) {
      expect(() => survivalEstimates({ particles: [], cells: [] }, 4, tail)).toThrow(
        /tail .* expected from 0 to below the horizon 4/,
      );
    }
  });
});
