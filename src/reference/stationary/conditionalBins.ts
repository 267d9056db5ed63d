import { normalBelow } from '../numerics/normal';
import type { Integrand } from '../numerics/quadrature';
import type { Conditional } from './conditional';
import type { Joint } from './joint';

/**
 * Masses of the bins of a coordinate that is Gaussian given s, and below and above them: expectations over s of
 * Φ((e_{i+1} − m)/σ) − Φ((e_i − m)/σ), each tail from its own side so that it keeps its digits.
 *
 * @param joint the density of s alone
 */
export function conditionalBins(joint: Joint, conditional: Conditional, coordinate: number, edges: readonly number[]) {
  const p = joint.means(binProbabilities(conditional, coordinate, edges), edges.length + 1);
  return p && { below: p[0], masses: p.slice(1, -1), above: p[p.length - 1] };
}

/** Masses of the cells of s and of a coordinate that is Gaussian given s: `masses[is][ir]`, and what lies outside. */
export function conditionalCells(
  joint: Joint,
  conditional: Conditional,
  coordinate: number,
  sEdges: readonly number[],
  edges: readonly number[],
): { masses: number[][]; outside: number } | null {
  const probabilities = binProbabilities(conditional, coordinate, edges);
  const sums = joint.partialMeans(sEdges, probabilities, edges.length + 1);
  if (!sums) return null;
  const inside = sums.slice(1, -1);
  const total = (x: number[]) => x.reduce((a, b) => a + b, 0);
  const beside = inside.reduce((sum, row) => sum + row[0] + row[row.length - 1], 0);
  return {
    masses: inside.map((row) => row.slice(1, -1)),
    outside: beside + total(sums[0]) + total(sums[sums.length - 1]),
  };
}

function binProbabilities(conditional: Conditional, coordinate: number, edges: readonly number[]): Integrand {
  const law = conditional.law(coordinate);
  const ends = [Number.NEGATIVE_INFINITY, ...edges, Number.POSITIVE_INFINITY];
  return (columns, n) => {
    const [mean, deviation] = law(columns, n);
    return ends
      .slice(1)
      .map((high, i) => mean.map((m, k) => between((ends[i] - m) / deviation[k], (high - m) / deviation[k])));
  };
}

/** P(a ≤ Z < b) for a standard normal Z, on the side of zero where nothing cancels. */
function between(a: number, b: number): number {
  return a > 0 ? normalBelow(-a) - normalBelow(-b) : normalBelow(b) - normalBelow(a);
}
