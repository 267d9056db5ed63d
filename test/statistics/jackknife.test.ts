import { describe, expect, it } from 'vitest';
import { estimate, jackknife, jackknifeEstimates } from '../../src/statistics/jackknife';
import { countGroups, summary, unequal, uniforms } from './synthetic';

const fraction = (pooled: Float64Array, particles: number) => [pooled[0] / particles];

describe('jackknife', () => {
  it('is the textbook error of a mean for groups of equal size', () => {
    const cells = [1, 4, 2, 7, 6].map((n) => Float64Array.of(n * 10));
    const { value, standardError } = jackknife({ particles: [10, 10, 10, 10, 10], cells }, fraction);
    expect(value[0]).toBeCloseTo(4, 12);
    expect(standardError[0]).toBeCloseTo(summary([1, 4, 2, 7, 6]).error, 12);
  });

  it('does not see an empty group', () => {
    const cells = [3, 5, 4, 0].map((n) => Float64Array.of(n));
    const all = jackknife({ particles: [10, 12, 9, 0], cells }, fraction);
    const three = jackknife({ particles: [10, 12, 9], cells: cells.slice(0, 3) }, fraction);
    expect(all).toEqual(three);
  });

  it('has no error, hence null, with fewer than two groups', () => {
    const one = { particles: [10], cells: [Float64Array.of(3)] };
    expect(jackknifeEstimates(one, fraction)).toEqual([{ value: 0.3, standardError: null }]);
    expect(estimate(Number.POSITIVE_INFINITY, Number.NaN, { floor: Number.NaN, reference: 2 })).toEqual({
      value: null,
      standardError: null,
      floor: null,
      reference: 2,
    });
  });

  it('matches the true spread of a nonlinear statistic for groups of unequal size', () => {
    const uniform = uniforms(1);
    const sizes = unequal(40, 100);
    const logOdds = (p: Float64Array) => [Math.log(p[0] / p[1])];
    const runs = Array.from({ length: 400 }, () =>
      jackknife(
        countGroups(sizes, 2, () => (uniform() < 0.2 ? 0 : 1)),
        logOdds,
      ),
    );
    const spread = summary(runs.map((r) => r.value[0])).deviation;
    const predicted = summary(runs.map((r) => r.standardError[0] ** 2));
    // The variance of the spread over 400 runs is known to √(2/399) = 7 %: four of those.
    expect(Math.abs(predicted.mean / spread ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / 399));
  });
});
