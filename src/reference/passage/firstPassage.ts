import { dependencies, type Graph, type Node } from '../../expression';
import type { Passage } from '../../model/dynamics';
import type { Start } from '../../model/plan';
import { evaluator } from '../numerics/evaluator';
import type { Setting } from '../stationary/factor';
import { components } from '../stationary/terms';
import { linePassage } from './linePassage';
import { coordinateLaw, type LineLaw, pointLaw, radiusLaw } from './passageStart';
import { planePassage } from './planePassage';
import { type Radial, type Reduced, radialProblem } from './radial';

/**
 * First passage of overdamped Langevin dynamics dX = −∇U dt + √(2T) dW into {region ≥ 0}.
 *
 * Coordinates that the region does not depend on and that no term of U couples to those it does are left out. What is left is
 * solved by quadrature in one coordinate, or in the distance from a centre where U and the region depend on nothing else (any
 * dimension; a start at a point, or normal about the centre with equal deviations), and on extrapolated grids in two.
 * Parts of the start of probability below 10⁻¹² are left out.
 *
 * @param parameters one per parameter of the graph
 * @param temperature T > 0
 * @param start one entry per coordinate of the graph in every list
 * @returns null where it cannot be had, and where it is infinite
 */
export function firstPassage(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
  start: Start,
  region: Node,
): Passage | null {
  if (!(temperature > 0)) return null;
  const reduced = reduce({ graph, parameters, temperature }, potential, region);
  const { coordinates } = reduced;
  if (coordinates.length === 0) return isInside(reduced) ? arrived : null;
  if (coordinates.length === 1) return alongLine(reduced, coordinateLaw(start, coordinates[0]));
  const radial = radialProblem(reduced);
  const law = radial && startRadius(radial, start, coordinates);
  if (radial && law) return linePassage(radial.problem, law);
  return coordinates.length === 2 ? planePassage(reduced, start) : null;
}

/** Of a start that lies in the region as a whole. */
const arrived: Passage = { mean: 0, hazard: null, survival: (times) => times.map(() => 0) };

function isInside({ setting, region }: Reduced): boolean {
  return evaluator(setting.graph, [region], [], setting.parameters)([], 1)[0][0] >= 0;
}

/** The coordinates that the region depends on, those coupled to them, and their part of the potential. */
function reduce(setting: Setting, potential: Node, region: Node): Reduced {
  const needed = dependencies(region);
  const parts = components(setting.graph, potential).filter((c) => c.coordinates.some((i) => needed.has(i)));
  const coordinates = new Set([...needed, ...parts.flatMap((c) => c.coordinates)]);
  return {
    setting,
    region,
    coordinates: [...coordinates].sort((i, j) => i - j),
    potential: setting.graph.sum(parts.map((c) => c.potential)),
  };
}

function alongLine({ setting, coordinates, potential, region }: Reduced, law: LineLaw): Passage | null {
  const { graph, parameters, temperature } = setting;
  const [u, f] = [potential, region].map((node) => evaluator(graph, [node], coordinates, parameters));
  return linePassage(
    {
      energy: (x) => u([x], x.length)[0].map((v) => v / temperature),
      region: (x) => f([x], x.length)[0].slice(),
      temperature,
      radial: false,
    },
    law,
  );
}

/** Law of the start's distance from the centre, where it is a point or normal about the centre. */
function startRadius({ centre }: Radial, start: Start, coordinates: readonly number[]): LineLaw | null {
  const distance = (at: readonly number[]) => Math.hypot(...coordinates.map((c, i) => at[c] - centre[i]));
  if (start.kind === 'point') return pointLaw(distance(start.at));
  if (start.kind === 'uniform') return null;
  const deviations = coordinates.map((c) => start.deviation[c]);
  const [first] = deviations;
  if (!deviations.every((s) => s === first)) return null;
  if (first === 0) return pointLaw(distance(start.mean));
  return distance(start.mean) <= 1e-12 * first ? radiusLaw(first, coordinates.length) : null;
}
