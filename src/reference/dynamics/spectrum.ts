import type { Graph, Node } from '../../expression';
import { smallestEigenvalues } from '../numerics/banded';
import { symmetricEigen } from '../numerics/linear';
import { tridiagonalEigenvalue } from '../numerics/tridiagonal';
import { factor, type Marginal, type Setting } from '../stationary/factor';
import { type Component, components } from '../stationary/terms';
import { depth, domain, type Ends } from './domain';
import { planeGenerator } from './generator';

/**
 * The smallest non-zero eigenvalues of the generator −T Δ + ∇U·∇ of overdamped Langevin dynamics, per unit time, ascending
 * with their multiplicities: symmetrised finite volumes on refined grids, extrapolated to spacing zero. Sums of
 * independent potentials add their eigenvalues; a Gaussian factor has k₁ n₁ + … for its curvatures k.
 *
 * @returns null when a part of the potential does not confine, or couples three coordinates and is not Gaussian, or when a rate is not
 *   good to 10⁻⁴ (10⁻³ in the plane): too small next to rounding, or part of a continuum
 */
export function relaxationRates(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
  count: number,
): number[] | null {
  const setting = { graph, parameters, temperature };
  const parts = components(graph, potential).map((c) => componentRates(setting, c, count));
  if (parts.includes(null)) return null;
  // Each part with its zero; sums of the smallest of each are enough for the smallest of all.
  const sums = (parts as number[][]).reduce((some, part) => smallestSums(some, [0, ...part], count + 1), [0]);
  return sums.slice(1);
}

/** The `count` smallest sums of one number of each list. */
export function smallestSums(a: number[], b: number[], count: number): number[] {
  return a
    .flatMap((x) => b.map((y) => x + y))
    .sort((x, y) => x - y)
    .slice(0, count);
}

/** `relaxationRates` of one independent part. */
export function componentRates(setting: Setting, component: Component, count: number): number[] | null {
  const part = factor(setting, component);
  if (!part) return null;
  if (part.gaussian) return gaussianRates(part.gaussian.covariance, setting.temperature, count);
  const where = domain(setting, component);
  if (!where) return null;
  const solve = component.coordinates.length === 1 ? lineRates : planeRates;
  return solve(where.log, where.ends, setting.temperature, count);
}

/** Sums of multiples of the curvatures T/σ², σ² the principal variances (Risken 1989, §6.5). */
function gaussianRates(covariance: readonly (readonly number[])[], temperature: number, count: number): number[] {
  const curvatures = symmetricEigen(covariance).values.map((variance) => temperature / variance);
  const multiples = (k: number) => Array.from({ length: count + 1 }, (_, n) => k * n);
  return curvatures.reduce((sums, k) => smallestSums(sums, multiples(k), count + 1), [0]).slice(1);
}

/**
 * Values on three grids whose spacings are in the ratio 1 : 1/r : 1/r², free of their errors in h² and h⁴, and what the last two grids
 * make of them, free of the error in h².
 */
export function extrapolate(grids: readonly ArrayLike<number>[], ratio: number): { values: number[]; rough: number[] } {
  const q = ratio ** 2;
  const [a, b, c] = grids;
  const rough = Array.from(c, (v, i) => v + (v - b[i]) / (q - 1));
  const values = rough.map((r, i) => r + (r - (b[i] + (b[i] - a[i]) / (q - 1))) / (q * q - 1));
  return { values, rough };
}

/** The values when every one is as good as `relative`, by what the last two grids say. */
function checked({ values, rough }: { values: number[]; rough: number[] }, relative: number): number[] | null {
  return values.every((v, i) => Math.abs(v - rough[i]) <= relative * Math.abs(v)) ? values : null;
}

/** Relative difference of the first two grids in the plane from which extrapolation is not tried: the third costs most. */
export const hopeless = 0.2;

function lineRates(log: Marginal['log'], ends: Ends, temperature: number, count: number): number[] | null {
  const rates = (between: Ends) =>
    checked(
      extrapolate(
        [600, 1200, 2400].map((n) => lineRatesOn(log, between, temperature, count, n)),
        2,
      ),
      1e-4,
    );
  const [whole, cut] = [rates(ends), rates(shallower(log, ends))];
  // A rate that moves with the ends belongs to no bound state: far out the potential does not rise fast enough.
  return whole && cut && checked({ values: whole, rough: cut }, 1e-4);
}

/** The line where the log density is above three quarters of its depth. */
function shallower(log: Marginal['log'], [[low, high]]: Ends): Ends {
  const x = Float64Array.from({ length: 401 }, (_, i) => low + ((high - low) * i) / 400);
  const open = Array.from(log([x], 401), (v) => v > -0.75 * depth);
  if (!open.includes(true)) return [[low, high]];
  return [[x[Math.max(0, open.indexOf(true) - 1)], x[Math.min(400, open.lastIndexOf(true) + 1)]]];
}

function lineRatesOn(
  log: Marginal['log'],
  [[low, high]]: Ends,
  temperature: number,
  count: number,
  n: number,
): number[] {
  const h = (high - low) / n;
  const at = (shift: number, m: number) => log([Float64Array.from({ length: m }, (_, i) => low + h * (i + shift))], m);
  const [centre, face] = [at(0.5, n), at(1, n - 1)];
  const flow = (i: number, own: number) =>
    (temperature / h ** 2) * (face[i] === undefined ? 0 : Math.exp(face[i] - own));
  const diagonal = centre.map((c, i) => flow(i, c) + flow(i - 1, c));
  const off = face.map((_, i) => -flow(i, (centre[i] + centre[i + 1]) / 2));
  return Array.from({ length: count }, (_, k) => tridiagonalEigenvalue(diagonal, off, k + 1));
}

function planeRates(log: Marginal['log'], ends: Ends, temperature: number, count: number): number[] | null {
  const onGrid = (n: number) =>
    smallestEigenvalues(planeGenerator(log, ends, temperature, n).matrix, count + 1).slice(1);
  const coarse = [64, 96].map(onGrid);
  if (!coarse[1].every((v, i) => Math.abs(v - coarse[0][i]) <= hopeless * Math.abs(v))) return null;
  return checked(extrapolate([...coarse, onGrid(144)], 1.5), 1e-3);
}
