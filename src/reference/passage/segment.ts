import type { Line } from './panels';
import type { LineLaw } from './passageStart';

/** dX = −T v' dt + √(2T) dW on the line, or on r > 0, and a region to arrive in. */
export interface LineProblem {
  /** v: U/T, less (d − 1) ln r for a radius in d dimensions. */
  energy: Line;
  /** Arrived where it is ≥ 0. */
  region: Line;
  temperature: number;
  /** The line ends at 0, which is never reached. */
  radial: boolean;
}

/** Ends of an interval; an infinite one, and zero for a radius, is natural: it is never reached. */
export type Ends = [low: number, high: number];

/** An interval whose upper end kills. */
export interface Segment {
  energy: Line;
  temperature: number;
  low: number;
  lowKills: boolean;
  high: number;
  law: LineLaw;
}

/** The interval with its natural end cut off, mirrored where the boundary is the lower end. */
export function upwards(problem: LineProblem, [low, high]: Ends, law: LineLaw): Segment | null {
  const { energy, temperature, radial } = problem;
  const bounded = Number.isFinite(high);
  const lowKills = Number.isFinite(low) && !(radial && low === 0);
  if (!bounded && !lowKills) return null;
  if (!bounded) return upwards({ ...mirrored(problem), radial: false }, [-high, -low], mirroredLaw(law));
  if (lowKills) return { energy, temperature, low, lowKills, high, law };
  const natural = radial ? towardsZero(energy, high, law) : farEnd(energy, high, law);
  return natural === null ? null : { energy, temperature, low: natural, lowKills, high, law };
}

function mirrored(problem: LineProblem): LineProblem {
  const turn =
    (f: Line): Line =>
    (x) =>
      f(x.map((t) => -t));
  return { ...problem, energy: turn(problem.energy), region: turn(problem.region) };
}

function mirroredLaw(law: LineLaw): LineLaw {
  const { exponent } = law;
  return {
    ...law,
    density: (x) => law.density(-x),
    support: [-law.support[1], -law.support[0]],
    marks: law.marks.map((x) => -x),
    exponent: exponent && ((x) => exponent(x.map((t) => -t))),
  };
}

/** Depth of e^{−v} at which a natural end is cut off; the error of a mean is about as small. */
export const depth = 60;

/** A point below `high` and the start past which e^{−v} is negligible; null when it does not vanish. */
function farEnd(energy: Line, high: number, law: LineLaw): number | null {
  const distances = Float64Array.from({ length: 8 * 120 }, (_, k) => 2 ** (k / 8 - 20));
  const start = Math.min(high, law.support[0]);
  const x = Float64Array.from([start, ...distances.map((d) => high - d), ...distances.map((d) => start - d)])
    .sort()
    .reverse();
  const end = pastLast(energy, x, law.exponent ? null : start);
  // Of a normal start so little begins out there that the wall may stand right behind it.
  return end === null ? null : Math.min(end, start);
}

/** The same towards zero: a radius below which there is nothing. */
function towardsZero(energy: Line, high: number, law: LineLaw): number | null {
  const start = law.point && law.marks[0] > 0 ? law.marks[0] : high;
  const x = Float64Array.from({ length: 8 * 130 }, (_, k) => start * 2 ** (-k / 8));
  return pastLast(energy, x, start);
}

/** Past the last of the points at which e^{−v} is not negligible beside its largest, and beside that at the start. */
function pastLast(energy: Line, x: Float64Array, start: number | null): number | null {
  const safe = (at: Float64Array) => energy(at).map((e) => (Number.isNaN(e) ? Number.POSITIVE_INFINITY : e));
  const v = safe(x);
  const lowest = v.reduce((a, b) => Math.min(a, b));
  const floor = start === null ? lowest : Math.max(lowest, safe(Float64Array.of(start))[0]);
  const last = v.findLastIndex((e) => e <= floor + depth);
  return Number.isFinite(floor) && last < x.length - 1 ? x[last + 1] : null;
}
