import type { Estimate } from '../model/estimate';
import type { GroupTally } from '../model/tally';
import { jackknifeEstimates } from './jackknife';

/** Moments of m quantities, indexed as the quantities are. */
export interface MomentEstimates {
  mean: Estimate[];
  variance: Estimate[];
  covariance: Estimate[][];
}

/** Cells that `momentEstimates` expects for `m` quantities: the record count, m sums, m(m+1)/2 sums of products. */
export function momentCells(m: number): number {
  return 1 + m + (m * (m + 1)) / 2;
}

/** Cell of Σ (v_i − c_i)(v_j − c_j) among `m` quantities: the upper triangle, row by row. */
export function productCell(m: number, i: number, j: number): number {
  const [row, column] = i <= j ? [i, j] : [j, i];
  return 1 + m + row * m - (row * (row - 1)) / 2 + (column - row);
}

/**
 * Mean, variance and covariance of `centres.length` quantities with jackknife errors.
 *
 * `groups.cells[g]` = [n, Σ (v_i − c_i) …, Σ (v_i − c_i)(v_j − c_j) for i ≤ j …] over the n records of group g, with the
 * given centres c; with centres near the means nothing cancels. Variance and covariance have the divisor n − 1. Units are
 * those of the quantities. Without records, or for a variance with one, the value is null.
 */
export function momentEstimates(groups: GroupTally, centres: ArrayLike<number>): MomentEstimates {
  const m = centres.length;
  const all = jackknifeEstimates(groups, (cells) => moments(cells, m));
  const mean = all.slice(0, m).map((e, i) => ({ ...e, value: e.value === null ? null : e.value + centres[i] }));
  const at = (i: number, j: number) => all[productCell(m, i, j) - 1];
  const indices = mean.map((_, i) => i);
  return { mean, variance: indices.map((i) => at(i, i)), covariance: indices.map((i) => indices.map((j) => at(i, j))) };
}

/** Centred means, then the upper triangle of the covariance matrix. */
function moments(cells: Float64Array, m: number): Float64Array {
  const n = cells[0];
  const result = new Float64Array(momentCells(m) - 1);
  for (let i = 0; i < m; i++) result[i] = cells[1 + i] / n;
  for (let i = 0; i < m; i++) {
    for (let j = i; j < m; j++) {
      const cell = productCell(m, i, j);
      // Without records or with one there is nothing to divide by: 0/0, not a number.
      result[cell - 1] = n > 1 ? (cells[cell] - n * result[i] * result[j]) / (n - 1) : Number.NaN;
    }
  }
  return result;
}
