/** Dense linear algebra for the small matrices of reference answers; matrices are arrays of rows. */

/** Lower triangle L with A = L Lᵀ, or null when A is not positive definite. */
export function cholesky(a: readonly (readonly number[])[]): number[][] | null {
  const l = a.map((row) => row.map(() => 0));
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i][j];
      for (let k = 0; k < j; k++) rest -= l[i][k] * l[j][k];
      if (i === j && !(rest > 0)) return null;
      l[i][j] = i === j ? Math.sqrt(rest) : rest / l[j][j];
    }
  }
  return l;
}

/** Inverse of L Lᵀ. */
export function choleskyInverse(l: readonly (readonly number[])[]): number[][] {
  const n = l.length;
  const columns = l.map((_, c) => {
    const x = l.map((_, i) => (i === c ? 1 : 0));
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) x[i] -= l[i][k] * x[k];
      x[i] /= l[i][i];
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) x[i] -= l[k][i] * x[k];
      x[i] /= l[i][i];
    }
    return x;
  });
  return columns;
}

export function multiply(a: readonly (readonly number[])[], x: readonly number[]): number[] {
  return a.map((row) => row.reduce((sum, v, j) => sum + v * x[j], 0));
}

export interface Eigen {
  /** Ascending. */
  values: number[];
  /** `vectors[k]` belongs to `values[k]`; unit length. */
  vectors: number[][];
}

/** Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations. */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const a = matrix.map((row) => [...row]);
  const v = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60 && offDiagonal(a) > 0; sweep++) {
    for (let p = 0; p < a.length; p++) for (let q = p + 1; q < a.length; q++) rotate(a, v, p, q);
  }
  const order = a.map((_, i) => i).sort((i, j) => a[i][i] - a[j][j]);
  return { values: order.map((i) => a[i][i]), vectors: order.map((i) => v.map((row) => row[i])) };
}

/** Largest off-diagonal element, zero when it no longer matters next to the diagonal. */
function offDiagonal(a: number[][]): number {
  const largest = Math.max(0, ...a.map((row, i) => Math.max(0, ...row.map((x, j) => (i === j ? 0 : Math.abs(x))))));
  const diagonal = Math.max(0, ...a.map((row, i) => Math.abs(row[i])));
  return largest <= 1e-17 * diagonal ? 0 : largest;
}

/** The rotation in the plane (p, q) that makes a[p][q] vanish (Golub & Van Loan 2013, algorithm 8.5.1). */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  if (a[p][q] === 0) return;
  const tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  const turn = (row: number[]) => {
    const [x, y] = [row[p], row[q]];
    row[p] = c * x - c * t * y;
    row[q] = c * t * x + c * y;
  };
  for (const row of a) turn(row);
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[p][k], a[q][k]];
    a[p][k] = c * x - c * t * y;
    a[q][k] = c * t * x + c * y;
  }
  for (const row of v) turn(row);
}

/** Makes x orthogonal to the basis and of unit length; what its length was in between. */
export function orthogonalise(basis: readonly Float64Array[], x: Float64Array): number {
  // Twice is enough (Parlett 1998, §6.9).
  for (let pass = 0; pass < 2; pass++) {
    for (const b of basis) {
      const along = dot(b, x);
      for (let i = 0; i < x.length; i++) x[i] -= along * b[i];
    }
  }
  return normalise(x);
}

/** Gives x unit length; its length before. */
export function normalise(x: Float64Array): number {
  const length = Math.sqrt(dot(x, x));
  if (length > 0) for (let i = 0; i < x.length; i++) x[i] /= length;
  return length;
}

export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}
