import { Matrix, solve } from 'ml-matrix';
import { type Graph, gradient, type Node } from '../../expression';
import { evaluator } from '../numerics/evaluator';
import type { Integrand } from '../numerics/quadrature';
import type { Setting } from '../stationary/factor';
import type { LineProblem } from './segment';

/** A problem in some of the coordinates: the others neither matter to the region nor couple to those that do. */
export interface Reduced {
  setting: Setting;
  coordinates: readonly number[];
  potential: Node;
  region: Node;
}

export interface Radial {
  centre: number[];
  problem: LineProblem;
}

/**
 * The problem in the distance r from a centre, when the potential and the region depend on nothing else: v = U/T − (d − 1) ln r.
 * The centre is where the lines along the region's gradients meet. That the problem is radial is found by evaluation, not by
 * proof: on spheres of 65 radii from 10⁻⁶ to 4000 the potential, in units of T, and the region take the same value in four
 * directions, to 10⁻¹¹ of 1 and of their size there and half as far out again.
 */
export function radialProblem(reduced: Reduced): Radial | null {
  const { setting, coordinates, potential, region } = reduced;
  const { graph, parameters, temperature } = setting;
  const centre = meetingPoint(graph, region, parameters, coordinates);
  if (centre === null) return null;
  const both = evaluator(graph, [potential, region], coordinates, parameters);
  if (!isRadial(both, centre, temperature)) return null;
  const along = (r: Float64Array) => both(ray(centre, axis(centre.length), r), r.length);
  const energy = (r: Float64Array) => along(r)[0].map((u, i) => u / temperature - (centre.length - 1) * Math.log(r[i]));
  return { centre, problem: { energy, region: (r) => along(r)[1].slice(), temperature, radial: true } };
}

const axis = (dimension: number): number[] => Array.from({ length: dimension }, (_, i) => (i === 0 ? 1 : 0));

function ray(centre: readonly number[], direction: readonly number[], r: Float64Array): Float64Array[] {
  return centre.map((c, i) => r.map((t) => c + t * direction[i]));
}

/** Numbers in (−1, 1) without any order, always the same. */
function scattered(i: number, j: number): number {
  const x = Math.sin(12.9898 * (i + 1) + 78.233 * (j + 1)) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}

/** The point nearest to the lines x + αg along the gradients g at scattered points x; null when there is none. */
function meetingPoint(
  graph: Graph,
  region: Node,
  parameters: readonly number[],
  coordinates: readonly number[],
): number[] | null {
  const d = coordinates.length;
  const n = 4 * d;
  const slopes = gradient(graph, region);
  const x = coordinates.map((_, i) => Float64Array.from({ length: n }, (_, k) => 2 * scattered(k, i)));
  const g = evaluator(
    graph,
    coordinates.map((c) => slopes[c]),
    coordinates,
    parameters,
  )(x, n);
  const [matrix, right] = [Matrix.zeros(d, d), Matrix.zeros(d, 1)];
  for (let k = 0; k < n; k++) {
    const size = Math.hypot(...g.map((column) => column[k]));
    if (!(size > 0 && Number.isFinite(size))) return null;
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        const across = (i === j ? 1 : 0) - (g[i][k] * g[j][k]) / size ** 2;
        matrix.set(i, j, matrix.get(i, j) + across);
        right.set(i, 0, right.get(i, 0) + across * x[j][k]);
      }
    }
  }
  return meeting(matrix, right);
}

function meeting(matrix: Matrix, right: Matrix): number[] | null {
  try {
    const centre = solve(matrix, right).to1DArray();
    return centre.every(Number.isFinite) ? centre.map((c) => (Math.abs(c) < 1e-11 ? 0 : c)) : null;
  } catch {
    // Parallel lines have a singular matrix and meet nowhere.
    return null;
  }
}

function isRadial(both: Integrand, centre: readonly number[], temperature: number): boolean {
  const radii = Float64Array.from({ length: 65 }, (_, k) => 2 ** (k / 2 - 20));
  const wider = radii.map((r) => 1.5 * r);
  const directions = [axis(centre.length), ...[1, 2, 3].map((k) => unit(centre.map((_, i) => scattered(k, i))))];
  const [first, ...others] = directions.map((e) => both(ray(centre, e, radii), radii.length).map((f) => f.slice()));
  const further = both(ray(centre, directions[0], wider), wider.length);
  return others.every((other) =>
    [temperature, 0].every((floor, f) =>
      radii.every((_, k) => {
        const [a, b] = [first[f][k], other[f][k]];
        const size = Math.max(floor, Math.abs(a), Math.abs(further[f][k]));
        return a === b || Math.abs(a - b) <= 1e-11 * size || (Number.isNaN(a) && Number.isNaN(b));
      }),
    ),
  );
}

function unit(x: readonly number[]): number[] {
  const size = Math.hypot(...x);
  return x.map((v) => v / size);
}
