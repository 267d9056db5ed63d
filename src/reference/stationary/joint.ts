import { dependencies, type Node } from '../../expression';
import { crossings } from '../numerics/crossings';
import { evaluator } from '../numerics/evaluator';
import { type Box, clip, type Integral, type Integrand, integrate, remembered } from '../numerics/quadrature';
import { binOf } from './binOf';
import type { Marginal, Setting } from './factor';
import { levelMasses } from './levels';
import { type Support, support } from './support';

/** Masses per bin, below the first edge and from the last on. */
interface Bins {
  masses: number[];
  below: number;
  above: number;
}

type Density = (columns: Float64Array[], n: number) => Float64Array;

/** A density over one or two coordinates, resolved by boxes on which quadrature has converged. */
export class Joint {
  private constructor(
    private readonly setting: Setting,
    readonly coordinates: readonly number[],
    /** On nodes of any kind, and with its values kept for those of boxes. */
    private readonly plain: Density,
    private readonly density: Density,
    private readonly where: Support,
    private readonly whole: Integral,
  ) {}

  /** The product of independent marginals; null beyond two coordinates or where quadrature does not converge. */
  static over(setting: Setting, marginals: readonly Marginal[]): Joint | null {
    const coordinates = marginals.flatMap((m) => m.coordinates);
    if (coordinates.length > 2 || coordinates.length === 0) return null;
    const log = product(marginals);
    const where = support({ coordinates, log });
    if (!where) return null;
    const plain = scaled(log, where.peak);
    const density = remembered(plain);
    const whole = integrate(where.boxes, (x, n) => [density(x, n)], {
      groups: 1,
      functions: 1,
      witnesses: where.witnesses,
    });
    return whole.converged ? new Joint(setting, coordinates, plain, density, where, whole) : null;
  }

  /** Logarithm of the integral. */
  get logMass(): number {
    return Math.log(this.scaledMass) + this.where.peak;
  }

  private get scaledMass(): number {
    return this.whole.sums[0][0];
  }

  mean(f: Node): number | null {
    const value = evaluator(this.setting.graph, [f], this.coordinates, this.setting.parameters);
    return this.means(value, 1)?.[0] ?? null;
  }

  /** Expectations of several functions of the coordinates. */
  means(values: Integrand, functions: number): number[] | null {
    const integrand: Integrand = (x, n) => {
      const p = this.density(x, n);
      // A density that has underflowed settles the product, whatever f is there.
      return [p, ...values(x, n).map((f) => p.map((w, i) => (w === 0 ? 0 : f[i] * w)))];
    };
    const { sums, converged } = integrate(this.whole.leaves, integrand, { groups: 1, functions: functions + 1 });
    return converged ? sums.slice(1).map((s) => s[0] / sums[0][0]) : null;
  }

  /** Expectations of several functions times the indicator of each bin of a single coordinate: `result[bin][function]`. */
  partialMeans(edges: readonly number[], values: Integrand, functions: number): number[][] | null {
    const boxes = this.intervals(edges).map((b) => ({ ...b, group: binOf((b.low[0] + b.high[0]) / 2, edges) }));
    const integrand: Integrand = (x, n) => {
      const p = this.density(x, n);
      return values(x, n).map((f) => p.map((w, i) => (w === 0 ? 0 : f[i] * w)));
    };
    // Without a floor, cells that hold less than rounding would take most of the time.
    const options = { groups: edges.length + 1, functions, absolute: 1e-14 * this.scaledMass };
    const { sums, converged } = integrate(boxes, integrand, options);
    if (!converged) return null;
    return range(0, edges.length).map((b) => Array.from(sums, (s) => s[b] / this.scaledMass));
  }

  bins(f: Node, edges: readonly number[]): Bins | null {
    const needed = [...dependencies(f)];
    return needed.length === 1 ? this.lineBins(f, needed[0], edges) : this.levelBins(f, edges);
  }

  /** Bins of any function of one coordinate: its line is cut wherever the function crosses an edge. */
  private lineBins(f: Node, coordinate: number, edges: readonly number[]): Bins | null {
    const value = evaluator(this.setting.graph, [f], [coordinate], this.setting.parameters);
    const of = (x: Float64Array) => value([x], x.length)[0].slice();
    const d = this.coordinates.indexOf(coordinate);
    const cuts = f.op === 'coordinate' ? edges : crossings(of, this.samples(d), edges);
    const boxes = this.coordinates.length === 1 ? this.intervals(cuts) : this.strips(d, cuts);
    const groups = of(Float64Array.from(boxes, ({ low, high }) => (low[d] + high[d]) / 2));
    return this.measureBins(
      boxes.map((box, i) => ({ ...box, group: binOf(groups[i], edges) })),
      edges,
    );
  }

  /** Nodes fine enough to see every turn of a smooth function: four points in each box of the converged quadrature. */
  private samples(d: number): Float64Array {
    const x = this.whole.leaves.flatMap(({ low, high }) =>
      [0, 0.25, 0.5, 0.75, 1].map((t) => low[d] + t * (high[d] - low[d])),
    );
    return Float64Array.from(new Set(x)).sort();
  }

