import { describe, expect, it } from 'vitest';
import {
  deviation,
  formatCount,
  formatDeviation,
  formatEstimate,
  formatNumber,
  formatRate,
  formatReference,
  formatSeconds,
} from '../../src/report/format';

describe('formatEstimate', () => {
  it.each([
    [0.917670861, 0.000123, '0.91767 ± 0.00012'],
    [2.1564e-4, 2.09e-6, '(2.156 ± 0.021) × 10⁻⁴'],
    [-1.5, 0.25, '−1.50 ± 0.25'],
    [91767, 123, '91770 ± 120'],
    [10, 0.0996, '10.00 ± 0.10'],
    [9.99999, 0.0001, '9.99999 ± 0.00010'],
    [1.2345e9, 4.2e6, '(1.2345 ± 0.0042) × 10⁹'],
    [3e-9, 2e-5, '(0.0 ± 2.0) × 10⁻⁵'],
    [0, 0, '0 ± 0'],
    [1, 0, '1 ± 0'],
  ])('%d with standard error %d is %s', (value, standardError, text) => {
    expect(formatEstimate({ value, standardError })).toBe(text);
  });

  it('shows what is null as a dash, and a value without its error alone', () => {
    expect(formatEstimate({ value: null, standardError: null })).toBe('—');
    expect(formatEstimate({ value: null, standardError: 1 })).toBe('—');
    expect(formatEstimate({ value: 0.5, standardError: null })).toBe('0.5');
  });
});

describe('numbers', () => {
  it.each([
    [0.025, '0.025'],
    [1.551e9, '1.551 × 10⁹'],
    [1e-6, '10⁻⁶'],
    [-1e-6, '−1 × 10⁻⁶'],
    [999999.9, '10⁶'],
    [0, '0'],
    [null, '—'],
    [Number.NaN, '—'],
  ])('%s is %s', (x, text) => {
    expect(formatNumber(x)).toBe(text);
  });

  it('separates thousands, also past 2^53', () => {
    expect(formatCount(1_000_000)).toBe('1,000,000');
    expect(formatCount('36893488147419103232')).toBe('36,893,488,147,419,103,232');
    expect(formatCount(999)).toBe('999');
  });

  it('gives a reference two digits beyond its estimate', () => {
    expect(formatReference({ value: 0.9177, standardError: 1.2e-4, reference: 0.9176708607 })).toBe('0.917671');
    expect(formatReference({ value: 0, standardError: 1, reference: 0 })).toBe('0');
    expect(formatReference({ value: 0, standardError: 1 })).toBe('—');
  });

  it('shows a reference far below the standard error, which only rounding keeps from 0, as 0', () => {
    const shown = (reference: number) => formatReference({ value: 0.1, standardError: 1e-3, reference });
    expect([2.05e-17, -2.05e-17, 1e-12, 0].map(shown)).toEqual(['0', '0', '0', '0']);
    expect([-2e-9, 1.5e-6].map(shown)).toEqual(['−2 × 10⁻⁹', '1.5 × 10⁻⁶']);
    expect(formatReference({ value: 0, standardError: null, reference: 2.05e-17 })).toBe('2.05 × 10⁻¹⁷');
  });

  it('counts deviations in standard errors', () => {
    expect(deviation({ value: 1.2, standardError: 0.1, reference: 1 })).toBeCloseTo(2);
    expect(deviation({ value: 1, standardError: 0, reference: 1 })).toBeNull();
    expect(deviation({ value: 1, standardError: 0.1 })).toBeNull();
    expect(['0.0', '+2.0', '−2.5', '−1500']).toEqual([-0.01, 2, -2.5, -1500].map(formatDeviation));
    expect(formatDeviation(null)).toBe('—');
  });

  it('writes rates with metric prefixes', () => {
    expect([0.5, 12, 71.23e6, 3e9, 5e15].map(formatRate)).toEqual(['0.5', '12', '71.2 M', '3 G', '5000 T']);
  });

  it('gives durations in the unit that reads best', () => {
    expect([0.0123, 1.934, 214.7, 9000].map(formatSeconds)).toEqual(['12.3 ms', '1.93 s', '3 min 35 s', '2 h 30 min']);
  });
});
