/**
 * Spectral measure of a function f under a reversible generator: `weights[k]` of its variance decays at `rates[k]` > 0, so that
 * the stationary covariance of f(X_0) and f(X_t) is Σ w e^{−λt}.
 */
export interface Measure {
  rates: ArrayLike<number>;
  weights: ArrayLike<number>;
}

function sumOver({ rates, weights }: Measure, of: (rate: number) => number): number {
  let sum = 0;
  for (let k = 0; k < rates.length; k++) sum += weights[k] * of(rates[k]);
  return sum;
}

/** Stationary covariances of f(X_0) and f(X_t); the variance at t = 0. */
export function covariances(measure: Measure, times: readonly number[]): number[] {
  return times.map((t) => sumOver(measure, (rate) => Math.exp(-rate * t)));
}

/** ∫₀^∞ of the covariance. */
export function timeIntegral(measure: Measure): number {
  return sumOver(measure, (rate) => 1 / rate);
}

/** Variance of the mean of `count` records of f, `spacing` apart, of one stationary path. */
export function meanVariance(measure: Measure, spacing: number, count: number): number {
  return sumOver(measure, (rate) => recordVariance(rate * spacing, count));
}

/**
 * n⁻² Σᵢⱼ e^{−a|i−j|} over n records. Two halves of 2n records make S₂ₙ = 2Sₙ + 2 r Gₙ², one more record makes
 * Sₙ + 1 + 2 r Gₙ, with r = e^{−a} and Gₙ = Σ_{i<n} rⁱ: no cancellation, however small a is.
 */
export function recordVariance(a: number, n: number): number {
  const geometric = (m: number) => (a === 0 ? m : Math.expm1(-a * m) / Math.expm1(-a));
  const r = Math.exp(-a);
  let sum = 0;
  let m = 0;
  for (let bit = 2 ** Math.floor(Math.log2(n)); bit >= 1; bit /= 2) {
    sum = 2 * sum + 2 * r * geometric(m) ** 2;
    m *= 2;
    if (Math.floor(n / bit) % 2 === 1) {
      sum += 1 + 2 * r * geometric(m);
      m += 1;
    }
  }
  return sum / n ** 2;
}
