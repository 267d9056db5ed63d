import type { GroupTally } from '../model/tally';
import { occupied, pool } from './jackknife';
import { normals } from './normals';

/** How frequencies scatter: one scaled deviation per group, so that Σ_g e_g e_gᵀ estimates their covariance matrix. */
export interface Scatter {
  /** Frequencies p̂ of the pooled cells, summing to one. */
  frequencies: Float64Array;
  /** `deviations[group][cell]`, empty when fewer than two groups have counts. */
  deviations: Float64Array[];
  /** Counts N_g behind each deviation. */
  sizes: readonly number[];
  /** Expected ratio of an estimated standard deviation to the true one (c₄ of the number of groups less one). */
  shrinkage: number;
}

/**
 * Scatter of the frequencies c/Σc between independent groups of unequal size.
 *
 * Group g with N_g of the N counts deviates by d_g = (c_g − p̂ N_g)/N, of variance proportional to N_g; scaled by
 * √(N / (N_g (G − 1))) the squares add up to an unbiased estimate of the variance of p̂.
 */
export function scatter(groups: GroupTally): Scatter {
  const counts = groups.cells.map((cells) => cells.reduce((a, b) => a + b, 0));
  const kept = occupied({ particles: counts, cells: groups.cells });
  const { cells, particles: total } = pool(kept);
  const frequencies = cells.map((c) => c / total);
  const freedom = kept.cells.length - 1;
  const deviations = kept.cells.map((group, g) => {
    const scale = Math.sqrt(total / (kept.particles[g] * freedom)) / total;
    return group.map((c, i) => (c - frequencies[i] * kept.particles[g]) * scale);
  });
  return { frequencies, deviations: freedom > 0 ? deviations : [], sizes: kept.particles, shrinkage: c4(freedom) };
}

/** E χ_ν/√ν, by which the root of an unbiased variance with ν degrees of freedom is too small on average. */
export function c4(freedom: number): number {
  if (freedom < 1) return Number.NaN;
  // E χ_ν obeys E χ_ν · E χ_{ν+1} = ν, from E χ_1 = √(2/π).
  let mean = Math.sqrt(2 / Math.PI);
  for (let nu = 1; nu < freedom; nu++) mean = nu / mean;
  return mean / Math.sqrt(freedom);
}

/** Variance of every component of the deviations, Σ_g e_g². */
export function variances(deviations: Float64Array[]): Float64Array {
  const result = new Float64Array(deviations[0]?.length ?? 0);
  for (const e of deviations) for (let i = 0; i < result.length; i++) result[i] += e[i] ** 2;
  return result;
}

/** Expected total variation of an unbiased sampler, ½ Σ √(2V/π), from the measured `scatter`. */
export function totalVariationFloor(variance: Float64Array, shrinkage: number): number {
  return variance.reduce((sum, v) => sum + Math.sqrt(v), 0) / (Math.sqrt(2 * Math.PI) * shrinkage);
}

/** Expected Σ (p̂ − p)²/p of an unbiased sampler, Σ V/p; twice the expected Kullback–Leibler divergence to this order. */
export function chiSquareFloor(variance: Float64Array, masses: ArrayLike<number>): number {
  return variance.reduce((sum, v, i) => sum + (v === 0 ? 0 : v / masses[i]), 0);
}

/** Expected W₁ of an unbiased sampler, Σ w √(2V/π) with V the variance of F̂ at the edges and w their weights. */
export function wassersteinFloor(variance: Float64Array, weights: ArrayLike<number>, shrinkage: number): number {
  return (variance.reduce((sum, v, i) => sum + weights[i] * Math.sqrt(v), 0) * Math.sqrt(2 / Math.PI)) / shrinkage;
}

/** Draws of the multiplier bootstrap: its own error is then a few per cent of a standard error. */
export const draws = 400;

/**
 * Multiplier bootstrap: `draws` vectors Σ_g z_g e_g with random z, each a scatter that the frequencies could have shown.
 * The numbers are the same at every call; `visit` must not keep the array it is given. Nothing without deviations.
 *
 * Of a standard normal z only the direction is used, within the G − 1 dimensions that the deviations span, at the length
 * √(G − 1): averaged over Gaussian groups the draws then have exactly the law of the noise. With its length left free,
 * few groups would widen the spread of the quadratic distances (by 1 + cells/groups in variance).
 *
 * Source: Chernozhukov, Chetverikov & Kato, Annals of Statistics 41 (2013) 2786–2819, eq. 7, for the multipliers.
 */
export function bootstrap({ deviations, sizes }: Scatter, visit: (delta: Float64Array) => void): void {
  const groups = deviations.length;
  const z = normals(draws * groups);
  const delta = new Float64Array(deviations[0]?.length ?? 0);
  for (let draw = 0; groups > 0 && draw < draws; draw++) {
    const weights = direction(z.subarray(draw * groups, (draw + 1) * groups), sizes);
    delta.fill(0);
    deviations.forEach((e, g) => {
      for (let i = 0; i < delta.length; i++) delta[i] += weights[g] * e[i];
    });
    visit(delta);
  }
}

/** z without its part along √N_g, which Σ_g √N_g e_g = 0 makes void, at the length √(G − 1). */
function direction(z: Float64Array, sizes: readonly number[]): Float64Array {
  const total = sizes.reduce((a, b) => a + b, 0);
  const along = z.reduce((sum, x, g) => sum + x * Math.sqrt(sizes[g] / total), 0);
  const across = z.map((x, g) => x - along * Math.sqrt(sizes[g] / total));
  const scale = Math.sqrt((z.length - 1) / across.reduce((sum, x) => sum + x * x, 0));
  return across.map((x) => x * scale);
}
