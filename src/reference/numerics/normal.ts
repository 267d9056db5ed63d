/**
 * Φ(x), the standard normal distribution function, to nearly full relative precision on both tails: its Taylor series about 0
 * (Abramowitz & Stegun 26.2.11) near the centre, Laplace's continued fraction (26.2.14) beyond.
 */
export function normalBelow(x: number): number {
  if (x > 0) return 1 - normalBelow(-x);
  return x > -3 ? 0.5 + series(x) : tail(-x);
}

/** φ(x) (x + x³/3 + x⁵/15 + …). */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 3; Math.abs(term) > 1e-18 * Math.abs(sum); n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return sum * density(x);
}

/** φ(x)/(x + 1/(x + 2/(x + 3/(x + …)))) for x ≥ 3, from a depth at which it no longer changes. */
function tail(x: number): number {
  if (x > 40) return 0;
  let fraction = x;
  for (let k = Math.ceil(30 + 900 / (x * x)); k > 0; k--) fraction = x + k / fraction;
  return density(x) / fraction;
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
