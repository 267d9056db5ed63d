import type { Estimate } from '../model/estimate';
import type { GroupTally } from '../model/tally';
import { jackknifeEstimates } from './jackknife';

/** What is known of an arrival time τ that is watched up to a horizon H. */
export interface SurvivalEstimates {
  /** P(τ ≤ H). */
  arrived: Estimate;
  /** E τ, with an exponential tail beyond the horizon. */
  mean: Estimate;
  /** E min(τ, H). */
  restrictedMean: Estimate;
  /** Arrivals per unit of time at risk, from 0 to the horizon. */
  rate: Estimate;
  /** Arrivals per unit of time at risk, from `tail` to the horizon. */
  hazard: Estimate;
}

/** Cells of a group: arrivals, Σ min(τ, H), arrivals later than `tail`, Σ max(min(τ, H) − tail, 0). */
const [arrivals, atRisk, lateArrivals, lateAtRisk] = [0, 1, 2, 3];

/**
 * Arrival times that are censored at one horizon H, with jackknife errors over groups.
 *
 * `groups.cells[g]` = [number arrived, Σ min(τ, H), number arrived with τ > tail, Σ max(min(τ, H) − tail, 0)], both sums over
 * all particles of the group, arrived or not, in units of time. Rates are per unit of time.
 *
 * - `restrictedMean` E min(τ, H) supposes nothing of what lies beyond H (Royston & Parmar, BMC Medical Research Methodology
 *   13:152, 2013).
 * - `rate` and `hazard` are occurrence/exposure rates, the maximum of the likelihood under a constant hazard (Aalen, Borgan &
 *   Gjessing, Survival and Event History Analysis, 2008, section 5.1), from 0 and from `tail` on.
 * - `mean` = restrictedMean + P(τ > H)/hazard: right when the hazard beyond `tail` is constant, as the escape from a well
 *   is once the start is forgotten. When all arrived it is the restricted mean.
 *
 * Null is what the arrivals cannot tell: rates without exposure; the mean when some have not arrived and none arrived after
 * `tail`; and the error of what no group can vary, such as the rate 0 without an arrival or the share 1 when all arrived.
 *
 * @throws RangeError unless 0 ≤ tail < horizon
 */
export function survivalEstimates(groups: GroupTally, horizon: number, tail: number): SurvivalEstimates {
  if (!(tail >= 0 && tail < horizon)) {
    throw new RangeError(
      `The tail of the arrival times begins at ${tail}, expected from 0 to below the horizon ${horizon}.`,
    );
  }
  const [arrived, mean, restrictedMean, rate, hazard] = jackknifeEstimates(groups, statistic).map(varied);
  return { arrived, mean, restrictedMean, rate, hazard };
}

function statistic(cells: Float64Array, particles: number): number[] {
  const share = cells[arrivals] / particles;
  const restricted = cells[atRisk] / particles;
  const hazard = cells[lateArrivals] / cells[lateAtRisk];
  // Without late arrivals 1/0: the mean is not finite, and so is its error where leaving out one group leaves none.
  const beyond = share < 1 ? (1 - share) / hazard : 0;
  return [share, restricted + beyond, restricted, cells[arrivals] / cells[atRisk], hazard];
}

/** A spread of 0 over groups is no error of 0: there was nothing to see the error from. */
function varied(e: Estimate): Estimate {
  // Rounding leaves something of a spread of 0.
  const still = e.value !== null && e.standardError !== null && e.standardError <= 1e-12 * Math.abs(e.value);
  return still ? { ...e, standardError: null } : e;
}
