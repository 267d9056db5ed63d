import { dependencies, gradient, hessian, type Node } from '../../expression';
import { evaluator } from '../numerics/evaluator';
import type { Integrand } from '../numerics/quadrature';
import type { Factor, Marginal, Setting } from './factor';
import { bentIn, type Component } from './terms';

/** What is known in closed form about coordinates r that are independent and Gaussian given one coordinate s. */
export interface Conditional {
  given: number;
  /** E[f | s] as a function of s; null unless f is at most quadratic in the r, its curvatures functions of s. */
  expectation(f: Node): Integrand | null;
  /** Mean and standard deviation of one of the r, as functions of s. */
  law(coordinate: number): Integrand;
}

/** Whether U is quadratic in all coordinates but s, without products of two of them, the curvatures functions of s. */
export function diagonalGiven(second: Node[][], coordinates: number[], s: number): boolean {
  const others = coordinates.filter((i) => i !== s);
  return others.every((i) =>
    others.every((j) => {
      const needs = dependencies(second[i][j]);
      if (i !== j) return second[i][j].op === 'constant' && second[i][j].value === 0;
      return needs.size === 0 || (needs.size === 1 && needs.has(s));
    }),
  );
}

/**
 * Integrates out every coordinate r_i that is Gaussian given s and not asked for: with U = a + b·r + ½ Σ A_i r_i² each gives
 * a factor √(2πT/A_i) and U is taken at its minimum r_i = −b_i/A_i, where it cancels less than in a − ½ Σ b_i²/A_i. A
 * curvature that is not positive makes the density infinite, hence not confined.
 */
export function conditionalFactor(setting: Setting, component: Component, second: Node[][], s: number): Factor {
  const { graph, parameters, temperature: T } = setting;
  const { coordinates, potential } = component;
  const marginal = (wanted: readonly number[]): Marginal | null => {
    const kept = wanted.includes(s) ? [...wanted] : [s, ...wanted];
    if (kept.length > 2) return null;
    const out = coordinates.filter((i) => !kept.includes(i));
    const minimum = conditionalMinimum(setting, potential, second, kept, out);
    const energy = evaluator(graph, [potential], [...kept, ...out], parameters);
    const log = (columns: Float64Array[], n: number) => {
      const { places, curvatures } = minimum(columns, n);
      const u = energy([...columns, ...places], n)[0];
      return u.map((x, k) => -x / T + logWidths(curvatures, k, T, -x / T));
    };
    return { coordinates: kept, log };
  };
  const rest = coordinates.filter((i) => i !== s);
  const minimum = conditionalMinimum(setting, potential, second, [s], rest);
  const law = (coordinate: number): Integrand => {
    const at = rest.indexOf(coordinate);
    return (columns, n) => {
      const { places, curvatures } = minimum(columns, n);
      return [places[at], curvatures[at].map((a) => Math.sqrt(T / a))];
    };
  };
  const expectation = (f: Node) => conditionalExpectation(setting, f, s, rest, minimum);
  return { coordinates, marginal, conditional: { given: s, law, expectation } };
}

/** The r that minimise U at given s, and the curvatures there. */
type Minimum = (columns: Float64Array[], n: number) => { places: Float64Array[]; curvatures: Float64Array[] };

function conditionalMinimum(
  { graph, parameters }: Setting,
  potential: Node,
  second: Node[][],
  kept: number[],
  out: number[],
): Minimum {
  const slopes = gradient(graph, potential);
  const outputs = [...out.map((i) => slopes[i]), ...out.map((i) => second[i][i])];
  const quadratic = evaluator(graph, outputs, kept, parameters);
  return (columns, n) => {
    const values = quadratic(columns, n);
    const curvatures = values.slice(out.length);
    return { curvatures, places: out.map((_, i) => curvatures[i].map((a, k) => (a === 0 ? 0 : -values[i][k] / a))) };
  };
}

/** E[f | s] = f(s, r*) + ½ Σ f_ii T/A_i. */
function conditionalExpectation(
  { graph, parameters, temperature }: Setting,
  f: Node,
  s: number,
  rest: number[],
  minimum: Minimum,
): Integrand | null {
  const second = hessian(graph, f);
  const plain = (node: Node) => [...dependencies(node)].every((c) => c === s);
  const bent = bentIn(f);
  if (rest.some((i) => bent.has(i)) || !rest.every((i) => rest.every((j) => plain(second[i][j])))) return null;
  const value = evaluator(graph, [f], [s, ...rest], parameters);
  const curvature = evaluator(
    graph,
    rest.map((i) => second[i][i]),
    [s],
    parameters,
  );
  return (columns, n) => {
    const { places, curvatures } = minimum(columns, n);
    const bend = curvature(columns, n);
    const spread = (k: number) => curvatures.reduce((sum, a, i) => sum + (bend[i][k] * temperature) / (2 * a[k]), 0);
    return [value([...columns, ...places], n)[0].map((v, k) => v + spread(k))];
  };
}

/** Far out, where a density that confines is gone whatever its widths, a curvature may underflow. */
const gone = -2000;

/** Σ ½ ln(2πT/A_i) at point k. */
function logWidths(curvatures: Float64Array[], k: number, temperature: number, log: number): number {
  const flat = log < gone ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return curvatures.reduce(
    (sum, a) => sum + (a[k] > 0 ? (Math.log(2 * Math.PI * temperature) - Math.log(a[k])) / 2 : flat),
    0,
  );
}
