import type { Estimate } from '../model/estimate';
import type { GroupTally } from '../model/tally';

/** A vector-valued function of pooled tallies: `pooled[cell]` summed over groups, `particles` behind that sum. */
export type Statistic = (pooled: Float64Array, particles: number) => ArrayLike<number>;

export interface Jackknife {
  /** The statistic on the tallies of all groups, not corrected for bias. */
  value: Float64Array;
  /** One per component, NaN with fewer than two groups that have particles. */
  standardError: Float64Array;
}

/** An estimate in which every number that is not finite has become null. */
export function estimate(value: number, standardError: number, extra: Omit<Partial<Estimate>, 'value'> = {}): Estimate {
  const result: Estimate = { value: finite(value), standardError: finite(standardError) };
  if (extra.reference !== undefined) result.reference = finite(extra.reference);
  if (extra.floor !== undefined) result.floor = finite(extra.floor);
  return result;
}

function finite(x: number | null): number | null {
  return x !== null && Number.isFinite(x) ? x : null;
}

/** Sum of the groups' cells and particles. */
export function pool(groups: GroupTally): { cells: Float64Array; particles: number } {
  const cells = new Float64Array(groups.cells[0]?.length ?? 0);
  for (const group of groups.cells) for (let i = 0; i < cells.length; i++) cells[i] += group[i];
  return { cells, particles: groups.particles.reduce((a, b) => a + b, 0) };
}

/** Groups that have particles: the others say nothing about the spread. */
export function occupied(groups: GroupTally): GroupTally {
  const kept = groups.particles.map((_, g) => g).filter((g) => groups.particles[g] > 0);
  return { particles: kept.map((g) => groups.particles[g]), cells: kept.map((g) => groups.cells[g]) };
}

/**
 * Delete-one-group jackknife for independent groups of unequal size.
 *
 * With G groups of m_g particles, n in all, h_g = n/m_g and the statistic θ₍g₎ of all but group g, the pseudo-values are
 * θ̃_g = h_g θ − (h_g − 1) θ₍g₎ and the squared standard error is (1/G) Σ_g (θ̃_g − θ_J)² / (h_g − 1), where
 * θ_J = G θ − Σ_g (1 − m_g/n) θ₍g₎. Costs G + 1 evaluations of the statistic.
 *
 * Source: Busing, Meijer & van der Leeden, Statistics and Computing 9 (1999) 3–8, eq. 4–6 (delete-m_j jackknife).
 */
export function jackknife(groups: GroupTally, statistic: Statistic): Jackknife {
  const { particles, cells } = occupied(groups);
  const all = pool({ particles, cells });
  const value = Float64Array.from(statistic(all.cells, all.particles));
  if (particles.length < 2) return { value, standardError: value.map(() => Number.NaN) };
  const rest = new Float64Array(all.cells.length);
  const deleted = particles.map((m, g) => {
    for (let i = 0; i < rest.length; i++) rest[i] = all.cells[i] - cells[g][i];
    return Float64Array.from(statistic(rest, all.particles - m));
  });
  return { value, standardError: value.map((_, i) => spread(particles, all.particles, value[i], deleted, i)) };
}

function spread(sizes: readonly number[], total: number, value: number, deleted: Float64Array[], i: number): number {
  const centre = sizes.reduce((sum, m, g) => sum - (1 - m / total) * deleted[g][i], sizes.length * value);
  const squares = sizes.map((m, g) => {
    const h = total / m;
    return (h * value - (h - 1) * deleted[g][i] - centre) ** 2 / (h - 1);
  });
  return Math.sqrt(squares.reduce((a, b) => a + b, 0) / sizes.length);
}

/** The jackknife as estimates, one per component of the statistic. */
export function jackknifeEstimates(groups: GroupTally, statistic: Statistic): Estimate[] {
  const { value, standardError } = jackknife(groups, statistic);
  return Array.from(value, (v, i) => estimate(v, standardError[i]));
}
