import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Measure } from '../dynamics/measure';
import { type Banded, bandedCholesky, bandedSolve, bandedTimes } from './banded';
import { dot, normalise, orthogonalise } from './linear';

/** Cholesky factors of A + σ for several shifts σ. */
export type Poles = Banded[];

/** Factors for shifts that are fractions of the largest diagonal element. */
export function poles(a: Banded, fractions: readonly number[]): Poles {
  const largest = a.rows.reduce((m, row) => Math.max(m, row[0]), 0);
  return fractions.map((fraction) => {
    const rows = a.rows.map((row) => row.slice());
    for (const row of rows) row[0] += fraction * largest;
    return bandedCholesky({ band: a.band, rows });
  });
}

/** A symmetric matrix on a space that holds a vector: its Ritz values and vectors there. */
export interface Reduced {
  /** Unit length, null vector of the matrix. */
  ground: Float64Array;
  /** The vector's part along the ground, and the length of the rest. */
  along: number;
  length: number;
  /** Orthonormal; the rest of the vector points along the first. */
  basis: Float64Array[];
  rates: number[];
  /** `vectors[j][k]`: part of Ritz vector k along basis vector j. */
  vectors: number[][];
}

/**
 * Rational Krylov space of the vector f, less its part along `ground`, under a positive semidefinite matrix, with the given poles in
 * turn. Functions from e^{−λt}, t ≥ 0, to 1/λ are exact on it up to an error that falls exponentially with `size`.
 *
 * Source: Güttel, GAMM-Mitteilungen 36 (2013) 8.
 *
 * @param ground null vector of a, of any length
 */
export function reduce(a: Banded, inverses: Poles, ground: Float64Array, f: Float64Array, size: number): Reduced {
  const unit = ground.slice();
  normalise(unit);
  const along = dot(unit, f);
  const all = [unit];
  let x = f.slice();
  const length = orthogonalise(all, x);
  const matrix: number[][] = [];
  while (length > 0 && all.length <= Math.min(size, f.length - 1)) {
    all.push(x);
    extend(matrix, all, bandedTimes(a, x));
    x = x.slice();
    bandedSolve(inverses[(all.length - 2) % inverses.length], x);
    const before = Math.sqrt(dot(x, x));
    // What rounding leaves of a vector that lies within the space is no direction.
    if (orthogonalise(all, x) <= 1e-10 * before) break;
  }
  return { ground: unit, along, length, basis: all.slice(1), ...eigen(matrix) };
}

function extend(matrix: number[][], all: readonly Float64Array[], image: Float64Array): void {
  const row = all.slice(1).map((b) => dot(b, image));
  matrix.forEach((r, i) => {
    r.push(row[i]);
  });
  matrix.push(row);
}

function eigen(matrix: number[][]): { rates: number[]; vectors: number[][] } {
  if (matrix.length === 0) return { rates: [], vectors: [] };
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(matrix), {
    assumeSymmetric: true,
  });
  return { rates: realEigenvalues, vectors: eigenvectorMatrix.to2DArray() };
}

/** Spectral measure of the vector less its part along the ground. */
export function spectralMeasure({ rates, vectors, length }: Reduced): Measure {
  return { rates, weights: rates.map((_, k) => (length * vectors[0][k]) ** 2) };
}

/** e^{−At} times the vector. */
export function propagated({ ground, along, length, basis, rates, vectors }: Reduced, t: number): Float64Array {
  const decayed = rates.map((rate, k) => length * vectors[0][k] * Math.exp(-rate * t));
  const result = ground.map((g) => along * g);
  basis.forEach((b, j) => {
    const part = decayed.reduce((sum, d, k) => sum + d * vectors[j][k], 0);
    for (let i = 0; i < b.length; i++) result[i] += part * b[i];
  });
  return result;
}
