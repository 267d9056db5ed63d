import { describe, expect, it } from 'vitest';
import { studentLimit, studentTails } from '../../src/statistics/studentT';

describe('studentTails', () => {
  // P(|t| > x): 1 − (2/π) atan x for one degree of freedom, 1 − x/√(2 + x²) for two.
  it.each([0.3, 1, 4, 30])('has the closed forms of one and two degrees of freedom at %d', (x) => {
    expect(studentTails(x, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(x), 13);
    expect(studentTails(x, 2)).toBeCloseTo(1 - x / Math.sqrt(2 + x * x), 13);
  });

  // Tables of the quantiles: Abramowitz & Stegun, table 26.10.
  it.each([
    [3, 5.841, 0.01],
    [10, 4.587, 0.001],
    [30, 2.042, 0.05],
    [60, 3.46, 0.001],
    [120, 2.617, 0.01],
  ])('with %d degrees of freedom is %d at the tabulated limit %d', (freedom, limit, tails) => {
    expect(studentTails(limit, freedom) / tails).toBeCloseTo(1, 2);
  });
});

describe('studentLimit', () => {
  it.each([1, 2, 7, 63, 1000])('inverts the tails with %d degrees of freedom', (freedom) => {
    for (const tails of [0.3, 0.01, 5e-6]) {
      expect(studentTails(studentLimit(tails, freedom), freedom) / tails).toBeCloseTo(1, 6);
    }
  });

  it('goes to the normal quantile', () => {
    expect(studentLimit(0.05, Number.POSITIVE_INFINITY)).toBeCloseTo(1.959964, 5);
    expect(studentLimit(5e-6, 99_999)).toBeCloseTo(studentLimit(5e-6, Number.POSITIVE_INFINITY), 3);
  });
});
