import { evaluator } from '../numerics/evaluator';
import type { LineLaw } from './passageStart';
import type { Reduced } from './radial';

/** Two functions of the plane at points given by columns; the values of a call are overwritten by the next. */
export interface PlaneProblem {
  /** U/T, infinite where it is not a number. */
  energy(x: Float64Array, y: Float64Array): Float64Array;
  /** Arrived where it is ≥ 0; not a number counts as outside. */
  region(x: Float64Array, y: Float64Array): Float64Array;
  temperature: number;
  /** U/T at the middle of the start: an origin that every lattice shares. */
  level: number;
  laws: readonly [LineLaw, LineLaw];
}

export function planeProblem(
  { setting, coordinates, potential, region }: Reduced,
  laws: [LineLaw, LineLaw],
): PlaneProblem {
  const { graph, parameters, temperature } = setting;
  const [u, f] = [potential, region].map((node) => evaluator(graph, [node], coordinates, parameters));
  const middle = laws.map(({ support: [a, b] }) => Float64Array.of((a + b) / 2));
  const level = u(middle, 1)[0][0] / temperature;
  return {
    level: Number.isFinite(level) ? level : 0,
    energy: (x, y) => u([x, y], x.length)[0].map((v) => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : v / temperature)),
    region: (x, y) => f([x, y], x.length)[0].map((v) => (Number.isNaN(v) ? -1 : v)),
    temperature,
    laws,
  };
}

/** Nodes along one coordinate. */
export interface Axis {
  at: Float64Array;
  /** Ends of the cells around the nodes, one more than there are nodes. */
  edges: Float64Array;
}

/** Nodes of a rectangle, numbered row by row: node (i, j) is i + j·columns. */
export interface Lattice {
  columns: number;
  rows: number;
  axes: readonly [Axis, Axis];
  x: Float64Array;
  y: Float64Array;
}

export type Rectangle = readonly [x: readonly [number, number], y: readonly [number, number]];

/** Where a part of the nodes is concentrated: spacings there are in proportion to √(size² + distance²). */
export interface Focus {
  centre: number;
  size: number;
}

export type Foci = readonly [Focus | null, Focus | null];

/** About n × n nodes over a rectangle, one of them at the start where it is a point. */
export function lattice(rectangle: Rectangle, n: number, laws: readonly LineLaw[], foci: Foci = [null, null]): Lattice {
  const [across, upwards] = rectangle.map((ends, d) => axis(ends, n, laws[d], foci[d]));
  const [columns, rows] = [across.at.length, upwards.at.length];
  const x = Float64Array.from({ length: columns * rows }, (_, k) => across.at[k % columns]);
  const y = Float64Array.from({ length: columns * rows }, (_, k) => upwards.at[Math.floor(k / columns)]);
  return { columns, rows, axes: [across, upwards], x, y };
}

function axis([low, high]: readonly [number, number], n: number, law: LineLaw, focus: Focus | null): Axis {
  const position = stretch(low, high, focus);
  const anchor = law.point ? law.marks[0] : low;
  const first = Math.floor((position(low) - position(anchor)) * (n - 1));
  const half = (k: number) => invert(position, position(anchor) + (first + k / 2) / (n - 1), low, high);
  const at = Float64Array.from({ length: n + 1 }, (_, k) => (first + k === 0 ? anchor : half(2 * k)));
  return { at, edges: Float64Array.from({ length: n + 2 }, (_, k) => half(2 * k - 1)) };
}

/** Part of the nodes that a focus draws. */
const focused = 0.65;

/** A smooth growing function from 0 at one end to 1 at the other, in even steps of which the nodes lie. */
function stretch(low: number, high: number, focus: Focus | null): (x: number) => number {
  const even = (x: number) => (x - low) / (high - low);
  if (!focus) return even;
  const arc = (x: number) => Math.asinh((x - focus.centre) / focus.size);
  return (x) => (1 - focused) * even(x) + (focused * (arc(x) - arc(low))) / (arc(high) - arc(low));
}

