/** Gauss–Lobatto–Legendre rule of degree p on [−1, 1]: p + 1 nodes with both ends, exact for polynomials of degree 2p − 1. */
export interface Lobatto {
  nodes: Float64Array;
  weights: Float64Array;
  /** `slopes[q][i]`: derivative of the Lagrange polynomial i at node q. */
  slopes: Float64Array[];
  /** `barycentric[i]`: ∏_{j≠i} 1/(node i − node j). */
  barycentric: Float64Array;
}

/** Canuto, Hussaini, Quarteroni & Zang, Spectral Methods (2006), eqs. 2.3.12 and 2.3.28. */
export function lobatto(p: number): Lobatto {
  const nodes = Float64Array.from({ length: p + 1 }, (_, i) => node(p, i));
  const height = nodes.map((x) => legendre(p, x)[0]);
  const weights = height.map((l) => 2 / (p * (p + 1) * l * l));
  const slopes = Array.from(nodes, (x, q) => nodes.map((y, i) => (i === q ? 0 : height[q] / (height[i] * (x - y)))));
  // Constants have slope 0, exactly.
  slopes.forEach((row, q) => {
    row[q] = -row.reduce((a, b) => a + b, 0);
  });
  const barycentric = nodes.map((x, i) => nodes.reduce((w, y, j) => (j === i ? w : w / (x - y)), 1));
  return { nodes, weights, slopes, barycentric };
}

/** Root number i of (1 − x²) P_p′ by Newton's method. */
function node(p: number, i: number): number {
  let x = -Math.cos((Math.PI * i) / p);
  if (i === 0 || i === p) return Math.sign(x);
  for (let step = 0; step < 50; step++) {
    const [value, before] = legendre(p, x);
    x -= (x * value - before) / ((p + 1) * value);
  }
  return x;
}

/** P_p and P_{p−1}. */
function legendre(p: number, x: number): [number, number] {
  let [before, value] = [1, x];
  for (let k = 2; k <= p; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return [value, before];
}

/** Values of all Lagrange polynomials of the rule at s. */
export function lagrange({ nodes, barycentric }: Lobatto, s: number): Float64Array {
  const hit = nodes.indexOf(s);
  if (hit >= 0) return nodes.map((_, i) => (i === hit ? 1 : 0));
  const terms = nodes.map((x, i) => barycentric[i] / (s - x));
  const sum = terms.reduce((a, b) => a + b, 0);
  return terms.map((t) => t / sum);
}
