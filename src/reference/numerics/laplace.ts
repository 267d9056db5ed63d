/** A complex number. */
export type Complex = readonly [re: number, im: number];

/** Half the number of terms; the error is about 10^(−0.6 terms), and rounding is multiplied by 10^(terms/3). */
const terms = 15;
const weights = eulerWeights();

/**
 * f(t) at t > 0 from its Laplace transform F(s) = ∫₀^∞ e^{−st} f dt by the Fourier series with Euler summation: nine digits of a
 * smooth function. Everything is to the right of the singularities, where a generator's resolvent is bounded by 1/Re s; on
 * contours that bend to the left it grows with the drift, beyond all digits.
 *
 * @param transform real part of F at a complex number
 *
 * Source: Abate & Whitt, INFORMS Journal on Computing 18 (2006) 408, §5.
 */
export function inverseLaplace(transform: (s: Complex) => number, t: number): number {
  const real = (terms * Math.LN10) / 3;
  let sum = 0;
  weights.forEach((w, k) => {
    sum += w * transform([real / t, (Math.PI * k) / t]);
  });
  return (10 ** (terms / 3) / t) * sum;
}

/** ½, −1, 1, … with the last `terms` damped by sums of binomial coefficients over 2^terms. */
function eulerWeights(): number[] {
  const sizes = Array.from({ length: 2 * terms + 1 }, (_, k): number => (k === 0 ? 0.5 : 1));
  let [binomial, tail] = [1, 0];
  for (let k = 0; k < terms; k++) {
    tail += binomial / 2 ** terms;
    sizes[2 * terms - k] = tail;
    binomial = (binomial * (terms - k)) / (k + 1);
  }
  return sizes.map((x, k) => (k % 2 === 0 ? x : -x));
}

/**
 * Solves rows below[i] x[i−1] + (diagonal[i] + s) x[i] + above[i] x[i+1] = 1 by elimination without pivots, which is stable for the
 * diagonally dominant rows of a generator.
 *
 * @returns the real part
 */
export function solveShifted(
  { below, diagonal, above }: { below: Float64Array; diagonal: Float64Array; above: Float64Array },
  [re, im]: Complex,
): Float64Array {
  const n = diagonal.length;
  const [ur, ui, xr, xi] = [0, 1, 2, 3].map(() => new Float64Array(n));
  let [pr, pi, yr, yi] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    // The pivot is diagonal + s − below·u, u the part of the row above that is left.
    const dr = diagonal[i] + re - below[i] * pr;
    const di = im - below[i] * pi;
    const size = dr * dr + di * di;
    const [gr, gi] = [dr / size, -di / size];
    [pr, pi] = [above[i] * gr, above[i] * gi];
    const [br, bi] = [1 - below[i] * yr, -below[i] * yi];
    [yr, yi] = [br * gr - bi * gi, br * gi + bi * gr];
    ur[i] = pr;
    ui[i] = pi;
    xr[i] = yr;
    xi[i] = yi;
  }
  for (let i = n - 2; i >= 0; i--) {
    const [ar, ai] = [xr[i + 1], xi[i + 1]];
    xr[i] -= ur[i] * ar - ui[i] * ai;
    xi[i] -= ur[i] * ai + ui[i] * ar;
  }
  return xr;
}
