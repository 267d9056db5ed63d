import type { Passage } from '../../model/dynamics';
import { crossings } from '../numerics/crossings';
import { Killed } from './killed';
import { lineSurvival } from './lineSurvival';
import { type Line, Panels } from './panels';
import type { LineLaw } from './passageStart';
import { type Ends, type LineProblem, type Segment, upwards } from './segment';

/** Less of the start than this in one part of the line is left out. */
const negligible = 1e-12;

/**
 * First passage along a line: between the zeros of the region, by quadrature (mean), the Lanczos process on the inverse of the
 * generator (hazard) and finite volumes (survival).
 *
 * @returns null when U does not confine where there is no boundary, or a time has left the numbers
 */
export function linePassage(problem: LineProblem, law: LineLaw): Passage | null {
  const parts = openIntervals(problem, law)
    .map((ends) => ({ ends, mass: law.mass(...ends) }))
    .filter(({ mass }) => mass > negligible)
    .map(({ ends, mass }) => intervalPassage(problem, ends, law, mass));
  if (parts.some((p) => p === null)) return null;
  const all = parts as Passage[];
  return {
    mean: all.reduce((sum, p) => sum + p.mean, 0),
    get hazard() {
      const rates = all.map((p) => p.hazard);
      return rates.length === 0 || rates.includes(null) ? null : Math.min(...(rates as number[]));
    },
    survival: (times) =>
      addUp(
        all.map((p) => p.survival(times)),
        times.length,
      ),
  };
}

function addUp(parts: (number[] | null)[], count: number): number[] | null {
  if (parts.includes(null)) return null;
  return Array.from({ length: count }, (_, k) => parts.reduce((sum, p) => sum + p![k], 0));
}

/** The intervals of {region < 0}; an infinite end, or zero for a radius, is none of the region's. Not a number is outside. */
function openIntervals({ region, radial }: LineProblem, law: LineLaw): Ends[] {
  const f: Line = (x) => region(x).map((v) => (Number.isNaN(v) ? -1 : v));
  const samples = places(law, radial);
  const cuts = [...new Set(crossings(f, samples, [0]))];
  const ends = [radial ? 0 : Number.NEGATIVE_INFINITY, ...cuts, Number.POSITIVE_INFINITY];
  const open = (a: number, b: number) => f(Float64Array.of(middle(a, b)))[0] < 0;
  return ends.slice(1).flatMap((high, i): Ends[] => (open(ends[i], high) ? [[ends[i], high]] : []));
}

function middle(a: number, b: number): number {
  if (!Number.isFinite(a)) return Number.isFinite(b) ? b - Math.max(1, Math.abs(b)) : 0;
  return Number.isFinite(b) ? (a + b) / 2 : a + Math.max(1, Math.abs(a));
}

/** Where boundaries are looked for: octaves about zero and about the start, and evenly around the start. */
function places(law: LineLaw, radial: boolean): Float64Array {
  const [low, high] = law.support;
  const [centre, width] = [(low + high) / 2, high - low];
  const octaves = Array.from({ length: 8 * 68 }, (_, k) => 2 ** (k / 8 - 40));
  const around = [0, centre].flatMap((c) => octaves.flatMap((s) => [c - s, c + s]));
  const half = 2 * width + 8 * Math.max(1, Math.abs(centre));
  const even = Array.from({ length: 4001 }, (_, k) => centre + (half * (k - 2000)) / 2000);
  const all = [0, ...around, ...even, ...law.marks].filter((x) => !radial || x >= 0);
  return Float64Array.from(new Set(all)).sort();
}

/**
 * First passage to the ends of one interval of {region < 0} by the part of the start within it.
 *
 * @param mass probability of that part
 */
export function intervalPassage(problem: LineProblem, ends: Ends, law: LineLaw, mass: number): Passage | null {
  const segment = upwards(problem, ends, law);
  const panels = segment && meshOf(segment);
  if (!segment || !panels) return null;
  const killed = new Killed(panels, segment.energy, segment.temperature, segment.lowKills);
  const mean = meanTime(killed, segment);
  if (!Number.isFinite(mean)) return null;
  return {
    mean,
    get hazard() {
      return killed.smallestRate();
    },
    survival: (times) => lineSurvival(panels.ends, segment, mass, times),
  };
}

function meshOf({ energy, low, high, law }: Segment): Panels | null {
  const inside = law.marks.filter((x) => x > low && x < high).sort((a, b) => a - b);
  return Panels.over([low, ...inside, high], law.exponent ? [energy, law.exponent] : [energy]);
}

/** ∫ u × density of the start, u the mean time from a place; for a point u there. */
function meanTime(killed: Killed, { law }: Segment): number {
  const { panels } = killed;
  const u = killed.solve(new Float64Array(panels.nodes.length).fill(1));
  if (law.point) return u.ends[Math.max(0, panels.ends.indexOf(law.marks[0]))];
  return panels.weights().reduce((sum, w, i) => sum + w * law.density(panels.nodes[i]) * u.nodes[i], 0);
}
