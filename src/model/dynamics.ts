import type { Node } from '../expression';

/**
 * Exact answers about the time of overdamped Langevin dynamics `dX = −∇U dt + √(2T) dW` (continuous time, no step), from its
 * generator. Each is exact to the error of its quadrature or extrapolated grid, or null where it cannot be had. Times are in units of
 * the dynamics, t ≥ 0.
 */
export interface Dynamics {
  /** The `count` smallest non-zero rates of relaxation, ascending, with their multiplicities. */
  rates(count: number): readonly number[] | null;
  /** Stationary autocorrelation ρ(t) of f at every time: 1 at t = 0. */
  correlation(f: Node, times: readonly number[]): number[] | null;
  /** τ = ∫₀^∞ ρ dt. */
  integratedTime(f: Node): number | null;
  /** Variance of the mean of f over `count` records, `spacing` apart, of one stationary path. */
  timeMeanVariance(f: Node, spacing: number, count: number): number | null;
  /** E f(X_t) from the start's law, at every time. */
  means(f: Node, times: readonly number[]): number[] | null;
  /** Masses of {below, edge_i ≤ f < edge_{i+1}, …, above} under the law of X_t from the start, `[time][cell]`. */
  masses(f: Node, edges: readonly number[], times: readonly number[]): Float64Array[] | null;
  /** First entry into {region ≥ 0} from the start's law. */
  passage(region: Node): Passage | null;
  /** What first entry into {region ≥ 0} from a point tends to at small temperature. Not exact. */
  asymptote(region: Node): Asymptote | null;
}

/** Eyring and Kramers' answer to a passage over one saddle. */
export interface Asymptote {
  /** Its mean time. */
  mean: number;
  /** ΔU/T: 5 % off at about 8. */
  barrier: number;
}

/** The law of a first-passage time τ; a start within the region has τ = 0. */
export interface Passage {
  /** E τ. */
  mean: number;
  /** Smallest rate at which particles outside arrive in the long run: P(τ > t) falls as exp(−hazard·t). */
  hazard: number | null;
  /** P(τ > t). */
  survival(times: readonly number[]): number[] | null;
}
