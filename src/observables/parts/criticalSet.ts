import type { Node } from '../../expression';
import type { Density } from '../../model/density';
import type { ObserverContext } from '../../model/observable';
import { type CriticalPoint, findCriticalPoints } from '../../reference';

/** A set of measure zero, as a null set's observer sees it: one piece by equations, or several points. */
export interface NullSet {
  codimension: number;
  /** Formulas that a piece compares with its numbers among the settings, or with 0 where it has none. */
  expressions: readonly Node[];
  pieces: number;
  /** `codimension` numbers for every piece, at a sweep point. */
  settings(parameters: readonly number[]): number[];
  /** Exact mass of the tube of a radius, or null. */
  mass(density: Density, settings: readonly number[], radius: number): number | null;
  /** The points, where the set is of those. */
  points?(settings: readonly number[]): number[][];
}

export interface CriticalSpec {
  critical: CriticalPoint['type'];
  within?: [number, number][] | undefined;
}

/** More would make a kernel of their distances alone. */
const mostPoints = 64;

/** The search takes longer than a second beyond these. */
const mostCoordinates = 16;
const mostSearches = 256;

/** The critical points of one type in a box, at every sweep point; where one has fewer than others its first is repeated. */
export function criticalSet(spec: CriticalSpec, context: ObserverContext): NullSet {
  const { graph } = context.scope;
  const box = boxOf(spec, context);
  const lists = new Map<string, number[][]>();
  const searches = new Set(context.points.map(({ values }) => values.join())).size;
  if (graph.coordinates.length > mostCoordinates || searches > mostSearches) {
    const found = `${graph.coordinates.length} coordinates and ${searches} values of the parameters`;
    const expected = `expected at most ${mostCoordinates} and ${mostSearches}, at each of which the points are looked for`;
    context.refuse('critical', found, expected);
  }
  for (const { values: parameters } of context.points) {
    if (!lists.has(parameters.join())) lists.set(parameters.join(), pointsOf(spec, context, box, parameters));
  }
  const pieces = Math.max(...[...lists.values()].map((points) => points.length));
  const d = graph.coordinates.length;
  const settings = (parameters: readonly number[]) => {
    const points = lists.get(parameters.join()) ?? [...lists.values()][0];
    return Array.from({ length: pieces }, (_, k) => points[k] ?? points[0]).flat();
  };
  const points = (numbers: readonly number[]) => distinct(numbers, d);
  return {
    codimension: d,
    expressions: graph.coordinates.map((_, i) => graph.coordinate(i)),
    pieces,
    settings,
    points,
    mass(density, numbers, radius) {
      const centres = points(numbers);
      const apart = centres.every((a, k) => centres.slice(0, k).every((b) => distance(a, b) >= 2 * radius));
      const balls = centres.map((centre) =>
        density.tube(
          centre.map((c, i) => graph.sub(graph.coordinate(i), graph.constant(c))),
          radius,
        ),
      );
      return apart && balls.every((mass) => mass !== null) ? balls.reduce((sum, mass) => sum! + mass!, 0) : null;
    },
  };
}

function boxOf({ within }: CriticalSpec, { scope, start, refuse }: ObserverContext): [number, number][] {
  const d = scope.graph.coordinates.length;
  if (within !== undefined) {
    if (within.length !== 1 && within.length !== d) {
      refuse('within', `found ${within.length} ranges`, `expected one or ${d}, one per coordinate`);
    }
    const empty = within.findIndex(([low, high]) => !(low < high));
    if (empty >= 0) refuse(`within.${empty}`, `found ${JSON.stringify(within[empty])}`, 'expected low below high');
    return within.length === d ? within : scope.graph.coordinates.map(() => within[0]);
  }
  if (start.kind === 'uniform') return start.low.map((low, i) => [low, start.high[i]]);
  const spread = start.kind === 'normal' && start.deviation.every((s) => s > 0);
  if (!spread)
    refuse('within', 'found nothing', 'expected [low, high] per coordinate, since all particles start in a point');
  const normal = start as Extract<typeof start, { kind: 'normal' }>;
  return normal.mean.map((mean, i) => [mean - 4 * normal.deviation[i], mean + 4 * normal.deviation[i]]);
}

function pointsOf(
  { critical }: CriticalSpec,
  { scope, target, refuse }: ObserverContext,
  box: readonly (readonly [number, number])[],
  parameters: readonly number[],
): number[][] {
  if (target.potential === null) refuse('critical', 'a drift has no potential', 'name the set by "zero" instead');
  const all = findCriticalPoints(scope.graph, target.potential!, [...parameters], box);
  const found = all.filter((point) => point.type === critical);
  const known =
    all.map(({ type, at }) => `${type} at ${at.map((x) => x.toPrecision(4)).join(', ')}`).join('; ') || 'none at all';
  if (found.length === 0)
    refuse('critical', `found no ${critical} in the box (${known})`, 'give a larger box by "within"');
  if (found.length > mostPoints)
    refuse('critical', `found ${found.length}`, `expected at most ${mostPoints}; give a smaller box by "within"`);
  const flat = found.find((point) => point.degenerate);
  if (flat) {
    const where = flat.at.map((x) => x.toPrecision(4)).join(', ');
    refuse(
      'critical',
      `the ${critical} at ${where} is not isolated, or flat`,
      'name the set by "zero", as in ["norm2(x) - 1"]',
    );
  }
  // As the device holds them.
  return found.map(({ at }) => at.map(Math.fround));
}

function distinct(numbers: readonly number[], d: number): number[][] {
  const all = Array.from({ length: numbers.length / d }, (_, k) => numbers.slice(k * d, (k + 1) * d));
  return all.filter((point, k) => all.findIndex((other) => other.join() === point.join()) === k);
}

const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((x, i) => x - b[i]));
