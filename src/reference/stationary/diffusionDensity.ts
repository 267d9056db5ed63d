import type { Graph, Node } from '../../expression';
import type { Density } from '../../model/density';
import { evaluator } from '../numerics/evaluator';
import { gaussLegendre } from '../numerics/gaussLegendre';
import type { Marginal } from './factor';
import { Joint } from './joint';

/**
 * The stationary density of the Itô equation dX = −slope dt + √(2D) dW on the line, π ∝ (1/D) exp(−∫ slope/D)
 * (Risken, The Fokker–Planck Equation, 1989, §5.2).
 *
 * @param slope minus the drift, over the one coordinate of `graph`
 * @param diffusion D
 * @param parameterValues one per parameter of the graph
 * @returns null for more than one coordinate, where D is not positive wherever π is not negligible or is positive in several
 *   separate parts, where slope/D cannot be integrated, or where π has no finite integral. `normalizer()` is null: the
 *   integral has no origin of its own
 */
export function diffusionDensity(
  graph: Graph,
  slope: Node,
  diffusion: Node,
  parameterValues: readonly number[],
): Density | null {
  if (graph.coordinates.length !== 1) return null;
  const ratio = graph.div(slope, diffusion);
  const potential = Potential.of(columnwise(evaluator(graph, [ratio, diffusion], [0], parameterValues)));
  if (!potential) return null;
  const marginal: Marginal = { coordinates: [0], log: ([x], n) => potential.logDensity(x.subarray(0, n)) };
  // The temperature is that of factors exp(−U/T), of which there is none here.
  const joint = Joint.over({ graph, parameters: parameterValues, temperature: 1 }, [marginal]);
  return joint && lineDensity(graph, joint);
}

/** Answers about a density of one coordinate. */
function lineDensity(graph: Graph, joint: Joint): Density {
  const mean = (f: Node) => joint.mean(f);
  const centred = (f: Node, m: number) => graph.sub(f, graph.constant(m));
  return {
    normalizer: () => null,
    mean,
    covariance: (f, g) => {
      const [a, b] = [mean(f), mean(g)];
      return a === null || b === null ? null : mean(graph.mul(centred(f, a), centred(g, b)));
    },
    bins1d: (f, edges) => joint.bins(f, edges),
    bins2d: () => null,
    tube: (zeros, radius) => (zeros.length === 1 ? (joint.bins(zeros[0], [-radius, radius])?.masses[0] ?? null) : null),
  };
}

/** slope/D and D at points; overwritten by the next call. */
type Ratio = (x: Float64Array) => [ratio: Float64Array, diffusion: Float64Array];

function columnwise(evaluate: ReturnType<typeof evaluator>): Ratio {
  return (x) => evaluate([x], x.length) as [Float64Array, Float64Array];
}

interface Panel {
  low: number;
  high: number;
  /** ∫ slope/D and ∫ |slope/D| over the panel. */
  integral: number;
  size: number;
  /** Largest −log D over nodes and ends, and by how much log D varies over them. */
  height: number;
  spread: number;
  /** At how many of the points D is not positive or slope/D not finite. */
  bad: 'none' | 'some' | 'all';
}

const rule = gaussLegendre(10);
const farthest = 2 ** 100;
/** Depth, in units of the log density, past which nothing is looked at; the quadrature of the density goes down to 140. */
const depth = 300;

/** When a panel needs no halving: the change, absolute or relative to ∫ |slope/D|, and how far ∫ may turn back inside. */
interface Accuracy {
  absolute: number;
  relative: number;
  turn: number;
  /** Most panels. */
  most: number;
}

const rough: Accuracy = { absolute: 0.1, relative: 0.05, turn: 1, most: 40_000 };
// Halving shrinks the error of ten nodes about 2^20-fold: what is accepted at 1e-11 is exact to rounding.
const fine: Accuracy = { absolute: 1e-12, relative: 1e-11, turn: Number.POSITIVE_INFINITY, most: 40_000 };

