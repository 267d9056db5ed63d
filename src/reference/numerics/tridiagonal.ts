/**
 * Eigenvalue number `index` (from 0, ascending) of a symmetric tridiagonal matrix by bisection on Sturm counts.
 *
 * @param diagonal n entries
 * @param off n − 1 entries beside the diagonal
 */
export function tridiagonalEigenvalue(diagonal: Float64Array, off: Float64Array, index: number): number {
  const radius = (i: number) => Math.abs(off[i - 1] ?? 0) + Math.abs(off[i] ?? 0);
  let low = diagonal.reduce((m, d, i) => Math.min(m, d - radius(i)), Number.POSITIVE_INFINITY);
  let high = diagonal.reduce((m, d, i) => Math.max(m, d + radius(i)), Number.NEGATIVE_INFINITY);
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (countBelow(diagonal, off, middle) > index) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** Number of eigenvalues below x: negative pivots of the LDLᵀ factorisation of A − x. */
function countBelow(diagonal: Float64Array, off: Float64Array, x: number): number {
  let count = 0;
  let pivot = 1;
  for (let i = 0; i < diagonal.length; i++) {
    pivot = diagonal[i] - x - (i > 0 ? off[i - 1] ** 2 / pivot : 0);
    if (pivot === 0) pivot = 1e-300;
    if (pivot < 0) count++;
  }
  return count;
}
