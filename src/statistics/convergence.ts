import { normalScores } from './ranks';

/** Fewest draws of a chain whose halves have a variance. */
const fewest = 4;

/**
 * Rank-normalised split R̂ of `draws[chain][draw]`: the larger of that of the draws (location) and of their distances from
 * the median (scale). Near 1 where the chains agree; Vehtari et al. ask for less than 1.01 from four chains or more.
 *
 * Chains must be of one length; of an odd length the middle draw is left out. Null with fewer than 4 draws a chain, draws that
 * are not finite, or draws that do not vary.
 *
 * Source: Vehtari, Gelman, Simpson, Carpenter & Bürkner, Bayesian Analysis 16 (2021) 667–718, eq. 1–4, 14 and section 4.
 */
export function rankNormalizedRHat(draws: readonly Float64Array[]): number | null {
  const halves = split(draws);
  if (!halves) return null;
  const centre = median(halves);
  const folded = halves.map((half) => half.map((x) => Math.abs(x - centre)));
  const [location, scale] = [splitRHat(scored(halves)), splitRHat(scored(folded))];
  // Draws of two values have one distance from their median: then only the location speaks.
  return Number.isFinite(scale) ? finite(Math.max(location, scale)) : finite(location);
}

/**
 * Bulk effective sample size of `draws[chain][draw]`: how many independent draws would tell the mean of the normal scores
 * as well. Up to S log₁₀ S for S draws, as antithetic chains may do better than independent ones. Chains and nulls as in
 * `rankNormalizedRHat`.
 *
 * Source: Vehtari et al. 2021, eq. 10–13, with Geyer's initial monotone sequence (Statistical Science 7 (1992) 473–483, section
 * 3.3) and the term of the first pair left out.
 */
export function bulkEffectiveSize(draws: readonly Float64Array[]): number | null {
  const halves = split(draws);
  if (!halves) return null;
  const size = halves.length * halves[0].length;
  return finite(size / Math.max(integratedSteps(scored(halves)), 1 / Math.log10(size)));
}

/** Both halves of every chain, or null where there is nothing to compare. */
function split(draws: readonly Float64Array[]): Float64Array[] | null {
  const length = draws[0]?.length ?? 0;
  if (length < fewest || draws.some((chain) => chain.length !== length || !chain.every(Number.isFinite))) return null;
  const half = Math.floor(length / 2);
  const halves = draws.flatMap((chain) => [chain.slice(0, half), chain.slice(length - half)]);
  const first = halves[0][0];
  return halves.every((chain) => chain.every((x) => x === first)) ? null : halves;
}

function median(chains: readonly Float64Array[]): number {
  const sorted = concatenate(chains).sort();
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/** Normal scores among the draws of all chains. */
function scored(chains: readonly Float64Array[]): Float64Array[] {
  const scores = normalScores(concatenate(chains));
  const length = chains[0].length;
  return chains.map((_, c) => scores.subarray(c * length, (c + 1) * length));
}

function concatenate(chains: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(chains.length * chains[0].length);
  chains.forEach((chain, c) => {
    all.set(chain, c * chain.length);
  });
  return all;
}

/** √(var⁺/W) of chains of equal length. */
function splitRHat(chains: readonly Float64Array[]): number {
  const { within, pooled } = variances(chains);
  return Math.sqrt(pooled / within);
}

interface Chain {
  draws: Float64Array;
  mean: number;
}

/** W, the mean variance within chains, and var⁺ = (n − 1)/n W + the variance of the chains' means. */
function variances(chains: readonly Float64Array[]) {
  const n = chains[0].length;
  const centred = chains.map((draws): Chain => ({ draws, mean: mean(draws) }));
  const within = (autocovariance(centred, 0) * n) / (n - 1);
  const means = centred.map((chain) => chain.mean);
  const centre = mean(means);
  const between = means.length > 1 ? means.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (means.length - 1) : 0;
  return { centred, within, pooled: ((n - 1) / n) * within + between };
}

/** Mean over chains of (1/n) Σ (x_i − x̄)(x_{i+lag} − x̄). */
function autocovariance(chains: readonly Chain[], lag: number): number {
  const each = chains.map(({ draws, mean }) => {
    let sum = 0;
    for (let i = lag; i < draws.length; i++) sum += (draws[i] - mean) * (draws[i - lag] - mean);
    return sum / draws.length;
  });
  return mean(each);
}

function mean(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i];
  return sum / x.length;
}

