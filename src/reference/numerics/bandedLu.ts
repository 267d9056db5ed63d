import type { Banded } from './banded';

/** A square matrix by its band: `entries[i·(2·band + 1) + band + j − i]` is A[i][j] for |i − j| ≤ band. */
export interface WideBand {
  entries: Float64Array;
  band: number;
}

/** D^{1/2} A D^{−1/2} of a symmetric matrix A and a positive diagonal D that is given by logarithms. */
export function scaledBand({ rows, band }: Banded, logDiagonal: Float64Array): WideBand {
  const width = 2 * band + 1;
  const entries = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    for (let k = 0; k <= Math.min(i, band); k++) {
      const ratio = Math.exp((logDiagonal[i] - logDiagonal[i - k]) / 2);
      entries[i * width + band - k] = row[k] * ratio;
      entries[(i - k) * width + band + k] = row[k] / ratio;
    }
  });
  return { entries, band };
}

/**
 * L and U, in one storage, with L U = 1 + τ A for a matrix A that a diagonal makes symmetric positive semidefinite: no pivoting is needed,
 * as elimination commutes with the scaling.
 */
export function shiftedLu({ entries, band }: WideBand, tau: number): WideBand {
  const width = 2 * band + 1;
  const lu = entries.map((v) => tau * v);
  const n = lu.length / width;
  for (let i = 0; i < n; i++) lu[i * width + band] += 1;
  for (let k = 0; k < n; k++) {
    const pivot = lu[k * width + band];
    for (let i = k + 1; i <= Math.min(n - 1, k + band); i++) {
      const row = i * width + band - i;
      const multiplier = lu[row + k] / pivot;
      lu[row + k] = multiplier;
      for (let j = 1; j <= band; j++) lu[row + k + j] -= multiplier * lu[k * width + band + j];
    }
  }
  return { entries: lu, band };
}

/** Solves L U x = b in place. */
export function luSolve({ entries, band }: WideBand, x: Float64Array): void {
  const width = 2 * band + 1;
  const n = x.length;
  for (let i = 0; i < n; i++) {
    const row = i * width + band - i;
    for (let j = Math.max(0, i - band); j < i; j++) x[i] -= entries[row + j] * x[j];
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = i * width + band - i;
    for (let j = Math.min(n - 1, i + band); j > i; j--) x[i] -= entries[row + j] * x[j];
    x[i] /= entries[row + i];
  }
}
