import type { Estimate } from '../model/estimate';
import type { GroupTally } from '../model/tally';
import {
  chiSquare,
  cumulative,
  edgeWidth,
  hellinger,
  kolmogorovSmirnov,
  kullbackLeibler,
  totalVariation,
  wasserstein,
} from './distances';
import {
  bootstrap,
  chiSquareFloor,
  type Scatter,
  scatter,
  totalVariationFloor,
  variances,
  wassersteinFloor,
} from './floors';
import { estimate } from './jackknife';

/** Distances of any histogram, and the two that need the order of a line. */
export interface DistanceEstimates {
  totalVariation: Estimate;
  kullbackLeibler: Estimate;
  hellinger: Estimate;
  chiSquare: Estimate;
  wasserstein?: Estimate;
  kolmogorovSmirnov?: Estimate;
}

type Distance = keyof DistanceEstimates;
type Values = Partial<Record<Distance, number>>;

/** Exact masses in the forms that the distances take. */
interface Target {
  edges?: ArrayLike<number>;
  masses: Float64Array;
  merged: Float64Array;
  distribution?: Float64Array;
}

/**
 * Distances of the pooled histogram to the exact masses, each with its standard error and its floor.
 *
 * `groups.cells[g]` holds the bins and then, with `edges` (1-D, one more than bins), the counts below and above them;
 * without `edges` (2-D) the bins and then the count outside. `masses` is laid out alike and sums to one. Floors are in
 * closed form from the measured variances (total variation, Kullback–Leibler, χ², W₁) or by the multiplier bootstrap
 * (Hellinger, Kolmogorov–Smirnov); those of Kullback–Leibler and Hellinger are null where too many cells have few counts.
 *
 * The standard error is the spread of the distance over the bootstrap about p + s(p̂ − p): s² is the part of |p̂ − p|² that
 * its noise does not explain. A jackknife would be too large by 1.4 to 1.7 near the floor, where distances are not smooth.
 * Fewer than two groups with counts, or a distance that is infinite (counts where the mass is zero), give null.
 */
export function distanceEstimates(
  groups: GroupTally,
  masses: ArrayLike<number>,
  edges?: ArrayLike<number>,
): DistanceEstimates {
  const target = prepare(masses, edges);
  const measured = scatter(groups);
  const values = distances(measured.frequencies, target);
  const { errors, floors } = resample(measured, target);
  Object.assign(floors, closedFloors(measured, target));
  if (isSparse(measured, target)) for (const name of expanded) delete floors[name];
  const entries = (Object.keys(values) as Distance[]).map((name) => [
    name,
    estimate(values[name]!, errors[name] ?? Number.NaN, { floor: floors[name] ?? null }),
  ]);
  return Object.fromEntries(entries);
}

/** Distances whose floor is the first term of an expansion in 1/(Np): it means nothing where counts are few. */
const expanded: readonly Distance[] = ['kullbackLeibler', 'hellinger'];
const fewCounts = 5;
const largestShare = 0.05;

/** Whether cells of fewer than 5 independent counts, p²/V, carry more than a twentieth of Σ V/p. */
function isSparse({ deviations }: Scatter, { edges, merged }: Target): boolean {
  const variance = variances(deviations.map((e) => merge(e, edges)));
  const few = variance.map((v, i) => (merged[i] ** 2 < fewCounts * v ? v : 0));
  return chiSquareFloor(few, merged) > largestShare * chiSquareFloor(variance, merged);
}

function prepare(masses: ArrayLike<number>, edges?: ArrayLike<number>): Target {
  const all = Float64Array.from(masses);
  return { edges, masses: all, merged: merge(all, edges), distribution: edges && distribution(all, edges) };
}

/** Below and above become one cell. */
function merge(cells: Float64Array, edges?: ArrayLike<number>): Float64Array {
  if (!edges) return cells;
  const merged = cells.slice(0, -1);
  merged[merged.length - 1] += cells[cells.length - 1];
  return merged;
}

function distribution(cells: Float64Array, edges: ArrayLike<number>): Float64Array {
  return cumulative(cells, cells[cells.length - 2], edges.length);
}

function distances(frequencies: Float64Array, { edges, merged: p, distribution: F }: Target): Values {
  const q = merge(frequencies, edges);
  const values: Values = {
    totalVariation: totalVariation(q, p),
    kullbackLeibler: kullbackLeibler(q, p),
    hellinger: hellinger(q, p),
    chiSquare: chiSquare(q, p),
  };
  if (!edges || !F) return values;
  const Q = distribution(frequencies, edges);
  return { ...values, wasserstein: wasserstein(Q, F, edges), kolmogorovSmirnov: kolmogorovSmirnov(Q, F) };
}

function closedFloors({ deviations, shrinkage }: Scatter, { edges, merged }: Target): Values {
  if (deviations.length === 0) return {};
  const variance = variances(deviations.map((e) => merge(e, edges)));
  const chiSquare = chiSquareFloor(variance, merged);
  const floors: Values = {
    totalVariation: totalVariationFloor(variance, shrinkage),
    kullbackLeibler: chiSquare / 2,
    chiSquare,
  };
  if (!edges) return floors;
  const weights = Array.from(edges, (_, i) => edgeWidth(edges, i));
  const steps = variances(deviations.map((e) => distribution(e, edges)));
  return { ...floors, wasserstein: wassersteinFloor(steps, weights, shrinkage) };
}

/** Spread of every distance about the shrunken deviation, and its mean about none. */
function resample(measured: Scatter, target: Target): { errors: Values; floors: Values } {
  const s = signal(measured, target.masses);
  const biased: Values[] = [];
  const unbiased: Values[] = [];
  const centre = target.masses.map((p, i) => p + s * (measured.frequencies[i] - p));
  bootstrap(measured, (delta) => {
    biased.push(distances(plus(centre, delta), target));
    unbiased.push(distances(plus(target.masses, delta), target));
  });
  const over = (values: Values[], summary: (x: number[]) => number): Values =>
    Object.fromEntries(Object.keys(values[0] ?? {}).map((k) => [k, summary(values.map((v) => v[k as Distance]!))]));
  return { errors: over(biased, deviation), floors: over(unbiased, mean) };
}

/** s with s² = 1 − Σ V / Σ (p̂ − p)², or zero: how much of the deviation is bias. */
function signal({ frequencies, deviations }: Scatter, masses: Float64Array): number {
  const noise = variances(deviations).reduce((a, b) => a + b, 0);
  const squared = masses.reduce((sum, p, i) => sum + (frequencies[i] - p) ** 2, 0);
  return Math.sqrt(Math.max(0, 1 - noise / squared)) || 0;
}

function plus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x + b[i]);
}

function mean(x: number[]): number {
  return x.reduce((a, b) => a + b, 0) / x.length;
}

function deviation(x: number[]): number {
  const centre = mean(x);
  return Math.sqrt(x.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (x.length - 1));
}
