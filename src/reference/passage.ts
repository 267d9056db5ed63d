import type { Graph, Node } from '../expression';
import { evaluator } from './evaluator';
import { gaussLegendre } from './gaussLegendre';

/** U/T of a potential of one coordinate at given points. */
type Energy = (x: Float64Array) => Float64Array;

/**
 * Mean first-passage time of dX = −U' dt + √(2T) dW from `from` to `to` on the line,
 * τ = (1/T) ∫_from^to e^{U(y)/T} ∫_{−∞}^y e^{−U(z)/T} dz dy for from < to, mirrored otherwise.
 *
 * @returns null when the potential has more than one coordinate or does not confine on the far side of `from`
 */
export function meanPassageTime(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
  from: number,
  to: number,
): number | null {
  if (graph.coordinates.length !== 1) return null;
  if (from === to) return 0;
  const side = to > from ? 1 : -1;
  const energy = reducedEnergy(graph, potential, parameters, temperature, side);
  const [start, end] = [side * from, side * to];
  const low = farEnd(energy, start);
  if (low === null) return null;
  const panels = new Panels(energy, low, end, [start]);
  const [first, last] = [panels.index(start), panels.ends.length - 1];
  const inner = panels.cumulate((_, u) => Math.exp(-u), 0);
  const outer = panels.cumulate((i, u) => Math.exp(u) * inner.atNodes[i], first);
  return finite(outer.atEnds[last] / temperature);
}

/** Null where e^{±U/T} has left the numbers. */
function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}

/**
 * Mean exit time from the interval |x| < radius started at `from`: the solution of T u'' − U' u' = −1 that vanishes at both
 * ends, u = s(x) M(R)/s(R) − M(x) with s = ∫ e^{U/T} from −R and M = (1/T) ∫ e^{U/T} ∫_c e^{−U/T}. The inner integral
 * starts where U is largest, so that its growth is undone by the outer factor instead of cancelling.
 */
export function meanExitTime(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
  from: number,
  radius: number,
): number | null {
  if (graph.coordinates.length !== 1 || Math.abs(from) > radius) return null;
  const energy = reducedEnergy(graph, potential, parameters, temperature, 1);
  const panels = new Panels(energy, -radius, radius, [from]);
  const heights = energy(panels.ends);
  const top = heights.reduce((best, u, i) => (u > heights[best] ? i : best), 0);
  const scale = panels.cumulate((_, u) => Math.exp(u - heights[top]), 0).atEnds;
  const inner = panels.cumulate((_, u) => Math.exp(heights[top] - u), top);
  const mean = panels.cumulate((i, u) => Math.exp(u - heights[top]) * inner.atNodes[i], 0).atEnds;
  const [at, last] = [panels.index(from), panels.ends.length - 1];
  return finite(((scale[at] / scale[last]) * mean[last] - mean[at]) / temperature);
}

function reducedEnergy(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
  side: number,
): Energy {
  const u = evaluator(graph, [potential], [0], parameters);
  return (x) => u([x.map((t) => side * t)], x.length)[0].map((v) => v / temperature);
}

/** A point below `start` past which e^{−U/T} is negligible; null when it does not vanish. */
function farEnd(energy: Energy, start: number): number | null {
  const x = Float64Array.from({ length: 8 * 120 }, (_, k) => start - 2 ** (k / 8 - 20));
  const u = energy(x).map((v) => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : v));
  const lowest = Math.min(...energy(Float64Array.of(start)), ...u);
  const last = u.findLastIndex((v) => v < lowest + 60);
  return last < x.length - 1 && Number.isFinite(lowest) ? x[last + 1] : null;
}

const rule = gaussLegendre(10);
const partial = integrationMatrix();

/** The first `count` of `count` + 1 points from a to b. */
function evenly(a: number, b: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => a + ((b - a) * i) / count);
}

function panelNodes(ends: Float64Array): Float64Array {
  const n = rule.nodes.length;
  return Float64Array.from({ length: (ends.length - 1) * n }, (_, i) => {
    const p = Math.floor(i / n);
    return ends[p] + (ends[p + 1] - ends[p]) * rule.nodes[i % n];
  });
}

/** Halves the panels over which U/T changes by more than 1.5: ten nodes then give e^{±U/T} to rounding. */
function halveSteep(energy: Energy, ends: Float64Array): Float64Array {
  const u = energy(panelNodes(ends)).slice();
  const n = rule.nodes.length;
  const all = Array.from(ends).flatMap((end, p) => {
    const own = u.subarray(p * n, (p + 1) * n);
    const change = own.length === 0 ? 0 : Math.max(...own) - Math.min(...own);
    return change > 1.5 ? [end, (end + ends[p + 1]) / 2] : [end];
  });
  return Float64Array.from(all);
}

/** Panels on which both e^{−U/T} and e^{U/T} are resolved, with Gauss–Legendre nodes on each. */
class Panels {
  ends: Float64Array;
  private readonly energies: Float64Array;

  constructor(energy: Energy, low: number, high: number, marks: readonly number[]) {
    const starts = [low, ...marks.filter((x) => x > low && x < high), high];
    const even = starts.slice(1).flatMap((end, i) => evenly(starts[i], end, 64));
    this.ends = Float64Array.from([...new Set([...even, high])]);
    for (let depth = 0; depth < 40; depth++) {
      const refined = halveSteep(energy, this.ends);
      if (refined.length === this.ends.length) break;
      this.ends = refined;
    }
    this.energies = energy(panelNodes(this.ends)).slice();
  }

  /** Index of a panel end. */
  index(x: number): number {
    return this.ends.indexOf(x);
  }

  /** The integral of f(node index, U/T) from end number `origin`, at all nodes and at all ends. */
  cumulate(f: (i: number, u: number) => number, origin: number): { atNodes: Float64Array; atEnds: Float64Array } {
    const n = rule.nodes.length;
    const values = this.energies.map((u, i) => f(i, u));
    const atEnds = new Float64Array(this.ends.length);
    const pieces = Array.from({ length: this.ends.length - 1 }, (_, p) => {
      const own = values.subarray(p * n, (p + 1) * n);
      return (this.ends[p + 1] - this.ends[p]) * rule.weights.reduce((s, w, j) => s + w * own[j], 0);
    });
    // Outwards from the origin, so that a small integral near it is not the difference of two large ones.
    for (let p = origin; p < pieces.length; p++) atEnds[p + 1] = atEnds[p] + pieces[p];
    for (let p = origin - 1; p >= 0; p--) atEnds[p] = atEnds[p + 1] - pieces[p];
    const atNodes = values.map((_, i) => {
      const p = Math.floor(i / n);
      const row = p >= origin ? partial[i % n] : partial[i % n].map((w, j) => w - rule.weights[j]);
      const width = this.ends[p + 1] - this.ends[p];
      return atEnds[p >= origin ? p : p + 1] + width * row.reduce((s, w, j) => s + w * values[p * n + j], 0);
    });
    return { atNodes, atEnds };
  }
}

/** `[i][j]`: weight of node j in the integral from 0 to node i of the polynomial through the nodes on [0, 1]. */
function integrationMatrix(): Float64Array[] {
  const { nodes, weights } = rule;
  const lagrange = (j: number, x: number) =>
    nodes.reduce((l, t, k) => (k === j ? l : (l * (x - t)) / (nodes[j] - t)), 1);
  return Array.from(nodes, (end) =>
    nodes.map((_, j) => end * weights.reduce((s, w, k) => s + w * lagrange(j, end * nodes[k]), 0)),
  );
}
