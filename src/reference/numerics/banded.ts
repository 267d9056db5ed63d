import { dot, orthogonalise, symmetricEigen } from './linear';

/** A symmetric matrix by its lower band: `rows[i][k]` is A[i][i − k], k = 0 … band. */
export interface Banded {
  rows: Float64Array[];
  band: number;
}

/** L with A = L Lᵀ in the same storage; A must be positive definite. */
export function bandedCholesky({ rows, band }: Banded): Banded {
  const l = rows.map((row) => row.slice());
  for (let i = 0; i < l.length; i++) {
    const row = l[i];
    for (let k = Math.min(i, band); k > 0; k--) {
      const other = l[i - k];
      let rest = row[k];
      for (let m = Math.min(i, band); m > k; m--) rest -= row[m] * other[m - k];
      row[k] = rest / other[0];
    }
    let rest = row[0];
    for (let k = 1; k <= Math.min(i, band); k++) rest -= row[k] ** 2;
    row[0] = Math.sqrt(rest);
  }
  return { rows: l, band };
}

/** Solves L Lᵀ x = b in place. */
export function bandedSolve({ rows, band }: Banded, x: Float64Array): void {
  for (let i = 0; i < rows.length; i++) {
    for (let k = Math.min(i, band); k > 0; k--) x[i] -= rows[i][k] * x[i - k];
    x[i] /= rows[i][0];
  }
  for (let i = rows.length - 1; i >= 0; i--) {
    x[i] /= rows[i][0];
    for (let k = Math.min(i, band); k > 0; k--) x[i - k] -= rows[i][k] * x[i];
  }
}

/** A x. */
export function bandedTimes({ rows, band }: Banded, x: Float64Array): Float64Array {
  const y = x.map((v, i) => rows[i][0] * v);
  for (let i = 0; i < rows.length; i++) {
    for (let k = Math.min(i, band); k > 0; k--) {
      y[i] += rows[i][k] * x[i - k];
      y[i - k] += rows[i][k] * x[i];
    }
  }
  return y;
}

const blockSize = 3;

/**
 * The `count` smallest eigenvalues of a positive semidefinite banded matrix, with multiplicities up to three: Rayleigh–Ritz
 * values on the block Krylov space of the inverse of A + σ, σ tiny, until they stand still to 10 digits.
 */
export function smallestEigenvalues(a: Banded, count: number): number[] {
  const largest = a.rows.reduce((m, row) => Math.max(m, row[0]), 0);
  const shifted = { band: a.band, rows: a.rows.map((row) => row.slice()) };
  for (const row of shifted.rows) row[0] += 1e-11 * largest;
  const inverse = bandedCholesky(shifted);
  const n = a.rows.length;
  const basis: Float64Array[] = [];
  let block = Array.from({ length: blockSize }, (_, v) =>
    Float64Array.from({ length: n }, (_, i) => startingValue(i, v)),
  );
  let values: number[] = [];
  const matrix: number[][] = [];
  while (basis.length + blockSize <= Math.min(n, 120)) {
    block = block.map((x) => x.slice());
    for (const x of block) {
      bandedSolve(inverse, x);
      append(a, basis, matrix, x);
    }
    const before = values;
    values = symmetricEigen(matrix).values.slice(0, count);
    const still = values.every((v, i) => Math.abs(v - before[i]) <= 1e-10 * values[count - 1]);
    if (values.length === count && still) break;
  }
  return values;
}

/** Values without any symmetry that an eigenvector could be orthogonal to. */
function startingValue(i: number, v: number): number {
  const x = Math.sin(12.9898 * (i + 1) + 78.233 * (v + 1)) * 43758.5453;
  return x - Math.floor(x) - 0.5;
}

/** Makes x orthonormal to the basis, adds it, and adds its row and column to the matrix of A in that basis. */
function append(a: Banded, basis: Float64Array[], matrix: number[][], x: Float64Array): void {
  orthogonalise(basis, x);
  basis.push(x);
  const image = bandedTimes(a, x);
  const row = basis.map((b) => dot(b, image));
  matrix.forEach((r, i) => {
    r.push(row[i]);
  });
  matrix.push(row);
}