/** τ = 1 + 2 Σ ρ_t by pairs ρ_2k + ρ_2k+1 as long as they are positive, none larger than the one before. */
function integratedSteps(chains: readonly Float64Array[]): number {
  const n = chains[0].length;
  const { centred, within, pooled } = variances(chains);
  const correlation = (lag: number) => 1 - (within - autocovariance(centred, lag)) / pooled;
  let [sum, last] = [0, Number.POSITIVE_INFINITY];
  for (let lag = 0; ; lag += 2) {
    const even = lag === 0 ? 1 : correlation(lag);
    const pair = even + correlation(lag + 1);
    if (!(pair > 0) || lag + 4 >= n) return 2 * sum - 1 + Math.max(even, 0);
    last = Math.min(last, pair);
    sum += last;
  }
}

/** Sums over the chains of one superchain: those that began at one place. */
export interface Superchain {
  chains: number;
  /** Σ of the chains' means and of their squares, from a centre common to all superchains, near the mean if digits count. */
  sumOfMeans: number;
  sumOfSquaredMeans: number;
  /** Σ of the variances within the chains, divisor draws − 1; 0 for one draw. */
  sumOfVariances: number;
}

/**
 * Nested R̂ = √(1 + B/W) for many short chains in K superchains: B the variance of the superchains' means, W the mean over
 * superchains of the variance of their chains' means plus the mean variance within chains. Of M converged chains each it is about
 * √(1 + 1/M) when a chain is one draw, less when it is longer; to be compared with √(1 + 1/M + ε).
 *
 * Null with fewer than two superchains that have chains, or without any variance within.
 *
 * Source: Margossian et al., Nested R̂, arXiv 2110.13017, section 3.
 */
export function nestedRHat(superchains: readonly Superchain[]): number | null {
  const filled = superchains.filter(({ chains }) => chains > 0);
  if (filled.length < 2) return null;
  const means = filled.map(({ chains, sumOfMeans }) => sumOfMeans / chains);
  const centre = mean(means);
  const between = means.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (means.length - 1);
  const within = mean(filled.map((s) => spreadOfMeans(s) + s.sumOfVariances / s.chains));
  return finite(Math.sqrt(1 + between / within));
}

/** Variance of the chains' means, 0 for a single chain. */
function spreadOfMeans({ chains, sumOfMeans, sumOfSquaredMeans }: Superchain): number {
  return chains > 1 ? Math.max(0, sumOfSquaredMeans - sumOfMeans ** 2 / chains) / (chains - 1) : 0;
}

/**
 * Classical R̂ = √((draws − 1)/draws + V/W) of all chains, superchains put together: V the variance of the chains' means, W the
 * mean variance within. For chains so many that none need be kept; it stays above 1 while `draws` are not many
 * relaxation times, however many chains there are.
 *
 * Null with fewer than two chains or two draws, or without any variance within.
 *
 * Source: Gelman & Rubin, Statistical Science 7 (1992) 457–472; Vehtari et al. 2021, eq. 1–4.
 */
export function chainsRHat(superchains: readonly Superchain[], draws: number): number | null {
  const total = (key: keyof Superchain) => superchains.reduce((sum, s) => sum + s[key], 0);
  const chains = total('chains');
  const sums = { chains, sumOfMeans: total('sumOfMeans'), sumOfSquaredMeans: total('sumOfSquaredMeans') };
  if (chains < 2 || draws < 2) return null;
  const within = total('sumOfVariances') / chains;
  return finite(Math.sqrt((draws - 1) / draws + spreadOfMeans({ ...sums, sumOfVariances: 0 }) / within));
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);