  /** Intervals of the line between the first boxes' ends and the cuts, wherever these lie. */
  private intervals(cuts: readonly number[]): Box[] {
    const ends = this.where.boxes.flatMap((b) => [b.low[0], b.high[0]]);
    const all = Float64Array.from(new Set([...ends, ...cuts])).sort();
    return Array.from(all.subarray(1), (high, i) => ({ low: [all[i]], high: [high], group: 0 }));
  }

  /** The leaves cut along one dimension. */
  private strips(d: number, cuts: readonly number[]): Box[] {
    const bounds = [Number.NEGATIVE_INFINITY, ...Float64Array.from(cuts).sort(), Number.POSITIVE_INFINITY];
    return this.whole.leaves.flatMap((leaf) => {
      const [first, last] = [leaf.low[d], leaf.high[d]].map((x) => binOf(x, bounds) - 1);
      return range(first, last).flatMap((b) => clip(leaf, d, bounds[b], bounds[b + 1], 0) ?? []);
    });
  }

  private levelBins(f: Node, edges: readonly number[]): Bins | null {
    const masses = levelMasses(this.setting, this.coordinates, this.plain, this.whole.leaves, f, edges);
    return masses && this.bySize(masses);
  }

  private measureBins(boxes: Box[], edges: readonly number[]): Bins | null {
    const sums = this.measure(boxes, edges.length + 1, 0);
    return sums && this.bySize(sums);
  }

  /** Group 0 is below, the last one above. */
  private bySize(sums: Float64Array): Bins {
    const p = Array.from(sums, (s) => s / this.scaledMass);
    return { below: p[0], masses: p.slice(1, -1), above: p[p.length - 1] };
  }

  /** Masses of the cells of both coordinates, the first of them along x. */
  cells(
    x: number,
    xEdges: readonly number[],
    yEdges: readonly number[],
  ): { masses: number[][]; outside: number } | null {
    const swap = this.coordinates[0] !== x;
    const nx = xEdges.length - 1;
    const ny = yEdges.length - 1;
    const box = (i: number, j: number): Box => {
      const sides = [
        [xEdges[i], xEdges[i + 1]],
        [yEdges[j], yEdges[j + 1]],
      ];
      if (swap) sides.reverse();
      return { low: sides.map((s) => s[0]), high: sides.map((s) => s[1]), group: j * nx + i };
    };
    const inside = range(0, ny - 1).flatMap((j) => range(0, nx - 1).map((i) => box(i, j)));
    const outside = this.around(swap ? [yEdges, xEdges] : [xEdges, yEdges], nx * ny);
    const sums = this.measure([...inside, ...outside], nx * ny + 1, 1e-17);
    if (!sums) return null;
    const p = Array.from(sums, (s) => s / this.scaledMass);
    return { masses: range(0, ny - 1).map((j) => p.slice(j * nx, (j + 1) * nx)), outside: p[nx * ny] };
  }

  /** The leaves' parts outside the rectangle of the edges: left, right, and what of the middle is below or above. */
  private around(edges: readonly (readonly number[])[], group: number): Box[] {
    const [[x0, x1], [y0, y1]] = edges.map((e) => [e[0], e[e.length - 1]]);
    const infinity = Number.POSITIVE_INFINITY;
    return this.whole.leaves.flatMap((leaf) => {
      const middle = clip(leaf, 0, x0, x1, group);
      return [
        clip(leaf, 0, -infinity, x0, group),
        clip(leaf, 0, x1, infinity, group),
        middle && clip(middle, 1, -infinity, y0, group),
        middle && clip(middle, 1, y1, infinity, group),
      ].filter((b) => b !== undefined);
    });
  }

  private measure(boxes: Box[], groups: number, absolute: number): Float64Array | null {
    const { sums, converged } = integrate(boxes, (x, n) => [this.density(x, n)], {
      groups,
      functions: 1,
      absolute: this.coordinates.length === 1 ? 0 : Math.max(absolute, 1e-19) * this.scaledMass,
      witnesses: this.where.witnesses,
    });
    return converged ? sums[0] : null;
  }
}

function product(marginals: readonly Marginal[]): Marginal['log'] {
  if (marginals.length === 1) return marginals[0].log;
  return (columns, n) => {
    const result = new Float64Array(n);
    let first = 0;
    for (const { coordinates, log } of marginals) {
      const part = log(columns.slice(first, first + coordinates.length), n);
      for (let k = 0; k < n; k++) result[k] += part[k];
      first += coordinates.length;
    }
    return result;
  };
}

/** exp(log − peak); zero where the logarithm is not a number. */
function scaled(log: Marginal['log'], peak: number): Density {
  return (columns, n) =>
    log(columns, n)
      .subarray(0, n)
      .map((x) => Math.exp(x - peak) || 0);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}
