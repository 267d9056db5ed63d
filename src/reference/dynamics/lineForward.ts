import type { Banded } from '../numerics/banded';
import { luSolve, scaledBand, shiftedLu, type WideBand } from '../numerics/bandedLu';
import { poles, propagated, reduce } from '../numerics/krylov';

/**
 * Masses of the nodes at ascending positive times under dm/dt = −D^{1/2} A D^{−1/2} m, A the symmetric generator and D the diagonal
 * of stationary masses: in small steps while some of the law is far out, in symmetric coordinates then.
 *
 * @param logMass logarithms of D, with any constant added
 * @param start masses at time 0
 * @returns null when that takes too many steps
 */
export function lawsAt(
  generator: Banded,
  logMass: Float64Array,
  start: Float64Array,
  times: readonly number[],
): Float64Array[] | null {
  const band = scaledBand(generator, logMass);
  const laws: Float64Array[] = [];
  let walk: Walk | null = { law: start, now: 0, step: times[0] / 1000 };
  for (let steps = 0; laws.length < times.length; steps++) {
    const { law, now }: Walk = walk;
    const inside = centralPart(logMass, law);
    if (inside) {
      const left = times.slice(laws.length).map((t) => t - now);
      return [...laws, ...propagatedLaws(generator, logMass, inside, left)];
    }
    walk = stepTowards(band, walk, times[laws.length], times[0]);
    if (!walk || steps > mostSteps) return null;
    if (walk.now === times[laws.length]) laws.push(walk.law);
  }
  return laws;
}

/** A law at a time, and the step to try next. */
interface Walk {
  law: Float64Array;
  now: number;
  step: number;
}

/** One step, not beyond `until`; the same law with a shorter step to try where it was too long. Null where it has no value. */
function stepTowards(band: WideBand, { law, now, step }: Walk, until: number, first: number): Walk | null {
  const tau = Math.min(step, until - now);
  const { value, error } = extrapolatedStep(band, law, tau);
  if (!Number.isFinite(error)) return null;
  // Errors of steps long before the first time are in what has decayed by then.
  const allowed = tolerance * Math.max(1, first / (now + tau)) ** 2;
  const proposed = tau * Math.min(5, Math.max(0.2, 0.9 * (allowed / error) ** (1 / order)));
  if (error > allowed) return { law, now, step: proposed };
  // A step cut short by a time says nothing against a longer one.
  return {
    law: value,
    now: tau === until - now ? until : now + tau,
    step: tau < step ? Math.max(step, proposed) : proposed,
  };
}

/** Depth of the stationary law below its top from which rounding in symmetric coordinates would be seen in the masses. */
const deepest = 41;
/** Total mass that may lie deeper and is forgotten. */
const negligible = 1e-8;

/** The law without what is deep down; null when that is too much of it. */
function centralPart(logMass: Float64Array, law: Float64Array): Float64Array | null {
  const top = logMass.reduce((a, b) => Math.max(a, b));
  const inside = law.map((m, i) => (logMass[i] > top - deepest ? m : 0));
  const outside = law.reduce((sum, m, i) => sum + Math.abs(m - inside[i]), 0);
  return outside < negligible ? inside : null;
}

/** D^{1/2} e^{−At} D^{−1/2} m on a rational Krylov space. */
function propagatedLaws(generator: Banded, logMass: Float64Array, law: Float64Array, times: readonly number[]) {
  const ground = logMass.map((v) => Math.exp(v / 2));
  const vector = law.map((m, i) => (m === 0 ? 0 : m / ground[i]));
  const space = reduce(
    generator,
    poles(generator, shiftsFor(generator, times)),
    ground,
    vector,
    krylovSize * generator.band,
  );
  return times.map((t) => propagated(space, t).map((v, i) => v * ground[i]));
}

/** Vectors per degree of the elements, so that the check on lower degrees is one on their number too. */
const krylovSize = 9;
const shifts = 9;

/** From a tenth of the smallest to ten times the largest reciprocal time, as fractions of the largest diagonal element. */
function shiftsFor(generator: Banded, times: readonly number[]): number[] {
  const largest = generator.rows.reduce((m, row) => Math.max(m, row[0]), 0);
  const within = (fraction: number) => Math.min(1, Math.max(1e-11, fraction));
  const low = within(0.1 / (times[times.length - 1] * largest));
  const high = within(10 / (times[0] * largest));
  return Array.from({ length: shifts }, (_, k) => high * (low / high) ** (k / (shifts - 1)));
}

/** Largest error of one step, in total mass. */
const tolerance = 1e-6;
const order = 6;
const mostSteps = 400;

/**
 * Implicit Euler with 1, 2, …, 6 substeps, extrapolated to order six. Only ratios of neighbouring stationary masses enter, so that
 * the law may be where the stationary one is e^{−1000}.
 *
 * Source: Hairer & Wanner, Solving Ordinary Differential Equations II (1996), §IV.9.
 */
function extrapolatedStep(band: WideBand, law: Float64Array, tau: number) {
  let row: Float64Array[] = [];
  for (let n = 1; n <= order; n++) {
    const next = [implicitSteps(band, law, tau / n, n)];
    for (let k = 1; k < n; k++) {
      const weight = 1 / (n / (n - k) - 1);
      next.push(next[k - 1].map((v, i) => v + weight * (v - row[k - 1][i])));
    }
    row = next;
  }
  const [value, before] = [row[order - 1], row[order - 2]];
  const error = value.reduce((sum, v, i) => sum + Math.abs(v - before[i]), 0);
  const total = value.reduce((sum, v) => sum + v, 0);
  const wanted = law.reduce((sum, v) => sum + v, 0);
  return { value: value.map((v) => (v * wanted) / total), error };
}

/** `count` steps of implicit Euler. */
function implicitSteps(band: WideBand, law: Float64Array, tau: number, count: number): Float64Array {
  const factors = shiftedLu(band, tau);
  const x = law.slice();
  for (let s = 0; s < count; s++) luSolve(factors, x);
  return x;
}
