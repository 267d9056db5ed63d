import { type Box, grid, type Witness } from '../numerics/quadrature';
import type { Marginal } from './factor';

/** Where a density has its mass: boxes to start quadrature from, and points that it must not miss. */
export interface Support {
  boxes: Box[];
  /** Coordinates of the points of largest density found, and exp(log density − peak) there. */
  witnesses: Witness[];
  /** Largest log density found. */
  peak: number;
}

type LogDensity = Marginal['log'];

/** Depth, in units of the log density, down to which mass is looked for in one and in two dimensions. */
const depths = [0, 140, 46];

/** Octaves about zero, finely divided up to 2^12 and then coarsely to 2^100, where a density that confines is gone. */
function scan(first: number, perOctave: number, stride: number): Float64Array {
  const exponents: number[] = [];
  for (let e = first; e < 12; e += 1 / perOctave) exponents.push(e);
  for (let e = 12; e <= 100; e += stride) exponents.push(e);
  const right = exponents.map((e) => 2 ** e);
  return Float64Array.from([...right.map((x) => -x).reverse(), 0, ...right]);
}

/**
 * Looks for the mass of a density of one or two dimensions over 60 octaves of scale about zero. Null when the density does
 * not vanish far out in every direction or is infinite somewhere: it then has no normaliser.
 */
export function support({ coordinates, log }: Marginal): Support | null {
  const safe: LogDensity = (columns, n) => log(columns, n).map((x) => (Number.isNaN(x) ? Number.NEGATIVE_INFINITY : x));
  return coordinates.length === 1 ? lineSupport(safe) : planeSupport(safe);
}

function lineSupport(log: LogDensity): Support | null {
  const x = scan(-24, 8, 1);
  const height = log([x], x.length).slice(0, x.length);
  const tops = localMaxima(height).map((i) => climb((t) => log([t], t.length), x, Int32Array.of(i)));
  const witnesses = tops.map((top) => ({ point: [top.at[0]], value: top.height[0] }));
  const peak = Math.max(...witnesses.map((w) => w.value));
  // Tops between scanned points count too: all of a narrow well may lie between two of them.
  const places = Float64Array.from(new Set([...x, ...witnesses.map((w) => w.point[0])])).sort();
  const ends = extent(places, log([places], places.length), peak - depths[1]);
  if (!ends || !Number.isFinite(peak)) return null;
  const near = witnesses.filter((w) => w.value > peak - depths[1]);
  const lines = near.flatMap((w) => graded(w.point[0], width(log, w.point[0], w.value), ends));
  return finish(grid([breaks(lines, ends)]), near, peak);
}

/** Distance at which the log density has fallen by about one, between 2⁻⁴⁰ and 2⁴⁰ of the place. */
function width(log: LogDensity, top: number, height: number): number {
  const s = Float64Array.from({ length: 161 }, (_, k) => 2 ** (k / 2 - 40) * Math.max(1, Math.abs(top)));
  const right = log([s.map((d) => top + d)], s.length).slice(0, s.length);
  const left = log([s.map((d) => top - d)], s.length);
  const k = s.findIndex((_, i) => right[i] < height - 1 || left[i] < height - 1);
  return s[k < 0 ? s.length - 1 : k];
}

/** Lines around a top whose distances grow by one half: fine enough for every scale, few enough to be cheap. */
function graded(top: number, scale: number, [low, high]: [number, number]): number[] {
  const lines = [top];
  for (let d = scale; d < high - low; d *= 1.5) lines.push(top - d, top + d);
  return lines;
}

function breaks(lines: number[], [low, high]: [number, number]): number[] {
  const inside = lines.filter((x) => x > low && x < high).sort((a, b) => a - b);
  return [low, ...inside.filter((x, i) => i === 0 || x > inside[i - 1]), high];
}

function localMaxima(height: Float64Array): number[] {
  const indices: number[] = [];
  for (let i = 1; i < height.length - 1; i++) {
    if (height[i] >= height[i - 1] && height[i] >= height[i + 1] && height[i] > Number.NEGATIVE_INFINITY)
      indices.push(i);
  }
  return indices;
}

/** The scanned interval outside of which the height stays below `floor`; null when it does not at the last points. */
function extent(x: Float64Array, height: Float64Array, floor: number): [number, number] | null {
  const first = height.findIndex((h) => h > floor);
  const last = height.findLastIndex((h) => h > floor);
  return first > 0 && last < x.length - 1 ? [x[first - 1], x[last + 1]] : null;
}

/** Golden-section search upwards from the points `start` of the scan, many searches at once. */
function climb(
  log: (t: Float64Array) => Float64Array,
  x: Float64Array,
  start: Int32Array,
): { at: Float64Array; height: Float64Array } {
  const golden = (Math.sqrt(5) - 1) / 2;
  const low = Float64Array.from(start, (i) => x[Math.max(0, i - 1)]);
  const high = Float64Array.from(start, (i) => x[Math.min(x.length - 1, i + 1)]);
  for (let step = 0; step < 60; step++) {
    const a = low.map((l, i) => high[i] - golden * (high[i] - l));
    const b = low.map((l, i) => l + golden * (high[i] - l));
    const fa = log(a).slice(0, a.length);
    const fb = log(b);
    for (let i = 0; i < low.length; i++) {
      if (fa[i] > fb[i]) high[i] = b[i];
      else low[i] = a[i];
    }
  }
  const at = low.map((l, i) => (l + high[i]) / 2);
  return { at, height: log(at).slice(0, at.length) };
}

function planeSupport(log: LogDensity): Support | null {
  const x = scan(-14, 3, 4);
  const profiles = [0, 1].map((axis) => profile(log, x, axis));
  const peak = Math.max(...profiles.flatMap((p) => [...p.height]));
  const ends = profiles.map((p) => extent(x, p.height, peak - depths[2]));
  if (!ends[0] || !ends[1] || !Number.isFinite(peak)) return null;
  const witnesses = profiles.flatMap(({ at, height }, axis) =>
    Array.from(x, (t, i) => ({ point: axis === 0 ? [t, at[i]] : [at[i], t], value: height[i] })),
  );
  const boxes = grid(ends.map((e) => breaks(octaves, e!)));
  return finish(
    boxes,
    witnesses.filter((w) => w.value > peak - depths[2]),
    peak,
  );
}

/** 0 and ± powers of two from 1/8: lines of the first boxes in the plane. */
const octaves = [0, ...Array.from({ length: 103 }, (_, k) => 2 ** (k - 3)).flatMap((s) => [-s, s])];

/** Largest log density along the other axis at every scanned point of one axis, and where it is taken. */
function profile(log: LogDensity, x: Float64Array, axis: number): { at: Float64Array; height: Float64Array } {
  const along = (t: Float64Array, s: Float64Array) => log(axis === 0 ? [t, s] : [s, t], t.length);
  const start = Int32Array.from(x, (t) => {
    const height = along(new Float64Array(x.length).fill(t), x);
    let best = 0;
    for (let i = 1; i < x.length; i++) if (height[i] > height[best]) best = i;
    return best;
  });
  return climb((s) => along(x, s), x, start);
}

function finish(boxes: Box[], witnesses: Witness[], peak: number): Support {
  return { boxes, peak, witnesses: witnesses.map(({ point, value }) => ({ point, value: Math.exp(value - peak) })) };
}
