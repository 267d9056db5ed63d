import type { Banded } from '../numerics/banded';
import { gaussLegendre } from '../numerics/gaussLegendre';
import { poles, reduce, spectralMeasure } from '../numerics/krylov';
import { type Lobatto, lagrange } from '../numerics/lobatto';
import { lineGenerator } from './generator';
import type { Line, Mesh } from './lineMesh';
import type { Measure } from './measure';

/** Shifts over all scales of a generator, as fractions of its largest diagonal element. */
const shifts = Array.from({ length: 8 }, (_, k) => 10 ** (-10 + (9 * k) / 7));
/** Vectors per degree of the elements, so that the check on lower degrees is one on their number too. */
const krylovSize = 6.4;

/** Covariances in time of a function of one coordinate in equilibrium, on a mesh. */
export interface LineStationary {
  mean: number;
  variance: number;
  measure: Measure;
  /** ∫₀^∞ of the covariance. */
  timeIntegral: number;
}

/** @param log −U/T, with any constant added */
export function lineStationary(mesh: Mesh, log: Line, temperature: number, f: Line): LineStationary {
  const heights = log(mesh.x).slice();
  const masses = heights.map((h, i) => mesh.weights[i] * Math.exp(h));
  const total = masses.reduce((a, b) => a + b, 0);
  const { mean, variance, sides, load } = centred(
    mesh,
    heights.map((h) => Math.exp(h) / total),
    mesh.sides(f),
  );
  const ground = masses.map((m) => Math.sqrt(m / total));
  const generator = lineGenerator(mesh, heights, temperature);
  const vector = load.map((v, i) => v / ground[i]);
  const smooth = spectralMeasure(reduce(generator, poles(generator, shifts), ground, vector, krylovSize * mesh.degree));
  return {
    mean,
    variance,
    measure: completed(smooth, variance, generator),
    timeIntegral: doubleIntegral(mesh, heights, sides) / (temperature * total),
  };
}

/**
 * A function less its mean, at the nodes of every element; its variance; and at every node its integral with the node's polynomial.
 *
 * @param density at the nodes
 * @param values the function at the nodes of every element
 */
function centred(mesh: Mesh, density: Float64Array, values: Float64Array) {
  const own = values.slice();
  mesh.each((node, e, i) => {
    own[e * (mesh.degree + 1) + i] = mesh.rule.weights[i] * mesh.half(e) * density[node];
  });
  const mean = own.reduce((sum, w, k) => sum + w * values[k], 0);
  const sides = values.map((v) => v - mean);
  const variance = own.reduce((sum, w, k) => sum + w * sides[k] ** 2, 0);
  const load = new Float64Array(mesh.x.length);
  mesh.each((node, e, i) => {
    const k = e * (mesh.degree + 1) + i;
    load[node] += own[k] * sides[k];
  });
  return { mean, variance, sides, load };
}

/** What of the variance no mesh follows, where f jumps, decays at the largest rate. */
function completed({ rates, weights }: Measure, variance: number, generator: Banded): Measure {
  const fastest = generator.rows.reduce((m, row) => Math.max(m, row[0]), 0);
  const rest = Array.from(weights).reduce((left, w) => left - w, variance);
  return { rates: [...Array.from(rates), fastest], weights: [...Array.from(weights), Math.max(0, rest)] };
}

/**
 * ∫ e^{−log} (∫_{−∞}^x f e^{log})² dx for a function of mean zero, so that the covariance's integral over time is this over T Z.
 * The inner integral is taken from the left up to the highest log, from the right beyond: neither is then a small
 * difference of large numbers.
 *
 * @param sides f at the nodes of every element
 */
function doubleIntegral(mesh: Mesh, log: Float64Array, sides: Float64Array): number {
  const { degree, rule, elements } = mesh;
  const inner = integrationMatrix(rule);
  const top = Math.floor(log.reduce((best, h, i) => (h > log[best] ? i : best), 0) / degree);
  const node = (e: number, i: number) => e * degree + i;
  const flow = Float64Array.from(sides, (v, k) => {
    const [e, i] = [Math.floor(k / (degree + 1)), k % (degree + 1)];
    return v * Math.exp(log[node(e, i)]) * mesh.half(e);
  });
  let sum = 0;
  const add = (e: number, before: number, weights: (i: number) => Float64Array) => {
    for (let i = 0; i <= degree; i++) {
      const part = weights(i).reduce((s, w, j) => s + w * flow[e * (degree + 1) + j], before);
      sum += rule.weights[i] * mesh.half(e) * part ** 2 * Math.exp(-log[node(e, i)]);
    }
    return rule.weights.reduce((s, w, j) => s + w * flow[e * (degree + 1) + j], before);
  };
  for (let e = 0, before = 0; e < top; e++) before = add(e, before, (i) => inner[i]);
  for (let e = elements - 1, before = 0; e >= top; e--)
    before = add(e, before, (i) => inner[i].map((w, j) => rule.weights[j] - w));
  return sum;
}

/** `[i][j]`: ∫ of the Lagrange polynomial j from −1 to node i. */
function integrationMatrix(rule: Lobatto): Float64Array[] {
  return Array.from(rule.nodes, (s) => integralsTo(rule, s));
}

const gauss = gaussLegendre(12);

/** Integrals of all Lagrange polynomials of the rule from −1 to s. */
export function integralsTo(rule: Lobatto, s: number): Float64Array {
  const sums = new Float64Array(rule.nodes.length);
  gauss.nodes.forEach((t, q) => {
    lagrange(rule, -1 + (s + 1) * t).forEach((v, j) => {
      sums[j] += gauss.weights[q] * (s + 1) * v;
    });
  });
  return sums;
}
