import type { Graph, Node, Program } from '../../expression';
import { cholesky, choleskyInverse, type Eigen, multiply, symmetricEigen } from '../numerics/linear';
import { type CriticalPoint, compileDerivatives, describeCritical, type Scale, square } from './critical';

/**
 * The critical points of a potential in a box: Newton's method on the derived gradient and Hessian from many places, always the
 * same ones, and from between the minima found; descents and ascents from some. The places are 1024 in one dimension, 40 × 40
 * in two, and beyond a low-discrepancy sequence, which finds what is few but cannot find 3^d points. Where U or a derivative
 * is not a number is passed over. Degenerate points of one type at one height of U, as along a circle of minima, count once.
 *
 * @param region one [low, high] per coordinate, or a single one for all; points up to 2 % of a width outside count
 * @returns sorted by potential
 * @throws RangeError when the region does not fit the coordinates
 */
export function findCriticalPoints(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  region: readonly (readonly [number, number])[],
): CriticalPoint[] {
  const n = graph.coordinates.length;
  const box = region.length === 1 ? graph.coordinates.map(() => region[0]) : region;
  checkBox(box, n);
  const search = new Search(compileDerivatives(graph, potential), parameters, box);
  const starts = search.starts();
  const some = starts.filter((_, k) => k % Math.ceil(starts.length / mostClimbs) === 0);
  const found = search.describe([
    ...search.converge(starts, newtonDirection),
    ...search.converge(some, downhill),
    ...search.converge(some, uphill),
  ]);
  const minima = found.filter((p) => p.type === 'minimum').slice(0, mostMinima);
  const between = search.converge(search.between(minima), newtonDirection);
  return search.distinct([...found, ...search.describe(between)]);
}

function checkBox(box: readonly (readonly [number, number])[], n: number): void {
  const sound = box.every(([low, high]) => Number.isFinite(high - low) && low < high);
  if (box.length === n && sound) return;
  throw new RangeError(
    `the region is ${JSON.stringify(box)}; expected ${n} intervals [low, high] with low < high, one per coordinate, or a single one for all`,
  );
}

/** Most starts down and up, about; a narrow well draws these from further than Newton's steps. */
const mostClimbs = 500;
const mostMinima = 12;
/** Enough for a quartic minimum, where each step gains a third. */
const mostSteps = 64;

/** A step to take off a point, from slope and Hessian there; null where there is none. */
type Direction = (slope: number[], hessian: number[][]) => number[] | null;

/** Points are held in units of the box: 0 to 1 along every coordinate. */
class Search {
  private readonly widths: number[];
  private scale: Scale = { potential: 0, curvature: 0 };

  constructor(
    private readonly program: Program,
    private readonly parameters: readonly number[],
    private readonly box: readonly (readonly [number, number])[],
  ) {
    this.widths = box.map(([low, high]) => high - low);
  }

  private get dimension(): number {
    return this.box.length;
  }

  /** The places to start from; takes typical sizes of U and its derivatives there. */
  starts(): number[][] {
    const n = this.dimension;
    const points =
      n <= 2 ? lattice(n, n === 1 ? 1024 : 40) : [this.widths.map(() => 0.5), ...kronecker(n, this.count())];
    const all = this.evaluate(points);
    const median = (size: (values: number[]) => number) => {
      const sizes = all.map(size).filter(Number.isFinite);
      return Float64Array.from(sizes).sort()[sizes.length >> 1] ?? 0;
    };
    this.scale = {
      potential: median((v) => Math.abs(v[0])),
      curvature: median((v) => Math.hypot(...v.slice(1 + n))),
    };
    return points;
  }

  /** As many starts as cost about a second of CPU time in all. */
  private count(): number {
    const perStep = this.program.nodes.length + 2 * this.dimension ** 3;
    return Math.max(16, Math.min(400, Math.floor(2.5e6 / perStep)));
  }

