import type { Node } from '../../expression';
import { evaluator } from '../numerics/evaluator';
import { kinksOf } from '../numerics/kinks';
import type { Setting } from '../stationary/factor';
import type { Component } from '../stationary/terms';
import { agreed, type ComponentDynamics } from './component';
import { type Domain, depth } from './domain';
import { lineGenerator } from './generator';
import { binMasses, cutLine, distribution } from './lineBins';
import { lawsAt } from './lineForward';
import { elementEnds, type Field, type Focus, type Line, Mesh } from './lineMesh';
import { type LineStart, reach } from './lineStart';
import { type LineStationary, lineStationary } from './lineStationary';
import { covariances, meanVariance } from './measure';
import { componentRates } from './spectrum';

/** Degrees of the elements of an answer and of the check on it. */
const [fine, coarse] = [10, 7];
/** Largest difference between the two, relative to the answer's scale; of masses, absolute. */
const relative = 1e-4;
const massTolerance = 2e-5;
/** Times that all elements are halved where the degrees differ by more. */
const mostExtra = 2;
/** Laws that are remembered. */
const mostLaws = 4;

/** Dynamics of one coordinate, by spectral elements of two degrees. */
export class LineDynamics implements ComponentDynamics {
  readonly coordinates: readonly number[];
  private readonly stationaries = new Map<string, [LineStationary, LineStationary] | null>();
  private readonly laws = new Map<string, Float64Array[] | null>();
  private readonly log: Line;

  constructor(
    private readonly setting: Setting,
    private readonly component: Component,
    private readonly domain: Domain,
    private readonly start: LineStart,
  ) {
    this.coordinates = component.coordinates;
    this.log = (x) => domain.log([x], x.length);
  }

  rates(count: number): number[] | null {
    return componentRates(this.setting, this.component, count);
  }

  covariances(f: Node, times: readonly number[]): number[] | null {
    const values = (s: LineStationary) => covariances(s.measure, times);
    return this.stationary(f, values, (s) => s.variance);
  }

  timeIntegral(f: Node): number | null {
    return (
      this.stationary(
        f,
        (s) => [s.timeIntegral],
        (s) => s.timeIntegral,
      )?.[0] ?? null
    );
  }

  meanVariance(f: Node, spacing: number, count: number): number | null {
    const value = (s: LineStationary) => meanVariance(s.measure, spacing, count);
    return this.stationary(f, (s) => [value(s)], value)?.[0] ?? null;
  }

  means(f: Node, times: readonly number[]): number[] | null {
    const equilibrium = this.stationaryPair(f, 0)?.[0];
    if (!equilibrium) return null;
    const value = this.lineOf(f);
    const read = (mesh: Mesh, laws: Float64Array[]) => laws.map((law) => pairing(mesh, value, law));
    const off = (v: number) => Math.abs(v - equilibrium.mean);
    const tolerance = (values: readonly number[]) =>
      relative * Math.max(Math.sqrt(equilibrium.variance), ...values.map(off));
    return this.law(f, times, read, tolerance);
  }

  masses(f: Node, edges: readonly number[], times: readonly number[]): Float64Array[] | null {
    const cells = edges.length + 1;
    const samples = evenly(...this.reach(), 4000);
    const cut = cutLine(this.lineOf(f), edges, samples, f.op === 'coordinate');
    const read = (mesh: Mesh, laws: Float64Array[]) => {
      const below = distribution(mesh, cut.cuts);
      return laws.flatMap((law) => Array.from(binMasses(cut, cells, below(law))));
    };
    const later = this.law(
      null,
      times.filter((t) => t > 0),
      read,
      () => massTolerance,
    );
    if (!later) return null;
    const first = binMasses(
      cut,
      cells,
      cut.cuts.map((x) => this.start.below(x)),
    );
    const positive = times.map((_, i) => times.slice(0, i).filter((u) => u > 0).length);
    return times.map((t, i) =>
      t > 0 ? Float64Array.from(later.slice(positive[i] * cells, (positive[i] + 1) * cells)) : first.slice(),
    );
  }

  private lineOf(f: Node): Line {
    const value = evaluator(this.setting.graph, [f], this.coordinates, this.setting.parameters);
    return (x) => value([x], x.length)[0];
  }

  /** A value in equilibrium that both degrees agree on. */
  private stationary(
    f: Node,
    values: (s: LineStationary) => number[],
    scale: (s: LineStationary) => number,
  ): number[] | null {
    for (let extra = 0; extra <= mostExtra; extra++) {
      const pair = this.stationaryPair(f, extra);
      if (!pair) return null;
      const [a, b] = pair;
      const result = agreed(values(a), values(b), relative * scale(a));
      if (result) return result;
    }
    return null;
  }

  private stationaryPair(f: Node, extra: number): [LineStationary, LineStationary] | null {
    const key = `${f.id} ${extra}`;
    if (!this.stationaries.has(key)) this.stationaries.set(key, this.solveStationary(f, extra));
    return this.stationaries.get(key)!;
  }

