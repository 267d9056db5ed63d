import type { Node } from '../../expression';

/**
 * Exact answers about an independent part of overdamped Langevin dynamics, for functions of its coordinates. Covariances and means
 * of sums over several parts add. Null where an answer cannot be had; times are at least 0, in any order.
 */
export interface ComponentDynamics {
  readonly coordinates: readonly number[];
  /** The `count` smallest non-zero rates, ascending. */
  rates(count: number): number[] | null;
  /** Stationary covariances of f(X_0) and f(X_t). */
  covariances(f: Node, times: readonly number[]): number[] | null;
  /** ∫₀^∞ of the covariance. */
  timeIntegral(f: Node): number | null;
  /** Variance of the mean of `count` records, `spacing` apart. */
  meanVariance(f: Node, spacing: number, count: number): number | null;
  /** E f(X_t) from the start. */
  means(f: Node, times: readonly number[]): number[] | null;
  /** Masses of {f < edges[0]}, …, {edges[last] ≤ f} from the start, `[time][cell]`. */
  masses(f: Node, edges: readonly number[], times: readonly number[]): Float64Array[] | null;
}

/**
 * The fine one of two results, when the coarse one differs from it by no more than `tolerance` anywhere: the fine one, of twice
 * the order or so, is then much closer.
 */
export function agreed<T extends ArrayLike<number>>(fine: T, coarse: ArrayLike<number>, tolerance: number): T | null {
  for (let i = 0; i < fine.length; i++) if (!(Math.abs(fine[i] - coarse[i]) <= tolerance)) return null;
  return fine;
}
