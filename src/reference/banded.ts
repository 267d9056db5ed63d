import { symmetricEigen } from './linear';

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

function times({ rows, band }: Banded, x: Float64Array): Float64Array {
  const y = x.map((v, i) => rows[i][0] * v);
  for (let i = 0; i < rows.length; i++) {
    for (let k = Math.min(i, band); k > 0; k--) {
      y[i] += rows[i][k] * x[i - k];
      y[i - k] += rows[i][k] * x[i];
    }
  }
  return y;
}

/**
 * The `count` smallest eigenvalues of a positive semidefinite banded matrix: subspace iteration with the inverse of A + σ,
 * σ tiny, and Rayleigh–Ritz values, until they stand still to 10 digits.
 */
export function smallestEigenvalues(a: Banded, count: number): number[] {
  const largest = a.rows.reduce((m, row) => Math.max(m, row[0]), 0);
  const shifted = { band: a.band, rows: a.rows.map((row) => row.slice()) };
  for (const row of shifted.rows) row[0] += 1e-11 * largest;
  const inverse = bandedCholesky(shifted);
  const n = a.rows.length;
  let basis: Float64Array[] = Array.from({ length: Math.min(n, count + 4) }, (_, v) =>
    Float64Array.from({ length: n }, (_, i) => Math.sin(1 + (v + 1) * i * 0.618 + v * v)),
  );
  let values: number[] = [];
  for (let step = 0; step < 60; step++) {
    for (const x of basis) bandedSolve(inverse, x);
    orthonormalise(basis);
    const ritz = rayleighRitz(a, basis);
    const moved = ritz.values
      .slice(0, count)
      .some((v, i) => !(Math.abs(v - values[i]) <= 1e-10 * ritz.values[count - 1]));
    ({ values, basis } = ritz);
    if (!moved) break;
  }
  return values.slice(0, count);
}

function rayleighRitz(a: Banded, basis: Float64Array[]): { values: number[]; basis: Float64Array[] } {
  const images = basis.map((x) => times(a, x));
  const { values, vectors } = symmetricEigen(basis.map((x) => images.map((y) => dot(x, y))));
  return { values, basis: vectors.map((v) => combine(basis, v)) };
}

function combine(basis: Float64Array[], weights: number[]): Float64Array {
  return basis[0].map((_, i) => basis.reduce((s, x, k) => s + weights[k] * x[i], 0));
}

function orthonormalise(basis: Float64Array[]): void {
  basis.forEach((x, j) => {
    // Twice is enough (Kahan; Parlett 1998, §6.9).
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) {
        const along = dot(basis[k], x);
        for (let i = 0; i < x.length; i++) x[i] -= along * basis[k][i];
      }
    }
    const length = Math.sqrt(dot(x, x));
    for (let i = 0; i < x.length; i++) x[i] /= length;
  });
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}
