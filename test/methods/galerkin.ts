import type { Chain } from './chain';
import { asRandom, gaussHermite, hermite, outcomes, repeated } from './outcomes';

/** Where the stationary law of a chain lies, one entry per memory variable. */
export interface Frame {
  centre: number[];
  width: number[];
}

/** Nodes of a variable beyond its degree, for what slopes add to the degree of a product. */
const spare = 8;

/**
 * Stationary expectations of functions of position and momentum under a method's own chain on the line, without random
 * numbers.
 *
 * The backward operator (Kφ)(z) = E φ(step(z)) is projected onto Hermite polynomials of the memory variables, up to a total
 * degree, by Gauss–Hermite quadrature; the stationary law is its left eigenvector to the eigenvalue 1. Where density over
 * the frame's Gaussian and slopes are entire functions this converges faster than any power of the degree.
 */
export function stationaryMeans(
  chain: Chain,
  frame: Frame,
  degree: number,
  functions: readonly ((x: number, p: number) => number)[],
): number[] {
  const grid = gridOf(frame, degree);
  const { moved, weights } = oneStep(chain, grid.columns, degree);
  const basis = exponents(frame.centre.length, degree);
  const images = expectedBasis(chain, frame, basis, degree, moved, weights);
  const law = stationaryFunctional(grid.basisAt(basis), grid.weights, images);
  const position = moved.variables[chain.method.observed][0];
  const momentum = moved.variables[chain.method.momentum ?? chain.method.observed][0];
  return functions.map((f) => {
    let total = 0;
    for (let k = 0; k < position.length; k++) {
      total += law[Math.floor(k / weights.length)] * weights[k % weights.length] * f(position[k], momentum[k]);
    }
    return total;
  });
}

/** Degrees of the basis, one per variable; the constant comes first. */
function exponents(variables: number, degree: number): number[][] {
  const each = Array.from({ length: degree + 1 }, (_, i) => i);
  if (variables === 1) return each.map((i) => [i]);
  return each.flatMap((i) => each.slice(0, degree + 1 - i).map((j) => [i, j]));
}

function gridOf({ centre, width }: Frame, degree: number) {
  const rule = gaussHermite(degree + spare);
  const n = rule.nodes.length;
  const points = n ** centre.length;
  const place = (k: number, v: number) => Math.floor(k / n ** v) % n;
  const values = rule.nodes.map((x) => hermite(degree + 1, x));
  return {
    columns: centre.map((c, v) =>
      Float64Array.from({ length: points }, (_, k) => c + width[v] * rule.nodes[place(k, v)]),
    ),
    weights: Float64Array.from({ length: points }, (_, k) =>
      centre.reduce((product, _, v) => product * rule.weights[place(k, v)], 1),
    ),
    basisAt: (basis: number[][]) =>
      Array.from({ length: points }, (_, k) =>
        Float64Array.from(basis, (powers) => powers.reduce((product, i, v) => product * values[place(k, v)][i], 1)),
      ),
  };
}

function oneStep(chain: Chain, columns: Float64Array[], degree: number) {
  const all = outcomes(chain, gaussHermite(degree / 2 + 3));
  const state = chain.state(Object.fromEntries(chain.memory.map((v, i) => [v, [repeated(columns[i], all.length)]])));
  chain.step(state, asRandom(all, columns[0].length));
  return { moved: state, weights: Float64Array.from(all, ({ weight }) => weight) };
}

/** (Kφ)(z) of every basis function at every grid point z. */
function expectedBasis(
  chain: Chain,
  { centre, width }: Frame,
  basis: readonly number[][],
  degree: number,
  moved: ReturnType<typeof oneStep>['moved'],
  weights: Float64Array,
): Float64Array[] {
  const columns = chain.memory.map((v) => moved.variables[v][0]);
  const [first, second] = [basis.map((p) => p[0]), basis.map((p) => p[1] ?? 0)];
  const constant = hermite(1, 0);
  return Array.from({ length: columns[0].length / weights.length }, (_, point) => {
    const sums = new Float64Array(basis.length);
    for (let w = 0; w < weights.length; w++) {
      const k = point * weights.length + w;
      const a = hermite(degree + 1, (columns[0][k] - centre[0]) / width[0]);
      const b = columns.length > 1 ? hermite(degree + 1, (columns[1][k] - centre[1]) / width[1]) : constant;
      for (let m = 0; m < sums.length; m++) sums[m] += weights[w] * a[first[m]] * b[second[m]];
    }
    return sums;
  });
}

/** Weights of the grid points in the stationary law. */
function stationaryFunctional(basis: Float64Array[], weights: Float64Array, images: Float64Array[]): Float64Array {
  const size = basis[0].length;
  // c_n = Σ_m A_mn c_m with c_0 = 1 and A_mn = ⟨φ_m, Kφ_n⟩.
  const matrix = Array.from({ length: size }, (_, n) => {
    const row = new Float64Array(size + 1);
    basis.forEach((values, k) => {
      const image = weights[k] * images[k][n];
      for (let m = 0; m < size; m++) row[m] += image * values[m];
    });
    row[n] -= 1;
    return row;
  });
  matrix[0] = Float64Array.from({ length: size + 1 }, (_, m) => (m === 0 || m === size ? 1 : 0));
  const c = solve(matrix);
  return weights.map((w, k) => w * basis[k].reduce((sum, v, m) => sum + v * c[m], 0));
}

/** Gaussian elimination with row exchanges; the right side is the last column. */
export function solve(matrix: Float64Array[]): number[] {
  const n = matrix.length;
  for (let p = 0; p < n; p++) {
    const pivot = matrix.reduce(
      (best, row, i) => (i > p && Math.abs(row[p]) > Math.abs(matrix[best][p]) ? i : best),
      p,
    );
    [matrix[p], matrix[pivot]] = [matrix[pivot], matrix[p]];
    for (let i = p + 1; i < n; i++) {
      const factor = matrix[i][p] / matrix[p][p];
      if (factor !== 0) for (let j = p; j <= n; j++) matrix[i][j] -= factor * matrix[p][j];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    x[i] = matrix[i][n];
    for (let j = i + 1; j < n; j++) x[i] -= matrix[i][j] * x[j];
    x[i] /= matrix[i][i];
  }
  return x;
}
