import type { Start } from '../../model/plan';
import { normalBelow } from '../numerics/normal';
import type { Field, Line, Mesh } from './lineMesh';

/** The law of one coordinate at the start. */
export interface LineStart {
  /** Interval that holds all but 2·10⁻⁷ of it. */
  range: [number, number];
  /** Where its density jumps, or all of it lies. */
  marks: number[];
  /** Its width where it is smooth; 0 where it is not. */
  width: number;
  /** What a mesh has to resolve. */
  fields: Field[];
  /** P(X < x). */
  below(x: number): number;
  /** Its masses at the nodes of a mesh that has the marks among its ends. */
  load(mesh: Mesh): Float64Array;
}

/** One coordinate of a start. */
export function lineStart(start: Start, coordinate: number): LineStart {
  if (start.kind === 'point') return pointStart(start.at[coordinate]);
  if (start.kind === 'uniform') return uniformStart(start.low[coordinate], start.high[coordinate]);
  return normalStart(start.mean[coordinate], start.deviation[coordinate]);
}

function pointStart(at: number): LineStart {
  const load = (mesh: Mesh) => {
    const masses = new Float64Array(mesh.x.length);
    masses[mesh.ends.indexOf(at) * mesh.degree] = 1;
    return masses;
  };
  return { range: [at, at], marks: [at], width: 0, fields: [], below: (x) => (x > at ? 1 : 0), load };
}

function uniformStart(low: number, high: number): LineStart {
  if (low === high) return pointStart(low);
  const density = (x: number) => (x > low && x < high ? 1 / (high - low) : 0);
  const below = (x: number) => Math.min(1, Math.max(0, (x - low) / (high - low)));
  const load = (mesh: Mesh) => loadOf(mesh, density);
  return { range: [low, high], marks: [low, high], width: 0, fields: [], below, load };
}

/** Deviations to which a normal start is followed. */
const reached = 5.2;

function normalStart(mean: number, deviation: number): LineStart {
  if (deviation === 0) return pointStart(mean);
  const density = (x: number) => Math.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI));
  const range: [number, number] = [mean - reached * deviation, mean + reached * deviation];
  const below = (x: number) => normalBelow((x - mean) / deviation);
  const bump = { value: (x: Float64Array) => x.map((t) => density(t) * deviation), tolerance: 1e-6, change: 1 };
  return { range, marks: [mean], width: deviation, fields: [bump], below, load: (mesh) => loadOf(mesh, density) };
}

function loadOf(mesh: Mesh, density: (x: number) => number): Float64Array {
  const sides = mesh.sides((x) => x.map(density));
  const masses = new Float64Array(mesh.x.length);
  mesh.each((node, e, i) => {
    masses[node] += mesh.rule.weights[i] * mesh.half(e) * sides[e * (mesh.degree + 1) + i];
  });
  return masses;
}

/** Height of U/T above a start, at which the line may end: reflecting walls there change a law by about e^{−margin}. */
const margin = 25;

/**
 * The interval around `core` and around a start's range at whose ends the log density is `margin` below that of the range.
 *
 * @param log −U/T less its largest value
 */
export function reach(log: Line, core: readonly number[], range: readonly number[]): [number, number] {
  const at = (x: number) => log(Float64Array.of(x))[0];
  const side = (d: number, sign: number) => {
    const from = sign * Math.max(sign * core[d], sign * range[d]);
    return outwards(at, from, (sign * (core[1] - core[0])) / 256, at(range[d]) - margin);
  };
  return [side(0, -1), side(1, 1)];
}

/** The first of growing steps at which the height is below the floor, to a tenth of the last step. */
function outwards(at: (x: number) => number, from: number, step: number, floor: number): number {
  let [before, x, width] = [from, from, step];
  for (let k = 0; k < 300 && at(x) > floor; k++, width *= 1.2) [before, x] = [x, x + width];
  for (let k = 0; k < 6; k++) {
    const middle = (before + x) / 2;
    if (at(middle) > floor) before = middle;
    else x = middle;
  }
  return x;
}
