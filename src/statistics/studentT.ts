import { normalQuantile } from './normalQuantile';

/** Beyond so many degrees of freedom the normal quantile is within 1e-3 of Student's, at tails down to 1e-8. */
const manyFreedom = 1e5;

/**
 * P(|t| > x) of Student's t with ν degrees of freedom, a whole number; absolute error about 1e-15.
 *
 * Source: Abramowitz & Stegun, Handbook of Mathematical Functions, eq. 26.7.3 and 26.7.4.
 */
export function studentTails(x: number, freedom: number): number {
  const angle = Math.atan(Math.abs(x) / Math.sqrt(freedom));
  const square = Math.cos(angle) ** 2;
  const odd = freedom % 2 === 1;
  // ν odd: 1 + (2/3)cos² + …; even: 1 + (1/2)cos² + …
  let [term, sum] = [1, 1];
  for (let k = odd ? 3 : 2; k < freedom; k += 2) {
    term *= (square * (k - 1)) / k;
    sum += term;
  }
  if (!odd) return 1 - Math.sin(angle) * sum;
  const series = freedom === 1 ? 0 : Math.sin(angle) * Math.cos(angle) * sum;
  return 1 - (2 / Math.PI) * (angle + series);
}

/**
 * x with P(|t| > x) = `tails` for Student's t: the limit of a two-sided test of that false-alarm rate.
 *
 * @param tails between 1e-10 and 1
 * @param freedom whole degrees of freedom; Infinity for the normal law
 */
export function studentLimit(tails: number, freedom: number): number {
  if (freedom > manyFreedom) return -normalQuantile(tails / 2);
  let [low, high] = [0, 1];
  while (studentTails(high, freedom) > tails) [low, high] = [high, 2 * high];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (studentTails(middle, freedom) > tails) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
