import { type Lobatto, lagrange, lobatto } from '../numerics/lobatto';

/** A function of one variable at many points; the values of a call may be overwritten by the next. */
export type Line = (x: Float64Array) => Float64Array;

/** A function that the polynomials of a mesh must follow. */
export interface Field {
  value: Line;
  /** Largest error of the interpolation between the nodes of an element. */
  tolerance: number;
  /** Largest change over an element. */
  change: number;
}

/** Where a mesh has to be fine: elements at a distance d are at most max(smallest, d) wide. */
export interface Focus {
  at: number;
  smallest: number;
}

interface Request {
  low: number;
  high: number;
  /** Points that have to be ends of elements; of several next to each other, the first. */
  marks: readonly number[];
  fields: readonly Field[];
  focuses: readonly Focus[];
  /** Times that every element is halved once more. */
  extra: number;
}

/** Degree whose interpolation decides on the ends of elements, so that meshes of several degrees have the same. */
const trial = lobatto(8);
const between = Float64Array.from({ length: 7 }, (_, k) => (trial.nodes[k] + trial.nodes[k + 1]) / 2 + 1e-3);
const interpolation = Array.from(between, (s) => lagrange(trial, s));
const deepest = 7;
const mostElements = 1600;
const first = 16;

/** Ends of elements, halved until every field is resolved; null when that takes too many. */
export function elementEnds(request: Request): Float64Array | null {
  const { low, high, marks, extra } = request;
  const even = Array.from({ length: first + 1 }, (_, i) => low + ((high - low) * i) / first);
  let ends: Float64Array = Float64Array.from(
    new Set([...apart(even, marks, (high - low) / first / 4), ...inside(marks, low, high)]),
  );
  ends.sort();
  for (let depth = 0; depth < deepest + 6; depth++) {
    const refined = halved(ends, tooWide(request, ends, depth));
    if (refined.length > mostElements) return null;
    if (refined.length === ends.length) break;
    ends = refined;
  }
  for (let k = 0; k < extra; k++) ends = halved(ends, () => true);
  return ends.length > mostElements ? null : ends;
}

function inside(marks: readonly number[], low: number, high: number): number[] {
  // A sliver between two marks costs more, in rounding, than what it resolves.
  const near = 1e-4 * (high - low);
  const kept: number[] = [];
  for (const x of marks) {
    if (x - low > near && high - x > near && kept.every((m) => Math.abs(m - x) > near)) kept.push(x);
  }
  return kept;
}

/** The even points less those inside that lie next to a mark. */
function apart(even: readonly number[], marks: readonly number[], distance: number): number[] {
  const far = (x: number) => marks.every((m) => Math.abs(x - m) > distance);
  return even.filter((x, i) => i === 0 || i === even.length - 1 || far(x));
}

function halved(ends: Float64Array, wide: (element: number) => boolean): Float64Array {
  const all: number[] = [];
  ends.forEach((x, e) => {
    all.push(x);
    if (e + 1 < ends.length && wide(e)) all.push((x + ends[e + 1]) / 2);
  });
  return Float64Array.from(all);
}

/** Whether an element has to be halved; after `deepest` halvings only for the sake of a focus or of a large change. */
function tooWide({ fields, focuses }: Request, ends: Float64Array, depth: number): (element: number) => boolean {
  const at = pointsOf(ends, trial.nodes.map(inwards));
  const middle = pointsOf(ends, between);
  const tests = fields.map(({ value, tolerance, change }) => {
    const own = value(at).slice();
    const there = value(middle).slice();
    return (e: number) => {
      const y = own.subarray(e * trial.nodes.length, (e + 1) * trial.nodes.length);
      if (Math.max(...y) - Math.min(...y) > change) return true;
      const misses = (w: Float64Array, k: number) =>
        Math.abs(w.reduce((s, v, i) => s + v * y[i], 0) - there[e * between.length + k]) > tolerance;
      return depth < deepest && interpolation.some(misses);
    };
  });
  const near = (e: number) => focuses.some((f) => ends[e + 1] - ends[e] > Math.max(f.smallest, gap(ends, e, f.at)));
  return (e) => near(e) || tests.some((test) => test(e));
}

/** Distance of a point from an element. */
function gap(ends: Float64Array, e: number, x: number): number {
  return Math.max(0, ends[e] - x, x - ends[e + 1]);
}

/** The points `s` of [−1, 1] in every element, one element after the other. */
export function pointsOf(ends: Float64Array, s: Float64Array): Float64Array {
  return Float64Array.from({ length: (ends.length - 1) * s.length }, (_, i) => {
    const e = Math.floor(i / s.length);
    return ends[e] + ((ends[e + 1] - ends[e]) * (1 + s[i % s.length])) / 2;
  });
}

/** An end of [−1, 1] moved inside, where a function that jumps at the end has its value on this side. */
function inwards(s: number): number {
  return Math.abs(s) === 1 ? s * (1 - 1e-9) : s;
}

/** Elements of one degree on given ends; node i of element e is number e·degree + i, shared with its neighbour. */
export class Mesh {
  readonly rule: Lobatto;
  readonly x: Float64Array;
  /** Quadrature weight of every node. */
  readonly weights: Float64Array;

  constructor(
    readonly ends: Float64Array,
    readonly degree: number,
  ) {
    this.rule = lobatto(degree);
    this.x = new Float64Array(this.elements * degree + 1);
    this.weights = new Float64Array(this.x.length);
    const all = pointsOf(ends, this.rule.nodes);
    this.each((node, e, i) => {
      this.x[node] = all[e * (degree + 1) + i];
      this.weights[node] += this.rule.weights[i] * this.half(e);
    });
  }

  get elements(): number {
    return this.ends.length - 1;
  }

  half(e: number): number {
    return (this.ends[e + 1] - this.ends[e]) / 2;
  }

  each(visit: (node: number, element: number, i: number) => void): void {
    for (let e = 0; e < this.elements; e++) {
      for (let i = 0; i <= this.degree; i++) visit(e * this.degree + i, e, i);
    }
  }

  /**
   * A function at the nodes of every element, `[e·(degree + 1) + i]`, taken from inside the element at its ends: the two values
   * of a function that jumps there.
   */
  sides(f: Line): Float64Array {
    return f(pointsOf(this.ends, this.rule.nodes.map(inwards))).slice();
  }

  /** Element of a point and the position in it, in [−1, 1]. */
  locate(x: number): { element: number; s: number } {
    let [low, high] = [0, this.elements];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] <= x) low = middle;
      else high = middle;
    }
    return { element: low, s: Math.min(1, Math.max(-1, (x - this.ends[low]) / this.half(low) - 1)) };
  }
}
