import { gradient, type Node } from '../../expression';
import { evaluator } from '../numerics/evaluator';
import { gaussLegendre } from '../numerics/gaussLegendre';
import type { Box, Integrand } from '../numerics/quadrature';
import { binOf } from './binOf';
import type { Setting } from './factor';

type Density = (columns: Float64Array[], n: number) => Float64Array;

const rule = gaussLegendre(10);
const deepest = 12;
const mostBoxes = 30_000;

/**
 * Masses of {f < e₀}, {e₀ ≤ f < e₁}, …, {e_last ≤ f} for a smooth function of two coordinates.
 *
 * Boxes are halved until f lies within one bin, or rises or falls strictly along one side (the height). Then the other side
 * (the base) is cut where a level enters or leaves through the bottom or the top, so that every level is a smooth graph
 * over each piece, and Gauss rules along base and height keep their order. Null when f needs too many boxes, as where it
 * has kinks.
 *
 * Source: Saye, SIAM Journal on Scientific Computing 37 (2015) A993, with samples in place of interval arithmetic.
 */
export function levelMasses(
  setting: Setting,
  coordinates: readonly number[],
  density: Density,
  leaves: readonly Box[],
  f: Node,
  edges: readonly number[],
): Float64Array | null {
  const slopes = gradient(setting.graph, f);
  const jet = evaluator(setting.graph, [f, ...coordinates.map((c) => slopes[c])], coordinates, setting.parameters);
  const sorted = sortBoxes(jet, leaves, edges);
  if (!sorted) return null;
  const masses = new Float64Array(edges.length + 1);
  addWholeBoxes(density, sorted.whole, masses);
  const value: Density = (columns, n) => jet(columns, n)[0].slice();
  sorted.graphs.forEach((boxes, height) => {
    const columns = (base: Float64Array, up: Float64Array) => (height === 0 ? [up, base] : [base, up]);
    const over = (g: Density) => (base: Float64Array, up: Float64Array) => g(columns(base, up), base.length);
    addGraphs(
      over(value),
      over(density),
      boxes.map((b) => oriented(b, height)),
      edges,
      masses,
    );
  });
  return masses;
}

/** Boxes inside one bin (their group), and boxes over which f is monotonic along dimension 0 or 1. */
function sortBoxes(jet: Integrand, leaves: readonly Box[], edges: readonly number[]) {
  const whole: Box[] = [];
  const graphs: [Box[], Box[]] = [[], []];
  let level = [...leaves];
  for (let depth = 0; level.length > 0; depth++) {
    const open: Box[] = [];
    for (const box of level) {
      const { low, high, middle, height } = inspect(jet, box);
      const bins = [binOf(low, edges), binOf(high, edges)];
      if (bins[0] === bins[1]) whole.push({ ...box, group: bins[0] });
      else if (height !== undefined) graphs[height].push(box);
      else if (depth === deepest) whole.push({ ...box, group: binOf(middle, edges) });
      else open.push(...quarters(box));
    }
    if (open.length + whole.length + graphs[0].length + graphs[1].length > mostBoxes) return null;
    level = open;
  }
  return { whole, graphs };
}

const side = 5;

/** Range of f over a box with some margin, and a dimension along which its slope keeps its sign and most of its size. */
function inspect(jet: Integrand, { low, high }: Box) {
  const place = (d: number, k: number) => low[d] + ((high[d] - low[d]) * k) / (side - 1);
  const x = Float64Array.from({ length: side * side }, (_, i) => place(0, i % side));
  const y = Float64Array.from({ length: side * side }, (_, i) => place(1, Math.floor(i / side)));
  const [f, ...slopes] = jet([x, y], x.length);
  const [least, most] = [Math.min(...f), Math.max(...f)];
  const margin = 0.1 * (most - least);
  const definite = (s: Float64Array) => {
    const [a, b] = [Math.min(...s), Math.max(...s)];
    return a * b > 0 && Math.min(Math.abs(a), Math.abs(b)) > 0.25 * Math.max(Math.abs(a), Math.abs(b));
  };
  const height = ([1, 0] as const).find((d) => definite(slopes[d]));
  return { low: least - margin, high: most + margin, middle: f[(side * side - 1) / 2], height };
}

function quarters({ low, high, group }: Box): Box[] {
  const middle = low.map((a, d) => (a + high[d]) / 2);
  return [0, 1, 2, 3].map((q) => ({
    group,
    low: low.map((a, d) => ((q >> d) & 1 ? middle[d] : a)),
    high: high.map((b, d) => ((q >> d) & 1 ? b : middle[d])),
  }));
}

function addWholeBoxes(density: Density, boxes: readonly Box[], masses: Float64Array): void {
  for (const { low, high, group } of boxes) {
    const n = rule.nodes.length;
    const x = Float64Array.from({ length: n * n }, (_, i) => low[0] + (high[0] - low[0]) * rule.nodes[i % n]);
    const y = Float64Array.from(
      { length: n * n },
      (_, i) => low[1] + (high[1] - low[1]) * rule.nodes[Math.floor(i / n)],
    );
    const p = density([x, y], n * n);
    const area = (high[0] - low[0]) * (high[1] - low[1]);
    for (let i = 0; i < n * n; i++)
      masses[group] += area * rule.weights[i % n] * rule.weights[Math.floor(i / n)] * p[i];
  }
}

