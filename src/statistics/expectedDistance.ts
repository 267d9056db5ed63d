import { normalBelow } from '../reference/numerics/normal';

/**
 * The mean of a distance between exact masses q and the shares of n independent draws that fall into the same cells with
 * probabilities p: of total variation ½ Σ E|p̂ − q| with p̂ taken for normal with variance p(1 − p)/n, of χ² exactly
 * Σ ((p − q)² + p(1 − p)/n)/q. Null for other distances.
 *
 * Source of E|X|: Leone, Nelson & Nottingham 1961, Technometrics 3:543–550 (folded normal).
 */
export function expectedDistance(
  distance: string,
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  n: number,
): number | null {
  const cells = Array.from({ length: q.length }, (_, i) => ({
    q: q[i],
    shift: p[i] - q[i],
    variance: (p[i] * (1 - p[i])) / n,
  }));
  if (distance === 'totalVariation')
    return cells.reduce((sum, { shift, variance }) => sum + folded(shift, variance) / 2, 0);
  if (distance !== 'chiSquare') return null;
  return cells.reduce((sum, { q: mass, shift, variance }) => sum + (shift ** 2 + variance) / mass, 0);
}

/** E|X| of a normal X. */
function folded(mean: number, variance: number): number {
  const s = Math.sqrt(Math.max(0, variance));
  if (s === 0) return Math.abs(mean);
  const z = mean / s;
  return s * Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2) + mean * (1 - 2 * normalBelow(-z));
}
