import type { GroupTally } from '../model/tally';
import { occupied, pool, type Statistic } from './jackknife';

export interface JackknifeCovariance {
  /** The statistic on the tallies of all groups. */
  values: Float64Array;
  /** Of the errors of `values`: symmetric, its diagonal the squares of the jackknife's standard errors; NaN from one group. */
  covariance: Float64Array[];
  /** Groups that have particles. */
  groups: number;
}

/**
 * Delete-one-group jackknife covariance of a vector-valued statistic: `jackknife` with the products of two components'
 * pseudo-values in place of the square of one's.
 *
 * Source: Busing, Meijer & van der Leeden, Statistics and Computing 9 (1999) 3–8, eq. 4–6.
 */
export function jackknifeCovariance(groups: GroupTally, statistic: Statistic): JackknifeCovariance {
  const { particles, cells } = occupied(groups);
  const all = pool({ particles, cells });
  const values = Float64Array.from(statistic(all.cells, all.particles));
  const deleted = particles.map((m, g) =>
    Float64Array.from(
      statistic(
        all.cells.map((sum, i) => sum - cells[g][i]),
        all.particles - m,
      ),
    ),
  );
  const rows = particles.length < 2 ? [] : deviations(particles, all.particles, values, deleted);
  const entry = (i: number, k: number) =>
    rows.length === 0 ? Number.NaN : rows.reduce((sum, row) => sum + row[i] * row[k], 0) / rows.length;
  return { values, covariance: Array.from(values, (_, i) => values.map((_, k) => entry(i, k))), groups: rows.length };
}

/** (θ̃_g − θ_J)/√(h_g − 1) per group. */
function deviations(sizes: readonly number[], total: number, values: Float64Array, deleted: Float64Array[]) {
  const centre = values.map((x, i) =>
    sizes.reduce((sum, m, g) => sum - (1 - m / total) * deleted[g][i], sizes.length * x),
  );
  return sizes.map((m, g) => {
    const h = total / m;
    return values.map((x, i) => (h * x - (h - 1) * deleted[g][i] - centre[i]) / Math.sqrt(h - 1));
  });
}
