import { type Complex, inverseLaplace, solveShifted } from '../numerics/laplace';
import type { LineLaw } from './passageStart';
import { depth, type Segment } from './segment';

/** Change of a probability between a mesh and its halves, extrapolated, that is let pass. */
const accuracy = 1e-5;

/**
 * P(τ > t) of particles that start in a segment: the Laplace transform of the survival is the solution of (s − L) u = 1, by finite
 * volumes whose cells divide the panels into 2, 4, 8, …, extrapolated in h².
 *
 * @param ends of panels on which the energy and the start are resolved
 * @param mass of the start in the segment
 * @returns null when halving does not bring two extrapolations together
 */
export function lineSurvival(
  ends: Float64Array,
  segment: Segment,
  mass: number,
  times: readonly number[],
): number[] | null {
  const graded = grade(thin(ends, segment), segment, times);
  const onMesh = (parts: number) => {
    const mesh = divide(graded, parts);
    const rows = generatorRows(mesh, segment);
    const weights = startWeights(mesh, segment.law, mass).subarray(segment.lowKills ? 1 : 0);
    const transform = (s: Complex) => dot(solveShifted(rows, s), weights);
    return times.map((t) => (t > 0 ? inverseLaplace(transform, t) : mass));
  };
  let [coarse, fine] = [onMesh(1), onMesh(2)];
  let before = extrapolate(coarse, fine);
  for (let parts = 4; parts <= 16; parts *= 2) {
    [coarse, fine] = [fine, onMesh(parts)];
    const now = extrapolate(coarse, fine);
    if (now.every((v, k) => Math.abs(v - before[k]) <= accuracy)) return now.map((v) => Math.min(mass, Math.max(0, v)));
    before = now;
  }
  return null;
}

/** Largest change of v over an interval where only what comes down from far out passes. */
const steepest = 8;

/** Leaves out ends where e^{−v} is negligible, so that v, and the start's exponent, change no more than can be allowed there. */
function thin(ends: Float64Array, { energy, law }: Segment): Float64Array {
  const v = energy(ends).slice();
  const start = law.exponent?.(ends) ?? new Float64Array(ends.length);
  const floor = v.reduce((a, b) => Math.min(a, b)) + depth;
  let last = 0;
  const kept = (i: number) => {
    const near = i < 1 || i >= ends.length - 1 || v[i] < floor || law.marks.includes(ends[i]);
    // The next end would be too far.
    const full = Math.abs(v[i + 1] - v[last]) > steepest || Math.abs(start[i + 1] - start[last]) > 0.75;
    if (near || full) last = i;
    return near || full;
  };
  return ends.filter((_, i) => kept(i));
}

/**
 * Halves panels that are wider than they are far from an end that kills or from a mark of the start, down to what spreads until the
 * first time.
 */
function grade(ends: Float64Array, segment: Segment, times: readonly number[]): Float64Array {
  const first = times.reduce((m, t) => (t > 0 ? Math.min(m, t) : m), Number.POSITIVE_INFINITY);
  const smallest = Math.sqrt(2 * segment.temperature * first);
  const foci = [segment.high, ...(segment.lowKills ? [segment.low] : []), ...segment.law.marks];
  const wide = (a: number, b: number) =>
    foci.some((x) => b - a > Math.max(smallest, a <= x ? Math.max(0, x - b) : a - x));
  const split = (a: number, b: number): number[] => {
    const middle = (a + b) / 2;
    return wide(a, b) && a < middle && middle < b ? [...split(a, middle), ...split(middle, b)] : [a];
  };
  const starts = Array.from(ends.subarray(0, -1)).flatMap((a, p) => split(a, ends[p + 1]));
  return Float64Array.from([...starts, ends[ends.length - 1]]);
}

function extrapolate(coarse: number[], fine: number[]): number[] {
  return fine.map((v, k) => v + (v - coarse[k]) / 3);
}

function divide(ends: Float64Array, parts: number): Float64Array {
  return Float64Array.from({ length: (ends.length - 1) * parts + 1 }, (_, i) => {
    const [p, k] = [Math.floor(i / parts), i % parts];
    return k === 0 ? ends[p] : ends[p] + ((ends[p + 1] - ends[p]) * k) / parts;
  });
}

/**
 * Rows of −L at the nodes that are not killed: flows T B(Δv)/h over half the length of both neighbours, B(z) = z/(e^z − 1), which is
 * exact where v is straight and right for any Δv (Scharfetter & Gummel 1969).
 */
function generatorRows(mesh: Float64Array, { energy, temperature, lowKills }: Segment) {
  const first = lowKills ? 1 : 0;
  const n = mesh.length - 1 - first;
  const v = energy(mesh);
  const step = (i: number) => (i < 0 ? 0 : mesh[i + 1] - mesh[i]);
  const flow = (i: number, to: number) => {
    const cell = (step(i - 1) + step(i)) / 2;
    return to < 0 ? 0 : (temperature * bernoulli(v[to] - v[i])) / (cell * step(Math.min(i, to)));
  };
  const below = Float64Array.from({ length: n }, (_, k) => -flow(k + first, k + first - 1));
  const above = Float64Array.from({ length: n }, (_, k) => -flow(k + first, k + first + 1));
  return { below, above, diagonal: below.map((b, k) => -b - above[k]) };
}

const bernoulli = (z: number): number => (Math.abs(z) < 1e-9 ? 1 - z / 2 : z / Math.expm1(z));

/** Probability of the start by node: the trapezium rule with the density of the middle, scaled to the mass. */
function startWeights(mesh: Float64Array, law: LineLaw, mass: number): Float64Array {
  const weights = new Float64Array(mesh.length);
  if (law.point) {
    weights[Math.max(0, mesh.indexOf(law.marks[0]))] = mass;
    return weights;
  }
  for (let i = 0; i < mesh.length - 1; i++) {
    const share = ((mesh[i + 1] - mesh[i]) * law.density((mesh[i] + mesh[i + 1]) / 2)) / 2;
    weights[i] += share;
    weights[i + 1] += share;
  }
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => (w * mass) / total);
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}
