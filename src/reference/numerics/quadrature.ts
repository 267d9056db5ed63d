import { gaussLegendre } from './gaussLegendre';

/** A box of 1, 2 or 3 dimensions; integrals are summed per group. */
export interface Box {
  low: readonly number[];
  high: readonly number[];
  group: number;
}

/** Values of m functions at n points given by columns; the arrays may be reused between calls. */
export type Integrand = (columns: Float64Array[], n: number) => Float64Array[];

/** A point and the first function's value there: quadrature may not end on a box whose nodes all miss it. */
export interface Witness {
  point: readonly number[];
  value: number;
}

export interface Options {
  groups: number;
  functions: number;
  /** Largest change of an integral, relative to its group's ∫|f|, between a box and its halves that ends the halving. */
  relative?: number;
  /** Changes below this are accepted whatever they are relative to. */
  absolute?: number;
  witnesses?: readonly Witness[];
}

export interface Integral {
  /** `sums[function][group]` */
  sums: Float64Array[];
  /** The boxes on which the halving ended. */
  leaves: Box[];
  /** Whether every box met the tolerance before the limits on depth and number. */
  converged: boolean;
}

const points = 10;
const rule = gaussLegendre(points);
const deepest = 60;
const mostBoxes = 30_000;
const batch = 2000;

/**
 * Adaptive quadrature over boxes: tensor Gauss–Legendre of 10 points per dimension on a box against the same on its 2^D
 * halves, halved again where they differ. Halving shrinks the error of the rule about 2^20-fold, so the result is far
 * closer than the tolerance on the difference.
 */
export function integrate(boxes: readonly Box[], integrand: Integrand, options: Options): Integral {
  const state = new Halving(integrand, options);
  let level = state.measure(boxes.map((box) => ({ box, candidates: options.witnesses ?? [] })));
  for (let depth = 0; level.length > 0 && depth < deepest; depth++) level = state.refine(level);
  for (const rest of level) state.accept([rest]);
  return { sums: state.sums, leaves: state.leaves, converged: level.length === 0 && !state.full };
}

/** A box and the witnesses that may lie in it. */
interface Candidate {
  box: Box;
  candidates: readonly Witness[];
}

/** A box with the integral of every function and of its absolute value, the largest first function and its witnesses. */
interface Measured {
  box: Box;
  values: Float64Array;
  sizes: Float64Array;
  peak: number;
  witnesses: readonly Witness[];
}

class Halving {
  readonly sums: Float64Array[];
  readonly leaves: Box[] = [];
  full = false;
  private readonly accepted: Float64Array[];

  constructor(
    private readonly integrand: Integrand,
    private readonly options: Options,
  ) {
    this.sums = Array.from({ length: options.functions }, () => new Float64Array(options.groups));
    this.accepted = this.sums.map((s) => s.slice());
  }

  /** Applies the rule to boxes, so many at once that a call of the integrand has about `batch` points. */
  measure(boxes: readonly Candidate[]): Measured[] {
    const result: Measured[] = [];
    const perBox = boxes.length === 0 ? 1 : unitNodes(boxes[0].box.low.length).weights.length;
    const step = Math.max(1, Math.floor(batch / perBox));
    for (let first = 0; first < boxes.length; first += step) {
      const some = boxes.slice(first, first + step);
      const outputs = this.integrand(nodes(some, perBox), some.length * perBox);
      some.forEach((candidate, b) => {
        result.push(summarise(candidate, outputs, b * perBox));
      });
    }
    return result;
  }

  /** Halves every box; gives back the halves that still have to be halved. */
  refine(level: Measured[]): Measured[] {
    const scale = this.scale(level);
    const open: Measured[] = [];
    const halves = this.measure(level.flatMap((m) => split(m.box).map((box) => ({ box, candidates: m.witnesses }))));
    const each = halves.length / level.length;
    level.forEach((parent, i) => {
      const own = halves.slice(i * each, (i + 1) * each);
      this.full ||= this.leaves.length + open.length > mostBoxes;
      if (this.full || this.agree(parent, own, scale)) this.accept(own);
      else open.push(...own);
    });
    return open;
  }

  accept(parts: Measured[]): void {
    for (const { box, values, sizes } of parts) {
      this.leaves.push(box);
      values.forEach((v, m) => {
        this.sums[m][box.group] += v;
        this.accepted[m][box.group] += sizes[m];
      });
    }
  }

  /** ∫|f| per function and group, as far as it is known. */
  private scale(level: Measured[]): Float64Array[] {
    const scale = this.accepted.map((s) => s.slice());
    for (const { box, sizes } of level) for (let m = 0; m < sizes.length; m++) scale[m][box.group] += sizes[m];
    return scale;
  }

  private agree(parent: Measured, halves: Measured[], scale: Float64Array[]): boolean {
    const { relative = 1e-10, absolute = 0 } = this.options;
    const close = parent.values.every((value, m) => {
      const change = Math.abs(halves.reduce((sum, h) => sum + h.values[m], 0) - value);
      return change <= absolute || change <= relative * scale[m][parent.box.group];
    });
    // A witness that stands far above all nodes around it is a peak between them.
    return close && halves.every((half) => half.witnesses.every((w) => w.value <= 3 * half.peak));
  }
}

