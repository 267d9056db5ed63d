import { crossings } from '../numerics/crossings';
import { binOf } from '../stationary/binOf';
import type { Line, Mesh } from './lineMesh';
import { integralsTo } from './lineStationary';

/** The line cut wherever a function crosses an edge: `bins[i]` is the bin between `cuts[i − 1]` and `cuts[i]`. */
export interface Cuts {
  cuts: number[];
  bins: number[];
}

/**
 * @param samples ascending; crossings are looked for between them, and beyond them there are none
 * @param identity whether f is the coordinate itself
 */
export function cutLine(f: Line, edges: readonly number[], samples: Float64Array, identity: boolean): Cuts {
  const all = identity ? edges : crossings((x) => f(x).slice(), samples, edges);
  const cuts = [...new Set(all)].sort((a, b) => a - b);
  if (cuts.length === 0) return { cuts, bins: [binOf(f(samples.subarray(0, 1))[0], edges)] };
  const middles = cuts.slice(1).map((high, i) => (cuts[i] + high) / 2);
  const [low, high] = [
    Math.min(samples[0], cuts[0] - 1),
    Math.max(samples[samples.length - 1], cuts[cuts.length - 1] + 1),
  ];
  const places = [(low + cuts[0]) / 2, ...middles, (high + cuts[cuts.length - 1]) / 2];
  return { cuts, bins: Array.from(f(Float64Array.from(places)), (v) => binOf(v, edges)) };
}

/** Masses of the bins from the distribution function at the cuts. */
export function binMasses({ cuts, bins }: Cuts, cells: number, below: ArrayLike<number>): Float64Array {
  const masses = new Float64Array(cells);
  bins.forEach((bin, i) => {
    // Rounding may leave a mass of zero at −10⁻¹².
    masses[bin] += Math.max(0, (i < cuts.length ? below[i] : 1) - (i > 0 ? below[i - 1] : 0));
  });
  return masses;
}

/** Reads the distribution function of a law, given by masses of the nodes, at the cuts. */
export function distribution(mesh: Mesh, cuts: readonly number[]): (law: Float64Array) => Float64Array {
  const { ends, degree, rule } = mesh;
  const places = cuts.map((x) => {
    const { element, s } = mesh.locate(x);
    return { element, weights: integralsTo(rule, s).map((w) => w * mesh.half(element)) };
  });
  return (law) => {
    const density = (node: number) => law[node] / mesh.weights[node];
    const before = new Float64Array(ends.length);
    for (let e = 0; e < mesh.elements; e++) {
      const own = rule.weights.reduce((s, w, i) => s + w * density(e * degree + i), 0);
      before[e + 1] = before[e] + mesh.half(e) * own;
    }
    return Float64Array.from(places, ({ element, weights }) =>
      weights.reduce((s, w, i) => s + w * density(element * degree + i), before[element]),
    );
  };
}
