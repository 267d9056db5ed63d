import type { Estimate } from '../model/estimate';
import type { GroupTally } from '../model/tally';
import { estimate, jackknife, occupied, pool } from './jackknife';
import { leastSquares } from './leastSquares';

/**
 * Slope of log occupancy against log radius as the radius goes to 0: the codimension of a null set on which the density
 * is smooth and positive.
 *
 * `groups.cells[g][r]` counts the records within `radii[r]` of the set. The model is
 * log o(ε) = a + k log ε + b ε² (+ c ε⁴), the expansion of a smooth density about the set, fitted by generalised least
 * squares with the covariance of nested counts, cov(log o_i, log o_j) = 1/N of the larger; four radii and more carry
 * both curvature terms, three the first, two none. The standard error is the jackknife over groups. A radius
 * needs counts in two groups (in one when there is no other); null with fewer than two such radii.
 */
export function exponentEstimate(groups: GroupTally, radii: readonly number[]): Estimate {
  const kept = populated(occupied(groups), radii);
  if (kept.length < 2) return { value: null, standardError: null };
  const chosen = kept.map((r) => radii[r]);
  const weights = slopeWeights(
    chosen,
    kept.map((r) => pool(groups).cells[r]),
  );
  const { value, standardError } = jackknife(groups, (pooled) => [
    slope(
      weights,
      kept.map((r) => pooled[r]),
    ),
  ]);
  return estimate(value[0], standardError[0]);
}

/** Indices of the radii that stay countable when any one group is left out, from the largest radius down. */
function populated({ cells }: GroupTally, radii: readonly number[]): number[] {
  const enough = Math.min(2, cells.length);
  return radii
    .map((_, r) => r)
    .filter((r) => radii[r] > 0 && cells.filter((c) => c[r] > 0).length >= Math.max(1, enough))
    .sort((a, b) => radii[b] - radii[a]);
}

function slope(weights: Float64Array, counts: number[]): number {
  return counts.reduce((sum, n, r) => (r === 0 ? 0 : sum + weights[r - 1] * Math.log(n / counts[r - 1])), 0);
}

/**
 * Weights w with slope = Σ_r w_r log(n_r/n_{r−1}), for radii from the largest down and their counts. Nested counts make
 * log n a random walk in r: successive differences are independent with variance 1/n_r − 1/n_{r−1}, and the intercept
 * drops out.
 */
export function slopeWeights(radii: readonly number[], counts: readonly number[]): Float64Array {
  const terms = curvatureTerms(radii.length);
  const basis = radii.map((e) => [Math.log(e), ...terms.map((power) => (e / radii[0]) ** power)]);
  const rows = basis.slice(1).map((row, i) => row.map((x, j) => x - basis[i][j]));
  const variances = rows.map((_, i) => differenceVariance(counts[i], counts[i + 1]));
  return leastSquares(rows, variances)[0];
}

function curvatureTerms(radii: number): number[] {
  return radii >= 4 ? [2, 4] : radii === 3 ? [2] : [];
}

/** Variance of log(n/m) for n of m counts; adding half a count to either side keeps it above zero when n = m. */
function differenceVariance(m: number, n: number): number {
  const p = (n + 0.5) / (m + 1);
  return (1 - p) / (p * (m + 1));
}