function contains({ low, high }: Box, point: readonly number[]): boolean {
  return point.every((x, d) => x >= low[d] && x <= high[d]);
}

function split({ low, high, group }: Box): Box[] {
  let parts: Box[] = [{ low: [], high: [], group }];
  low.forEach((a, d) => {
    const middle = (a + high[d]) / 2;
    const extend = (p: Box, l: number, h: number) => ({ low: [...p.low, l], high: [...p.high, h], group });
    parts = parts.flatMap((p) => [extend(p, a, middle), extend(p, middle, high[d])]);
  });
  return parts;
}

/** The tensor rule on the unit box of a dimension: one column of nodes per dimension. */
const unitNodes = memo((dimension: number) => {
  const n = points ** dimension;
  const digit = (i: number, d: number) => Math.floor(i / points ** d) % points;
  const each = Array.from({ length: n }, (_, i) => i);
  const columns = Array.from({ length: dimension }, (_, d) => Float64Array.from(each, (i) => rule.nodes[digit(i, d)]));
  const weights = Float64Array.from(each, (i) => columns.reduce((w, _, d) => w * rule.weights[digit(i, d)], 1));
  return { columns, weights };
});

/** Most values that `remembered` keeps: 16 MiB. */
const mostRemembered = 2 ** 21;

/**
 * A function with its values kept box by box, to be called from integrands: quadrature meets a box of the same nodes again for
 * every other function that is integrated beside this one. Boxes are told apart by their first and last node.
 */
export function remembered(
  f: (columns: Float64Array[], n: number) => Float64Array,
): (columns: Float64Array[], n: number) => Float64Array {
  const known = new Map<string, Float64Array>();
  return (columns, n) => {
    const size = points ** columns.length;
    if (n % size !== 0) return f(columns, n);
    const firsts = Array.from({ length: n / size }, (_, b) => b * size);
    const keys = firsts.map((first) => columns.map((c) => `${c[first]} ${c[first + size - 1]}`).join());
    const result = new Float64Array(n);
    const missing = firsts.filter((first, b) => {
      const values = known.get(keys[b]);
      if (values) result.set(values, first);
      return values === undefined;
    });
    const fresh = missing.length === 0 ? result : f(gathered(columns, missing, size), missing.length * size);
    missing.forEach((first, i) => {
      const values = fresh.slice(i * size, (i + 1) * size);
      result.set(values, first);
      if (known.size * size < mostRemembered) known.set(keys[first / size], values);
    });
    return result;
  };
}

/** The parts of columns, `size` long, that begin at some places, one after the other. */
function gathered(columns: readonly Float64Array[], firsts: readonly number[], size: number): Float64Array[] {
  return columns.map((column) => {
    const part = new Float64Array(firsts.length * size);
    firsts.forEach((first, i) => {
      part.set(column.subarray(first, first + size), i * size);
    });
    return part;
  });
}

function memo<T>(make: (key: number) => T): (key: number) => T {
  const made = new Map<number, T>();
  return (key) => made.get(key) ?? made.set(key, make(key)).get(key)!;
}

/** Nodes of boxes one after the other, one column per dimension. */
function nodes(boxes: readonly Candidate[], perBox: number): Float64Array[] {
  return unitNodes(boxes[0].box.low.length).columns.map((unit, d) => {
    const column = new Float64Array(boxes.length * perBox);
    boxes.forEach(({ box: { low, high } }, b) => {
      for (let i = 0; i < perBox; i++) column[b * perBox + i] = low[d] + (high[d] - low[d]) * unit[i];
    });
    return column;
  });
}

/** Integrals over one box from the function values that begin at `offset`. */
function summarise({ box, candidates }: Candidate, outputs: Float64Array[], offset: number): Measured {
  const { weights } = unitNodes(box.low.length);
  const volume = box.low.reduce((v, a, d) => v * (box.high[d] - a), 1);
  const values = new Float64Array(outputs.length);
  const sizes = new Float64Array(outputs.length);
  outputs.forEach((f, m) => {
    for (let i = 0; i < weights.length; i++) {
      values[m] += volume * weights[i] * f[offset + i];
      sizes[m] += volume * weights[i] * Math.abs(f[offset + i]);
    }
  });
  let peak = 0;
  for (let i = 0; i < weights.length; i++) peak = Math.max(peak, outputs[0][offset + i]);
  return { box, values, sizes, peak, witnesses: candidates.filter(({ point }) => contains(box, point)) };
}

/** Boxes of the grid whose lines are `breaks[dimension]` (ascending), all of one group. */
export function grid(breaks: readonly (readonly number[])[], group = 0): Box[] {
  let boxes: Box[] = [{ low: [], high: [], group }];
  for (const lines of breaks) {
    boxes = boxes.flatMap((box) =>
      lines.slice(1).map((high, i) => ({ low: [...box.low, lines[i]], high: [...box.high, high], group })),
    );
  }
  return boxes;
}

/** The part of a box between `from` and `to` along one dimension, in the given group; undefined when there is none. */
export function clip(box: Box, dimension: number, from: number, to: number, group: number): Box | undefined {
  const low = box.low.map((x, d) => (d === dimension ? Math.max(x, from) : x));
  const high = box.high.map((x, d) => (d === dimension ? Math.min(x, to) : x));
  return low[dimension] < high[dimension] ? { low, high, group } : undefined;
}
