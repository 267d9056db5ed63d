/** Nodes and weights of a quadrature rule on [0, 1]. */
export interface Rule {
  nodes: Float64Array;
  weights: Float64Array;
}

/** Gauss–Legendre rule of `n` points on [0, 1], exact for polynomials of degree 2n − 1. Roots of P_n by Newton's method. */
export function gaussLegendre(n: number): Rule {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    for (let step = 0; step < 8; step++) x -= legendre(n, x).value / legendre(n, x).slope;
    nodes[i] = (1 + x) / 2;
    weights[i] = 1 / ((1 - x * x) * legendre(n, x).slope ** 2);
  }
  return { nodes, weights };
}

/** P_n and its derivative by the three-term recurrence. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (n * (x * value - before)) / (x * x - 1) };
}