function invert(position: (x: number) => number, value: number, low: number, high: number): number {
  let [a, b] = [low - (high - low), high + (high - low)];
  for (let step = 0; step < 100; step++) {
    const middle = (a + b) / 2;
    if (middle === a || middle === b) break;
    if (position(middle) < value) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** Depth of e^{−U/T} below its largest value that is let go of. */
const depth = 30;

/** Nodes that particles reach from the start before they arrive: `number` is their place among them, −1 for others. */
export interface Reached {
  number: Int32Array;
  count: number;
  energies: Float64Array;
  /** Whether some lie on the edge of the lattice. */
  open: boolean;
}

/** Null when none of the start's nodes is outside of the region. */
export function reached({ energy, region, laws }: PlaneProblem, grid: Lattice): Reached | null {
  const energies = energy(grid.x, grid.y);
  const inside = region(grid.x, grid.y).map((f) => (f < 0 ? 1 : 0));
  const starts = startNodes(grid, laws).filter((k) => inside[k] === 1 && Number.isFinite(energies[k]));
  if (starts.length === 0) return null;
  const connected = flood(grid, starts, (k) => inside[k] === 1 && Number.isFinite(energies[k]));
  const lowest = connected.reduce((m, c, k) => (c ? Math.min(m, energies[k]) : m), Number.POSITIVE_INFINITY);
  const highest = starts.reduce((m, k) => Math.max(m, energies[k]), lowest + depth - 2) + 2;
  const low = flood(grid, starts, (k) => connected[k] === 1 && energies[k] <= highest);
  let count = 0;
  let open = false;
  const number = Int32Array.from(low, (c, k) => {
    const [i, j] = [k % grid.columns, Math.floor(k / grid.columns)];
    if (c && (i === 0 || j === 0 || i === grid.columns - 1 || j === grid.rows - 1)) open = true;
    return c ? count++ : -1;
  });
  return { number, count, energies, open };
}

function startNodes({ columns, rows, axes }: Lattice, laws: readonly LineLaw[]): number[] {
  const near = ({ edges }: Axis, i: number, [low, high]: readonly [number, number]) =>
    edges[i + 1] >= low && edges[i] <= high;
  const nodes = Array.from({ length: columns * rows }, (_, k) => k);
  return nodes.filter(
    (k) => near(axes[0], k % columns, laws[0].support) && near(axes[1], Math.floor(k / columns), laws[1].support),
  );
}

function flood({ columns, rows }: Lattice, starts: readonly number[], allowed: (k: number) => boolean): Uint8Array {
  const seen = new Uint8Array(columns * rows);
  const stack = starts.filter(allowed);
  for (const k of stack) seen[k] = 1;
  const visit = (k: number) => {
    if (seen[k] || !allowed(k)) return;
    seen[k] = 1;
    stack.push(k);
  };
  for (let k = stack.pop(); k !== undefined; k = stack.pop()) {
    const i = k % columns;
    if (i > 0) visit(k - 1);
    if (i < columns - 1) visit(k + 1);
    if (k >= columns) visit(k - columns);
    if (k < columns * (rows - 1)) visit(k + columns);
  }
  return seen;
}

/**
 * A rectangle that holds all that particles reach before they arrive: one around the start that grows until they stay within
 * it, then tightened twice. Null when they leave every one, as where U does not confine.
 */
export function reachedRectangle(problem: PlaneProblem): Rectangle | null {
  const centre = problem.laws.map(({ support: [a, b] }) => (a + b) / 2);
  const half = problem.laws.map(({ support: [a, b] }) => (b - a) / 2);
  for (let k = -8; k < 40; k++) {
    const side = (d: number): [number, number] => [centre[d] - half[d] - 2 ** k, centre[d] + half[d] + 2 ** k];
    const box = tightened(problem, [side(0), side(1)]);
    if (box) return tightened(problem, box) ?? box;
  }
  return null;
}

/** The part of a rectangle that is reached, and a little more; null where that touches its edge. */
function tightened(problem: PlaneProblem, box: Rectangle): Rectangle | null {
  const grid = lattice(box, 80, problem.laws);
  const found = reached(problem, grid);
  if (!found || found.open) return null;
  const side = (t: Float64Array, { at }: Axis): [number, number] => {
    const own = t.filter((_, k) => found.number[k] >= 0);
    const margin = 1.5 * (at[1] - at[0]);
    return [own.reduce((a, b) => Math.min(a, b)) - margin, own.reduce((a, b) => Math.max(a, b)) + margin];
  };
  return [side(grid.x, grid.axes[0]), side(grid.y, grid.axes[1])];
}