  private solveStationary(f: Node, extra: number): [LineStationary, LineStationary] | null {
    const [low, high] = this.domain.ends[0];
    const marks = this.marks([f, this.component.potential], low, high);
    const ends = elementEnds({ low, high, marks, fields: this.fields(f, low, high), focuses: [], extra });
    if (!ends) return null;
    const solve = (degree: number, between: Float64Array) =>
      lineStationary(new Mesh(between, degree), this.log, this.setting.temperature, this.lineOf(f));
    const pair: [LineStationary, LineStationary] = [solve(fine, ends), solve(coarse, this.shallower(ends))];
    return pair.every((s) => Number.isFinite(s.variance) && s.variance > 0) ? pair : null;
  }

  /** The elements where the log density is above three quarters of the depth: what lies further out should not matter. */
  private shallower(ends: Float64Array): Float64Array {
    const open = Array.from(this.log(ends), (v) => v > -0.75 * depth);
    return ends.subarray(Math.max(0, open.indexOf(true) - 1), open.lastIndexOf(true) + 2);
  }

  /** Kinks and tops of the density. */
  private marks(formulas: readonly Node[], low: number, high: number): number[] {
    const { graph, parameters } = this.setting;
    const kinks = kinksOf(graph, formulas, this.coordinates[0], parameters, evenly(low, high, 4000));
    const tops = this.domain.tops.map((t) => t[0]);
    // Tops that are one but for rounding.
    return [...kinks, ...tops.filter((x, i) => tops.slice(0, i).every((y) => Math.abs(x - y) > 1e-3 * (high - low)))];
  }

  private fields(f: Node | null, low: number, high: number): Field[] {
    const potential = { value: this.log, tolerance: 1e-5, change: 6 };
    if (!f) return [potential];
    const value = this.lineOf(f);
    const [least, most] = extremes(value(evenly(low, high, 400)));
    return [potential, { value, tolerance: 1e-6 * (most - least), change: Number.POSITIVE_INFINITY }];
  }

  /** The interval on which the law from the start is followed. */
  private reach(): [number, number] {
    return reach(this.log, this.domain.ends[0], this.start.range);
  }

  /**
   * Numbers read from the laws at the given times (as many numbers for each), that both degrees agree on.
   *
   * @param f a function that the mesh has to resolve
   */
  private law(
    f: Node | null,
    times: readonly number[],
    read: (mesh: Mesh, laws: Float64Array[]) => number[],
    tolerance: (values: readonly number[]) => number,
  ): number[] | null {
    const [low, high] = this.reach();
    const marks = [
      ...this.start.marks,
      ...this.marks(f ? [f, this.component.potential] : [this.component.potential], low, high),
    ];
    const fields = [...this.fields(f, low, high), ...this.start.fields];
    const focuses = this.focuses(times);
    for (let extra = 0; extra <= mostExtra; extra++) {
      const ends = elementEnds({ low, high, marks, fields, focuses, extra });
      if (!ends) return null;
      const [a, b] = [fine, coarse].map((degree) => {
        const mesh = new Mesh(ends, degree);
        const laws = this.known(mesh, times);
        return laws && read(mesh, laws);
      });
      if (!a || !b) return null;
      const result = agreed(a, b, tolerance(a));
      if (result) return result;
    }
    return null;
  }

  /** The mesh is as fine as the law is narrow at the first time, around what it starts from. */
  private focuses(times: readonly number[]): Focus[] {
    const first = Math.min(...times.filter((t) => t > 0));
    const spread = Math.sqrt(2 * this.setting.temperature * first);
    return this.start.marks.map((at) => ({ at, smallest: 2 * Math.hypot(spread, this.start.width) }));
  }

  /** Laws are asked for at the same times for several functions, on the same mesh where these are simple. */
  private known(mesh: Mesh, times: readonly number[]): Float64Array[] | null {
    const key = `${mesh.degree} ${mesh.ends.join()} ${times.join()}`;
    if (!this.laws.has(key)) {
      if (this.laws.size >= mostLaws) this.laws.clear();
      this.laws.set(key, this.lawsOn(mesh, times));
    }
    return this.laws.get(key)!;
  }

  private lawsOn(mesh: Mesh, times: readonly number[]): Float64Array[] | null {
    const heights = this.log(mesh.x).slice();
    if (!heights.every(Number.isFinite)) return null;
    const logMass = heights.map((h, i) => h + Math.log(mesh.weights[i]));
    const generator = lineGenerator(mesh, heights, this.setting.temperature);
    const later = [...new Set(times.filter((t) => t > 0))].sort((a, b) => a - b);
    const load = this.start.load(mesh);
    const laws = lawsAt(generator, logMass, load, later);
    const at = new Map(laws?.map((law, i) => [later[i], law]));
    return laws && times.map((t) => at.get(t) ?? load);
  }
}

/** Σ over elements of f times the masses of their nodes, a shared node's divided by width. */
function pairing(mesh: Mesh, f: Line, law: Float64Array): number {
  const sides = mesh.sides(f);
  let sum = 0;
  mesh.each((node, e, i) => {
    const share = (mesh.rule.weights[i] * mesh.half(e)) / mesh.weights[node];
    // A mass of zero settles the product, whatever f is there.
    if (law[node] !== 0) sum += law[node] * share * sides[e * (mesh.degree + 1) + i];
  });
  return sum;
}

function evenly(low: number, high: number, count: number): Float64Array {
  return Float64Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);
}

function extremes(values: Float64Array): [number, number] {
  return values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
}
