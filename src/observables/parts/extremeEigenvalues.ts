/**
 * Smallest and largest eigenvalue of a symmetric matrix in f64, to about 1e-15 of its norm per row: Householder reflections to
 * tridiagonal form and bisection. Twin of shaders/lib/eigen.wgsl.
 *
 * @param a lower triangle row by row, entry (i, j ≤ i) at i(i + 1)/2 + j; overwritten. Entries below 1e-150 count as zero
 * @param size number of rows, at least 1
 * @returns [smallest, largest], neither of them finite where an entry is not
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed. 2013, algorithm 8.3.1 and §8.4.1
 */
export function extremeEigenvalues(a: Float64Array, size: number): [number, number] {
  if (size === 1) return [a[0], a[0]];
  const squares = tridiagonalise(a, size);
  const diagonal = Float64Array.from({ length: size }, (_, i) => a[(i * (i + 3)) / 2]);
  return [end(diagonal, squares, 1), end(diagonal, squares, -1)];
}

/** Leaves the diagonal in its place; returns the squares of the entries beside it, each at the later of its two rows. */
function tridiagonalise(a: Float64Array, size: number): Float64Array {
  const squares = new Float64Array(size);
  for (let i = size - 1; i > 1; i--) {
    const row = (i * (i + 1)) / 2;
    const u = a.subarray(row, row + i);
    const square = u.reduce((sum, x) => sum + x * x, 0);
    if (square > 1e-300) reflect(a, u, Math.sqrt(square));
    squares[i] = square;
  }
  squares[1] = a[1] * a[1];
  return squares;
}

/** Reflects the leading rows and columns, as many as u has entries, so that u becomes a multiple of its last axis. */
function reflect(a: Float64Array, u: Float64Array, length: number): void {
  const last = u[u.length - 1];
  const inverse = 1 / (length * (length + Math.abs(last)));
  u[u.length - 1] += last < 0 ? -length : length;
  const p = multiply(a, u).map((x) => x * inverse);
  const along = 0.5 * inverse * p.reduce((sum, x, j) => sum + x * u[j], 0);
  const q = p.map((x, j) => x - along * u[j]);
  let at = 0;
  for (let j = 0; j < u.length; j++) {
    for (let k = 0; k <= j; k++) a[at++] -= u[j] * q[k] + q[j] * u[k];
  }
}

/** The leading rows and columns times u. */
function multiply(a: Float64Array, u: Float64Array): Float64Array {
  const product = new Float64Array(u.length);
  let at = 0;
  for (let j = 0; j < u.length; j++) {
    let sum = 0;
    for (let k = 0; k < j; k++, at++) {
      sum += a[at] * u[k];
      product[k] += a[at] * u[j];
    }
    product[j] = sum + a[at++] * u[j];
  }
  return product;
}

/** The smallest (sign 1) or largest (sign −1) eigenvalue of a tridiagonal matrix. */
function end(diagonal: Float64Array, squares: Float64Array, sign: number): number {
  const bound = Math.max(...diagonal.map(Math.abs)) + 2 * Math.sqrt(Math.max(...squares));
  let [outside, inside] = [-sign * bound, sign * bound];
  for (let halving = 0; halving < 60; halving++) {
    const x = 0.5 * (outside + inside);
    if (isDefinite(diagonal, squares, sign, x)) outside = x;
    else inside = x;
  }
  return 0.5 * (outside + inside);
}

/** Whether all pivots of the LDLᵀ factorisation of sign·(matrix − x) are positive. */
function isDefinite(diagonal: Float64Array, squares: Float64Array, sign: number, x: number): boolean {
  let pivot = 1;
  for (let i = 0; i < diagonal.length; i++) {
    pivot = sign * (diagonal[i] - x) - squares[i] / pivot;
    if (!(pivot > 0)) return false;
  }
  return true;
}