/** ∫ slope/D as prefix sums over panels on which ten Gauss–Legendre nodes resolve slope/D. */
class Potential {
  private readonly ends: Float64Array;
  /** ∫ to every panel's lower end from one end near the largest density, where rounding is then least. */
  private readonly prefix: Float64Array;

  private constructor(
    private readonly ratio: Ratio,
    panels: readonly Panel[],
  ) {
    this.ends = Float64Array.from([...panels.map((p) => p.low), panels[panels.length - 1].high]);
    this.prefix = cumulate(panels, survey(panels).top);
  }

  /** A rough pass over all scales finds where the density is, a fine one integrates there. */
  static of(ratio: Ratio): Potential | null {
    const all = resolve(ratio, octaves(), rough);
    const panels = all && positivePart(all);
    if (!panels || panels.length === 0) return null;
    const { first, last } = survey(panels);
    // Where D ends before the density does, what happens there is not known.
    if (first === 0 && panels[0].low > -farthest) return null;
    if (last === panels.length - 1 && panels[last].high < farthest) return null;
    const lines = [...panels.slice(first, last + 1).map((p) => p.low), panels[last].high];
    const exact = resolve(ratio, lines, fine);
    if (!exact?.every((p) => p.bad === 'none')) return null;
    // The rough panels further out lead the search for the largest density to it.
    return new Potential(ratio, [...panels.slice(0, first), ...exact, ...panels.slice(last + 1)]);
  }

  /** −log D − ∫ slope/D up to a constant; −∞ outside the panels. */
  logDensity(x: Float64Array): Float64Array {
    const n = rule.nodes.length;
    const panel = Int32Array.from(x, (t) => this.panelOf(t));
    const nodes = new Float64Array(x.length * n);
    x.forEach((t, i) => {
      const low = this.ends[panel[i]];
      for (let j = 0; j < n; j++) nodes[i * n + j] = low + (t - low) * rule.nodes[j];
    });
    const values = this.ratio(nodes)[0].slice();
    const diffusion = this.ratio(x)[1];
    return x.map((t, i) => {
      if (!(t >= this.ends[0] && t <= this.ends[this.ends.length - 1])) return Number.NEGATIVE_INFINITY;
      let mean = 0;
      for (let j = 0; j < n; j++) mean += rule.weights[j] * values[i * n + j];
      return -Math.log(diffusion[i]) - this.prefix[panel[i]] - (t - this.ends[panel[i]]) * mean;
    });
  }