  /** Where steps from the starts come to rest at a vanishing slope. */
  converge(starts: readonly number[][], direction: Direction): number[][] {
    const found: number[][] = [];
    let active = [...starts];
    for (let step = 0; step < mostSteps && active.length > 0; step++) {
      const values = this.evaluate(active);
      active = active.flatMap((u, k) => {
        const slope = this.slope(values[k]);
        const move = this.move(slope, values[k], direction);
        if (!move) return [];
        const next = u.map((x, i) => x - move[i]);
        if (Math.hypot(...move) > restful) return next.every((x) => Math.abs(x - 0.5) < 1) ? [next] : [];
        if (this.inside(next)) found.push(next);
        return [];
      });
    }
    return found;
  }

  private move(slope: number[], values: number[], direction: Direction): number[] | null {
    const n = this.dimension;
    const hessian = square(values.slice(1 + n), n).map((row, i) =>
      row.map((h, j) => h * this.widths[i] * this.widths[j]),
    );
    if (!values.every(Number.isFinite)) return null;
    const move = direction(slope, hessian);
    const length = Math.hypot(...(move ?? [Number.NaN]));
    if (!move || !Number.isFinite(length)) return null;
    // A direction without curvature takes no step, but there is no rest on a slope.
    if (length <= restful && Math.hypot(...slope) > 1e-7 * Math.hypot(...hessian.flat())) return null;
    return length > longestStep ? move.map((x) => (x * longestStep) / length) : move;
  }

  /** Values, slopes and Hessians at points, one list of outputs per point. */
  private evaluate(points: readonly number[][]): number[][] {
    const columns = this.box.map(([low], i) => Float64Array.from(points, (u) => low + this.widths[i] * u[i]));
    const outputs = this.program.evaluate(columns, this.parameters, points.length);
    return points.map((_, k) => outputs.map((column) => column[k]));
  }

  private slope(values: readonly number[]): number[] {
    return this.widths.map((w, i) => values[1 + i] * w);
  }

  private inside(u: readonly number[]): boolean {
    return u.every((x) => x >= -0.02 && x <= 1.02);
  }

  /** Critical points at clusters of points, sorted by potential. */
  describe(points: readonly number[][]): CriticalPoint[] {
    const at = this.apart(points).map((u) => u.map((x, i) => this.box[i][0] + this.widths[i] * x));
    const reach = 0.01 * Math.min(...this.widths);
    return this.distinct(at.map((x) => describeCritical(this.program, this.parameters, x, this.scale, reach)));
  }

  /** One of each cluster of points. */
  private apart(points: readonly number[][]): number[][] {
    const kept: number[][] = [];
    for (const u of points) if (!kept.some((v) => distance(u, v) <= same)) kept.push(u);
    return kept;
  }

  /** Sorted by potential; one of each cluster, and one of all degenerate points of a type at one potential. */
  distinct(points: readonly CriticalPoint[]): CriticalPoint[] {
    const unit = ({ at }: CriticalPoint) => at.map((x, i) => x / this.widths[i]);
    const level = ({ potential }: CriticalPoint) => 1e-9 * Math.max(this.scale.potential, Math.abs(potential));
    const twins = (p: CriticalPoint, q: CriticalPoint) =>
      distance(unit(p), unit(q)) <= same ||
      (p.degenerate && q.degenerate && p.type === q.type && Math.abs(p.potential - q.potential) <= level(p));
    const kept: CriticalPoint[] = [];
    for (const p of [...points].sort((a, b) => a.potential - b.potential)) {
      if (!kept.some((q) => twins(p, q))) kept.push(p);
    }
    return kept;
  }

  /** Three places on the line between each two of the points. */
  between(points: readonly CriticalPoint[]): number[][] {
    const unit = points.map(({ at }) => at.map((x, i) => (x - this.box[i][0]) / this.widths[i]));
    const pairs = unit.flatMap((u, k) => unit.slice(k + 1).map((v) => [u, v]));
    return pairs.flatMap(([u, v]) => [0.3, 0.5, 0.7].map((t) => u.map((x, i) => x + t * (v[i] - x))));
  }
}

