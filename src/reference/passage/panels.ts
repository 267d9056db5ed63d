import { gaussLegendre } from '../numerics/gaussLegendre';

/** A function of one variable at many points. */
export type Line = (x: Float64Array) => Float64Array;

const rule = gaussLegendre(10);
const partial = integrationMatrix();

/** Nodes of a panel. */
export const perPanel = rule.nodes.length;
const initial = 64;
const most = 60_000;
/** Change of an exponent over a panel below which ten nodes give e^{±U/T} to rounding, and powers of a radius to 1e-14. */
const steepest = 0.75;

/** Panels of a line with Gauss–Legendre nodes on each, on which some exponents are resolved. */
export class Panels {
  private constructor(
    /** Ends of the panels, ascending, one more than there are panels. */
    readonly ends: Float64Array,
    /** `perPanel` nodes of every panel, one panel after the other. */
    readonly nodes: Float64Array,
  ) {}

  /**
   * Panels from the first to the last of ascending marks, each of which is an end, halved until no exponent changes by more
   * than 0.75 over one and each is its interpolant to 1e-7; about a kink or a jump, down to 1e-12 of the whole.
   *
   * @returns null when that takes more than 60 000 panels, or an exponent is not a number
   */
  static over(marks: readonly number[], exponents: readonly Line[]): Panels | null {
    const even = marks.slice(1).flatMap((end, i) => evenly(marks[i], end, initial));
    let ends: Float64Array = Float64Array.from([...even, marks[marks.length - 1]]);
    while (ends.length <= most) {
      const refined = halveSteep(exponents, ends);
      if (refined === null) return null;
      if (refined.length === ends.length) return new Panels(ends, panelNodes(ends, Array.from(rule.nodes)));
      ends = refined;
    }
    return null;
  }

  get count(): number {
    return this.ends.length - 1;
  }

  width(panel: number): number {
    return this.ends[panel + 1] - this.ends[panel];
  }

  /** Weights of the nodes in the integral over the whole line. */
  weights(): Float64Array {
    return this.nodes.map((_, i) => this.width(Math.floor(i / perPanel)) * rule.weights[i % perPanel]);
  }
}

/** The integral over the unit panel of the polynomial through `values`, one a node. */
export function whole(values: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < perPanel; j++) sum += rule.weights[j] * values[j];
  return sum;
}

/** The integral from 0 to node i of the unit panel of the polynomial through `values`. */
export function upTo(i: number, values: Float64Array): number {
  const row = partial[i];
  let sum = 0;
  for (let j = 0; j < perPanel; j++) sum += row[j] * values[j];
  return sum;
}

/** The first `count` of `count` + 1 points from a to b. */
function evenly(a: number, b: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => a + ((b - a) * i) / count);
}

function panelNodes(ends: Float64Array, unit: readonly number[]): Float64Array {
  return Float64Array.from({ length: (ends.length - 1) * unit.length }, (_, i) => {
    const p = Math.floor(i / unit.length);
    return ends[p] + (ends[p + 1] - ends[p]) * unit[i % unit.length];
  });
}

/** Where in a panel an exponent is compared with its interpolant, and how close it has to be. */
const trials = [0.5, 0.23];
const misfit = 1e-7;
const narrowest = 1e-12;
const trialWeights = trials.map(lagrange);

/** Null where an exponent is not a number. */
function halveSteep(exponents: readonly Line[], ends: Float64Array): Float64Array | null {
  const nodes = panelNodes(ends, Array.from(rule.nodes));
  const between = panelNodes(ends, trials);
  const values = exponents.map((exponent) => exponent(nodes).slice());
  if (!values.every((v) => v.every(Number.isFinite))) return null;
  const found = exponents.map((exponent) => exponent(between).slice());
  const span = ends[ends.length - 1] - ends[0];
  const halve = (p: number) =>
    values.some(
      (v, k) => change(v, p) > steepest || (ends[p + 1] - ends[p] > narrowest * span && !fits(v, found[k], p)),
    );
  const refined = Array.from(ends).flatMap((end, p) =>
    p < ends.length - 1 && halve(p) ? [end, (end + ends[p + 1]) / 2] : [end],
  );
  return Float64Array.from(refined);
}

function fits(values: Float64Array, found: Float64Array, panel: number): boolean {
  return trialWeights.every((weights, t) => {
    let sum = 0;
    for (let j = 0; j < perPanel; j++) sum += weights[j] * values[panel * perPanel + j];
    const value = found[panel * trials.length + t];
    return Math.abs(sum - value) <= misfit + 1e-12 * Math.abs(value);
  });
}

function change(values: Float64Array, panel: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = panel * perPanel; i < (panel + 1) * perPanel; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return high - low;
}

/** Values at x of the polynomials that are 1 at one node of [0, 1] and 0 at the others. */
function lagrange(x: number): number[] {
  const { nodes } = rule;
  return Array.from(nodes, (own, j) => nodes.reduce((l, t, k) => (k === j ? l : (l * (x - t)) / (own - t)), 1));
}

/** `[i][j]`: weight of node j in the integral from 0 to node i of the polynomial through the nodes on [0, 1]. */
function integrationMatrix(): Float64Array[] {
  const { nodes, weights } = rule;
  return Array.from(nodes, (end) => {
    const shapes = Array.from(nodes, (t) => lagrange(end * t));
    return nodes.map((_, j) => end * weights.reduce((s, w, k) => s + w * shapes[k][j], 0));
  });
}
