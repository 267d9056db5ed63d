/**
 * Probability that Σ λ_i (Z_i + δ_i)² < q for independent standard normal Z: the mass of a ball under any Gaussian.
 *
 * With β = min λ it is a mixture Σ_j a_j F_{k+2j}(q/β) of χ² distribution functions with weights a_j ≥ 0 that add up to
 * one, so that nothing cancels and small balls keep their digits. Null when the weights fall too slowly.
 *
 * Source: Ruben, Annals of Mathematical Statistics 33 (1962) 542–570, eq. 1.1–1.5.
 */
export function quadraticFormBelow(lambda: readonly number[], delta: readonly number[], q: number): number | null {
  const k = lambda.length;
  const beta = Math.min(...lambda);
  const gamma = lambda.map((l) => 1 - beta / l);
  const tail = chiSquareSequence(k, q / beta);
  const a = [Math.exp(lambda.reduce((s, l, i) => s + (Math.log(beta / l) - delta[i] ** 2) / 2, 0))];
  const g: number[] = [0];
  let [sum, weight] = [a[0] * tail(0), a[0]];
  for (let j = 1; j < 4000; j++) {
    g[j] = gamma.reduce((s, c, i) => s + c ** j + j * delta[i] ** 2 * (1 - c) * c ** (j - 1), 0) / 2;
    let next = 0;
    for (let r = 0; r < j; r++) next += g[j - r] * a[r];
    a[j] = next / j;
    const share = tail(j);
    sum += a[j] * share;
    weight += a[j];
    if ((1 - weight) * share <= 1e-14 * sum) return sum;
  }
  return null;
}

/** j ↦ F_{k+2j}(x), for j = 0, 1, 2, … in turn: F_{m+2} = F_m − (x/2)^{m/2} e^{−x/2}/Γ(m/2 + 1), summed from the far end. */
function chiSquareSequence(k: number, x: number): (j: number) => number {
  return (j) => regularisedGamma(k / 2 + j, x / 2);
}

/** Lower regularised incomplete gamma function P(a, x) = x^a e^{−x} Σ x^n/Γ(a + n + 1): all terms are positive. */
export function regularisedGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  let term = Math.exp(a * Math.log(x) - x - logGamma(a + 1));
  let sum = term;
  for (let n = 1; term > 1e-17 * sum || n < x - a; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return Math.min(1, sum);
}

/** ln Γ(x) for x > 0: Stirling's series after shifting the argument above 12. */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 12; y++) shift += Math.log(y);
  const z = 1 / (y * y);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / y;
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - shift;
}
