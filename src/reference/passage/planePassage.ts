import type { Passage } from '../../model/dynamics';
import type { Start } from '../../model/plan';
import { grid } from '../numerics/quadrature';
import { levelMasses } from '../stationary/levels';
import { KilledPlane } from './killedPlane';
import { coordinateLaw, type LineLaw } from './passageStart';
import { boundaryFoci } from './planeBoundary';
import { lattice, type PlaneProblem, planeProblem, reachedRectangle } from './planeLattice';
import type { Reduced } from './radial';

/** Nodes along a side of the lattices, and the ratio of their spacings. */
const sizes = [104, 156];
const ratio = 1.5;
/** Largest part by which the two lattices may differ. */
const agreement = 0.005;
/** The same of a probability of survival, whose extrapolation changes it by 0.8 times as much. */
const survivalAgreement = 0.002;

/**
 * First passage in two coordinates on lattices of 104² and 156² nodes, extrapolated in h²: within 0.05 % of the answers in one
 * coordinate and in the radius where those are known.
 *
 * @returns null where particles can get away, the lattices differ by more than 0.5 %, or the region has a part that they miss
 */
export function planePassage(reduced: Reduced, start: Start): Passage | null {
  const [i, j] = reduced.coordinates;
  const laws: [LineLaw, LineLaw] = [coordinateLaw(start, i), coordinateLaw(start, j)];
  const problem = planeProblem(reduced, laws);
  const outside = startOutside(reduced, problem);
  if (outside === 0) return { mean: 0, hazard: null, survival: (times) => times.map(() => 0) };
  const box = outside === null ? null : reachedRectangle(problem);
  if (!box) return null;
  const foci = boundaryFoci(problem, box);
  const grids = sizes.map((n) => KilledPlane.on(problem, lattice(box, n, problem.laws, foci)));
  return grids.includes(null) ? null : fromLattices(grids as KilledPlane[], outside!);
}

function fromLattices(planes: readonly KilledPlane[], outside: number): Passage | null {
  const means = planes.map((p) => p.means());
  const mean = extrapolate(means.map((m) => m.start));
  // Where a valley is lost between the nodes, both lattices may lose it at once as far as the start can tell.
  if (mean === null || extrapolate(means.map((m) => m.all)) === null) return null;
  return {
    mean,
    get hazard() {
      return extrapolate(planes.map((p) => p.rate()));
    },
    survival: (times) => survival(planes, times, outside),
  };
}

/** Probability that the start is outside of the region. */
function startOutside({ setting, coordinates, region }: Reduced, { laws, region: at }: PlaneProblem): number | null {
  const [x, y] = laws;
  if (x.point && y.point) return at(Float64Array.of(x.marks[0]), Float64Array.of(y.marks[0]))[0] < 0 ? 1 : 0;
  // A start along a line has no density in the plane.
  if (x.point || y.point) return null;
  const lines = laws.map(({ support: [a, b] }) => Array.from({ length: 13 }, (_, k) => a + ((b - a) * k) / 12));
  const density = ([s, t]: Float64Array[], n: number) =>
    Float64Array.from({ length: n }, (_, k) => x.density(s[k]) * y.density(t[k]));
  return levelMasses(setting, coordinates, density, grid(lines), region, [0])?.[0] ?? null;
}

function extrapolate([coarse, fine]: number[]): number | null {
  const close = Math.abs(coarse - fine) <= agreement * Math.abs(fine);
  return close ? fine + (fine - coarse) / (ratio ** 2 - 1) : null;
}

function survival(planes: readonly KilledPlane[], times: readonly number[], outside: number): number[] | null {
  const later = times.filter((t) => t > 0);
  const [coarse, fine] = planes.map((p) => p.survival(later));
  if (!coarse || !fine || fine.some((v, k) => Math.abs(v - coarse[k]) > survivalAgreement)) return null;
  const values = fine.map((v, k) => Math.min(outside, Math.max(0, v + (v - coarse[k]) / (ratio ** 2 - 1))));
  return times.map((t) => (t > 0 ? values[later.indexOf(t)] : outside));
}