  /** Number of the last panel that begins at or below x, the first for x below all. */
  private panelOf(x: number): number {
    let [low, high] = [0, this.ends.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] <= x) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** 0 and ± powers of two up to 2^100, eight per octave from 2^−24 to 2^12. */
function octaves(): number[] {
  const exponents = Array.from({ length: 8 * 36 }, (_, k) => k / 8 - 24);
  const right = [...exponents, ...Array.from({ length: 89 }, (_, k) => 12 + k)].map((e) => 2 ** e);
  return [...right.map((x) => -x).reverse(), 0, ...right];
}

/** Panels between the lines, halved until each is accurate; null when that takes too many. */
function resolve(ratio: Ratio, lines: readonly number[], accuracy: Accuracy): Panel[] | null {
  let open = measure(ratio, lines.slice(0, -1), lines.slice(1));
  const done: Panel[] = [];
  for (let halving = 0; open.length > 0 && halving < 50; halving++) {
    const middles = open.map((p) => (p.low + p.high) / 2);
    const lows = open.flatMap((p, i) => [p.low, middles[i]]);
    const halves = measure(
      ratio,
      lows,
      open.flatMap((p, i) => [middles[i], p.high]),
    );
    const next: Panel[] = [];
    open.forEach((parent, i) => {
      const own = halves.slice(2 * i, 2 * i + 2);
      (accurate(parent, own, accuracy) ? done : next).push(...own);
    });
    if (done.length + next.length > accuracy.most) return null;
    open = next;
  }
  const panels = [...done, ...open.map((p): Panel => ({ ...p, bad: 'all' }))];
  return panels.sort((a, b) => a.low - b.low);
}

function accurate(parent: Panel, halves: readonly Panel[], { absolute, relative, turn }: Accuracy): boolean {
  if (parent.bad !== 'none') return parent.bad === 'all';
  // About a zero of D, slope/D has a pole that looks alike at every scale; halving about it then never ends.
  if (parent.spread > Math.log(4)) return false;
  const [integral, size] = [halves[0].integral + halves[1].integral, halves[0].size + halves[1].size];
  return Math.abs(integral - parent.integral) <= absolute + relative * size && size - Math.abs(integral) <= turn;
}

function measure(ratio: Ratio, lows: readonly number[], highs: readonly number[]): Panel[] {
  const n = rule.nodes.length + 2;
  const unit = [0, ...rule.nodes, 1];
  const x = Float64Array.from({ length: lows.length * n }, (_, k) => {
    const p = Math.floor(k / n);
    return lows[p] + (highs[p] - lows[p]) * unit[k % n];
  });
  const [values, diffusion] = ratio(x);
  return lows.map((low, p) =>
    summary(low, highs[p], values.subarray(p * n + 1), diffusion.subarray(p * n, (p + 1) * n)),
  );
}

function summary(low: number, high: number, values: Float64Array, diffusion: Float64Array): Panel {
  let [integral, size, bad] = [0, 0, 0];
  rule.weights.forEach((w, j) => {
    integral += (high - low) * w * values[j];
    size += (high - low) * w * Math.abs(values[j]);
    if (!Number.isFinite(values[j])) bad++;
  });
  bad += diffusion.reduce((count, d) => count + (d > 0 ? 0 : 1), 0);
  if (!Number.isFinite(size)) bad = Number.POSITIVE_INFINITY;
  const height = -Math.log(Math.min(...diffusion));
  const spread = height + Math.log(Math.max(...diffusion));
  return {
    low,
    high,
    integral,
    size,
    height,
    spread,
    bad: bad === 0 ? 'none' : bad < rule.nodes.length ? 'some' : 'all',
  };
}

/** The panels around zero where D and slope/D are sound; null when there are others apart from them. */
function positivePart(panels: readonly Panel[]): Panel[] | null {
  const zero = panels.findIndex((p) => p.low === 0);
  const right = panels.findIndex((p, i) => i >= zero && p.bad !== 'none');
  const left = panels.findLastIndex((p, i) => i < zero && p.bad !== 'none');
  const part = panels.slice(left + 1, right < 0 ? panels.length : right);
  return part.length === panels.filter((p) => p.bad === 'none').length ? part : null;
}

/** Number of the panel with the largest bound on its log density, and of the first and last not negligible beside it. */
function survey(panels: readonly Panel[]): { top: number; first: number; last: number } {
  const zero = panels.findIndex((p) => p.high > 0);
  const prefix = cumulate(panels, zero < 0 ? panels.length : zero);
  const tops = panels.map((p, i) => p.height - Math.min(prefix[i], prefix[i + 1]));
  const top = tops.reduce((best, t, i) => (t > tops[best] ? i : best), 0);
  const near = (t: number) => t >= tops[top] - depth;
  return { top, first: tops.findIndex(near), last: tops.findLastIndex(near) };
}

/** ∫ slope/D from the lower end of panel number `origin` to every end, summed outwards. */
function cumulate(panels: readonly Panel[], origin: number): Float64Array {
  const sums = new Float64Array(panels.length + 1);
  for (let p = origin; p < panels.length; p++) sums[p + 1] = sums[p] + panels[p].integral;
  for (let p = origin - 1; p >= 0; p--) sums[p] = sums[p + 1] - panels[p].integral;
  return sums;
}
