import { describe, expect, it } from 'vitest';
import type { GroupTally } from '../../src/model/tally';
import { momentCells, momentEstimates, productCell } from '../../src/statistics/moments';
import { normal, summary, unequal, uniforms } from './synthetic';

/** Cells of the moments of `records[group]`, each record a point, about `centres`. */
function tally(records: number[][][], centres: number[]): GroupTally {
  const cells = records.map((group) => {
    const sums = new Float64Array(momentCells(centres.length));
    for (const record of group) add(sums, record, centres);
    return sums;
  });
  return { particles: records.map((group) => group.length), cells };
}

function add(sums: Float64Array, record: number[], centres: number[]): void {
  const m = centres.length;
  const d = record.map((x, i) => x - centres[i]);
  sums[0]++;
  for (let i = 0; i < m; i++) {
    sums[1 + i] += d[i];
    for (let j = i; j < m; j++) sums[productCell(m, i, j)] += d[i] * d[j];
  }
}

describe('moments', () => {
  const uniform = uniforms(5);
  const gaussian = normal(uniform);
  const draw = () => {
    const [a, b] = [gaussian(), gaussian()];
    return [1e6 + a, 3 * a + b];
  };
  const sample = (sizes: number[]) => sizes.map((n) => Array.from({ length: n }, draw));

  it('are the sample moments, whatever the centres', () => {
    const records = sample([30, 50, 20]);
    const x = records.flat().map((r) => r[0]);
    const { mean, deviation } = summary(x);
    for (const centres of [
      [1e6, 0],
      [1e6 + 0.7, -2],
    ]) {
      const e = momentEstimates(tally(records, centres), centres);
      expect(e.mean[0].value).toBeCloseTo(mean, 8);
      expect(e.variance[0].value).toBeCloseTo(deviation ** 2, 8);
      expect(e.covariance[0][1]).toEqual(e.covariance[1][0]);
      expect(e.covariance[1][1]).toEqual(e.variance[1]);
    }
  });

  it('have the standard errors that repetition shows, and miss the truth by no more', () => {
    const sizes = unequal(32, 10);
    const runs = Array.from({ length: 300 }, () => momentEstimates(tally(sample(sizes), [1e6, 0]), [1e6, 0]));
    const of = (
      pick: (e: (typeof runs)[0]) => { value: number | null; standardError: number | null },
      exact: number,
    ) => {
      const value = summary(runs.map((r) => pick(r).value!));
      const predicted = summary(runs.map((r) => pick(r).standardError! ** 2)).mean;
      expect(Math.abs(value.mean - exact)).toBeLessThan(4 * value.error);
      expect(Math.abs(predicted / value.deviation ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / 299));
    };
    of((e) => e.mean[0], 1e6);
    of((e) => e.mean[1], 0);
    of((e) => e.variance[0], 1);
    of((e) => e.variance[1], 10);
    of((e) => e.covariance[0][1], 3);
  });

  it('are null where nothing was recorded, and a variance where one thing was', () => {
    expect(momentEstimates(tally([[], []], [0]), [0]).mean[0]).toEqual({ value: null, standardError: null });
    const one = momentEstimates(tally([[[2]], []], [0]), [0]);
    expect(one.mean[0]).toEqual({ value: 2, standardError: null });
    expect(one.variance[0].value).toBeNull();
  });
});
