import { dependencies, type Graph, gradient, hessian, type Node } from '../../expression';
import { evaluator } from '../numerics/evaluator';
import { cholesky, choleskyInverse, multiply } from '../numerics/linear';
import { type Conditional, conditionalFactor, diagonalGiven } from './conditional';
import { bentIn, type Component } from './terms';

/** exp(`log`) is a density over `coordinates`, one column each, whose integral is the factor's own normaliser. */
export interface Marginal {
  coordinates: number[];
  log(columns: Float64Array[], n: number): Float64Array;
}

/** One independent factor of exp(−U/T). */
export interface Factor {
  coordinates: number[];
  /** Marginal over `kept` and as few further coordinates as the method needs; null when it needs more than two in all. */
  marginal(kept: readonly number[]): Marginal | null;
  /** Of a factor that is Gaussian given one of its coordinates. */
  conditional?: Conditional;
  /** Of a Gaussian factor, indexed as `coordinates`. */
  gaussian?: { mean: number[]; covariance: number[][]; logNormalizer: number };
}

export interface Setting {
  graph: Graph;
  parameters: readonly number[];
  temperature: number;
}

/** The factor of one component: Gaussian in closed form, Gaussian given one coordinate, or by quadrature over all. */
export function factor(setting: Setting, component: Component): Factor | null {
  const { graph, temperature } = setting;
  const second = hessian(graph, component.potential);
  const { coordinates } = component;
  const bent = bentIn(component.potential);
  const constant =
    bent.size === 0 && coordinates.every((i) => coordinates.every((j) => dependencies(second[i][j]).size === 0));
  if (constant) return gaussianFactor(setting, component, second);
  const given = coordinates.find(
    (s) => coordinates.length > 1 && bent.size <= (bent.has(s) ? 1 : 0) && diagonalGiven(second, coordinates, s),
  );
  if (given !== undefined) return conditionalFactor(setting, component, second, given);
  if (coordinates.length > 2) return null;
  const u = evaluator(graph, [component.potential], coordinates, setting.parameters);
  const log = (columns: Float64Array[], n: number) => u(columns, n)[0].map((x) => -x / temperature);
  return { coordinates, marginal: () => ({ coordinates, log }) };
}

/** U quadratic with a constant Hessian A: N(A⁻¹(−b), T A⁻¹), b the gradient at the origin; null when A is not positive. */
function gaussianFactor(setting: Setting, { coordinates, potential }: Component, second: Node[][]): Factor | null {
  const { graph, parameters, temperature: T } = setting;
  const n = coordinates.length;
  const slopes = gradient(graph, potential);
  const entries = coordinates.flatMap((i) => coordinates.map((j) => second[i][j]));
  const values = Array.from(
    evaluator(graph, [...coordinates.map((i) => slopes[i]), ...entries], [], parameters)([], 1),
    (c) => c[0],
  );
  const curvature = coordinates.map((_, i) => values.slice(n + i * n, n + (i + 1) * n));
  const lower = cholesky(curvature);
  if (!lower) return null;
  const b = values.slice(0, n);
  const inverse = choleskyInverse(lower);
  const mean = multiply(inverse, b).map((x) => -x);
  // At the minimum itself: from the origin a distant well would be a difference of large numbers.
  const depth = evaluator(
    graph,
    [potential],
    coordinates,
    parameters,
  )(
    mean.map((m) => Float64Array.of(m)),
    1,
  )[0][0];
  const logRoot = lower.reduce((s, row, i) => s + Math.log(row[i]), 0);
  const logNormalizer = -depth / T + (n / 2) * Math.log(2 * Math.PI * T) - logRoot;
  const gaussian = { mean, covariance: inverse.map((row) => row.map((x) => x * T)), logNormalizer };
  return { coordinates, gaussian, marginal: (kept) => gaussianMarginal(gaussian, coordinates, kept) };
}

/** A Gaussian over a subset of the coordinates, times the normaliser of the whole. */
function gaussianMarginal(
  { mean, covariance, logNormalizer }: NonNullable<Factor['gaussian']>,
  coordinates: number[],
  kept: readonly number[],
): Marginal | null {
  const at = kept.map((c) => coordinates.indexOf(c));
  const lower = cholesky(at.map((i) => at.map((j) => covariance[i][j])));
  if (!lower) return null;
  const top = lower.reduce((s, row, i) => s - Math.log(row[i]) - Math.log(2 * Math.PI) / 2, logNormalizer);
  const log = (columns: Float64Array[], n: number) => {
    const result = new Float64Array(n);
    const z = at.map(() => 0);
    for (let k = 0; k < n; k++) {
      result[k] = top;
      for (let i = 0; i < at.length; i++) {
        z[i] = columns[i][k] - mean[at[i]];
        for (let j = 0; j < i; j++) z[i] -= lower[i][j] * z[j];
        z[i] /= lower[i][i];
        result[k] -= (z[i] * z[i]) / 2;
      }
    }
    return result;
  };
  return { coordinates: [...kept], log };
}