/** Longest step, step at rest and distance of equal points, in widths of the box. */
const longestStep = 0.1;
const restful = 1e-10;
const same = 1e-6;

const distance = (u: readonly number[], v: readonly number[]): number => Math.hypot(...u.map((x, i) => x - v[i]));

/** Midpoints of a grid. */
function lattice(dimension: number, perSide: number): number[][] {
  const line = Array.from({ length: perSide }, (_, i) => (i + 0.5) / perSide);
  return dimension === 1 ? line.map((x) => [x]) : line.flatMap((x) => line.map((y) => [x, y]));
}

/** Fractional parts of multiples of the powers of 1/φ, φ the root of φ^(d+1) = φ + 1: evenly spread in d dimensions. */
function kronecker(dimension: number, count: number): number[][] {
  let phi = 2;
  for (let k = 0; k < 40; k++) phi = (1 + phi) ** (1 / (dimension + 1));
  const alpha = Array.from({ length: dimension }, (_, i) => phi ** -(i + 1));
  return Array.from({ length: count }, (_, k) => alpha.map((a) => (0.5 + (k + 1) * a) % 1));
}

/** H⁺ g. Beyond four dimensions (H² + ε²)⁻¹ H g, as a factorisation is a hundred times cheaper than eigenvectors. */
function newtonDirection(slope: number[], hessian: number[][]): number[] | null {
  if (slope.length > 4) return dampedInverse(slope, hessian);
  const { values, vectors } = hessian.length === 2 ? planeEigen(hessian) : symmetricEigen(hessian);
  const size = Math.max(...values.map(Math.abs));
  // A Hessian of zeros has no direction at all: a plateau, or a place that only its neighbours find.
  if (size === 0) return null;
  const along = vectors.map((v, k) => (Math.abs(values[k]) <= 1e-10 * size ? 0 : dot(v, slope) / values[k]));
  return slope.map((_, i) => vectors.reduce((s, v, k) => s + v[i] * along[k], 0));
}

/** Eigenvalues and eigenvectors of a symmetric 2 × 2 matrix, ten times faster than in general. */
function planeEigen([[a, b], [, c]]: number[][]): Eigen {
  const angle = Math.atan2(2 * b, a - c) / 2;
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  const half = Math.hypot((a - c) / 2, b);
  return {
    values: [(a + c) / 2 - half, (a + c) / 2 + half],
    vectors: [
      [-y, x],
      [x, y],
    ],
  };
}

function dampedInverse(slope: number[], hessian: number[][]): number[] | null {
  const size = Math.hypot(...hessian.flat());
  const squared = hessian.map((row, i) =>
    hessian.map((other, j) => dot(row, other) + (i === j ? (1e-7 * size) ** 2 : 0)),
  );
  const lower = cholesky(squared);
  return lower && multiply(choleskyInverse(lower), multiply(hessian, slope));
}

/** (H + σ)⁻¹ g with the first σ of a sequence that makes it safely positive: Newton's step near a minimum. */
function downhill(slope: number[], hessian: number[][]): number[] | null {
  const size = Math.hypot(...hessian.flat());
  for (const shift of [0, 1e-6, 1e-3, 1e-2, 0.1, 0.3, 1.1]) {
    const lower = cholesky(hessian.map((row, i) => row.map((h, j) => (i === j ? h + shift * size : h))));
    // Along a valley that is level but for rounding, the step would be anything.
    if (lower?.every((row, i) => row[i] ** 2 > 1e-12 * size)) return multiply(choleskyInverse(lower), slope);
  }
  return null;
}

/** Downhill on −U. */
function uphill(slope: number[], hessian: number[][]): number[] | null {
  return downhill(
    slope.map((g) => -g),
    hessian.map((row) => row.map((h) => -h)),
  );
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((s, x, i) => s + x * b[i], 0);
}