/** A box as a base interval and a height interval. */
interface Column {
  base: [number, number];
  up: [number, number];
}

function oriented({ low, high }: Box, height: number): Column {
  return { base: [low[1 - height], high[1 - height]], up: [low[height], high[height]] };
}

type Plane = (base: Float64Array, up: Float64Array) => Float64Array;

/** Adds the masses of columns over which f is monotonic upwards or downwards. */
function addGraphs(
  f: Plane,
  density: Plane,
  columns: readonly Column[],
  edges: readonly number[],
  masses: Float64Array,
) {
  const nodes = columns.flatMap((column) => baseNodes(column, baseCuts(f, column, edges)));
  const roots = levelRoots(f, nodes, edges);
  const pieces = nodes.flatMap((node, i) => {
    const ends = [node.up[0], ...roots[i].sort((a, b) => a - b), node.up[1]];
    return ends
      .slice(1)
      .map((high, k) => ({ at: node.at, weight: node.weight * (high - ends[k]), low: ends[k], high }));
  });
  const n = rule.nodes.length;
  const base = Float64Array.from({ length: pieces.length * n }, (_, i) => pieces[Math.floor(i / n)].at);
  const up = base.map((_, i) => {
    const { low, high } = pieces[Math.floor(i / n)];
    return low + (high - low) * rule.nodes[i % n];
  });
  const p = density(base, up);
  const middles = f(
    Float64Array.from(pieces, (q) => q.at),
    Float64Array.from(pieces, (q) => (q.low + q.high) / 2),
  );
  pieces.forEach(({ weight }, q) => {
    const bin = binOf(middles[q], edges);
    for (let k = 0; k < n; k++) masses[bin] += weight * rule.weights[k] * p[q * n + k];
  });
}

/** Places on the base where some level crosses the bottom or the top. */
function baseCuts(f: Plane, { base, up }: Column, edges: readonly number[]): number[] {
  const x = Float64Array.from({ length: 9 }, (_, k) => base[0] + ((base[1] - base[0]) * k) / 8);
  return up.flatMap((height) => {
    const along = (t: Float64Array) => f(t, new Float64Array(t.length).fill(height));
    const y = along(x);
    const crossed = edges.slice(binOf(Math.min(...y), edges), binOf(Math.max(...y), edges));
    return crossed.flatMap((e) => {
      const at = range(8).filter((k) => y[k] < e !== y[k + 1] < e);
      return at.map((k) => bisect(along, [x[k]], [x[k + 1]], [e])[0]);
    });
  });
}

function baseNodes({ base, up }: Column, cuts: number[]) {
  const ends = [base[0], ...cuts.sort((a, b) => a - b), base[1]];
  return range(ends.length - 1).flatMap((k) =>
    range(rule.nodes.length).map((i) => ({
      up,
      at: ends[k] + (ends[k + 1] - ends[k]) * rule.nodes[i],
      weight: (ends[k + 1] - ends[k]) * rule.weights[i],
    })),
  );
}

/** Per node of the base, the heights at which f takes the levels between its values at the bottom and at the top. */
function levelRoots(f: Plane, nodes: { at: number; up: [number, number] }[], edges: readonly number[]): number[][] {
  const at = Float64Array.from(nodes, (v) => v.at);
  const bottom = f(
    at,
    Float64Array.from(nodes, (v) => v.up[0]),
  );
  const top = f(
    at,
    Float64Array.from(nodes, (v) => v.up[1]),
  );
  const wanted = nodes.flatMap((node, i) => {
    const [a, b] = [bottom[i], top[i]].sort((p, q) => p - q);
    return edges.slice(binOf(a, edges), binOf(b, edges)).map((level) => ({ i, node, level }));
  });
  const base = Float64Array.from(wanted, (w) => w.node.at);
  const found = bisect(
    (y) => f(base, y),
    wanted.map((w) => w.node.up[0]),
    wanted.map((w) => w.node.up[1]),
    wanted.map((w) => w.level),
  );
  const roots = nodes.map((): number[] => []);
  wanted.forEach(({ i }, k) => {
    roots[i].push(found[k]);
  });
  return roots;
}

/** Many bisections at once: where g crosses `levels[k]` between `from[k]` and `to[k]`. */
function bisect(g: (t: Float64Array) => Float64Array, from: number[], to: number[], levels: number[]): Float64Array {
  const low = Float64Array.from(from);
  const high = Float64Array.from(to);
  const start = g(low).slice();
  for (let step = 0; step < 50; step++) {
    const middle = low.map((l, k) => (l + high[k]) / 2);
    const value = g(middle);
    for (let k = 0; k < middle.length; k++) {
      if (value[k] < levels[k] === start[k] < levels[k]) low[k] = middle[k];
      else high[k] = middle[k];
    }
  }
  return high;
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
