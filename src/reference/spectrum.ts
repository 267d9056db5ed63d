import type { Graph, Node } from '../expression';
import { type Banded, smallestEigenvalues } from './banded';
import { evaluator } from './evaluator';
import { factor, type Marginal, type Setting } from './factor';
import { support } from './support';
import { type Component, components } from './terms';
import { tridiagonalEigenvalue } from './tridiagonal';

/**
 * The smallest non-zero eigenvalues of the generator −T Δ + ∇U·∇ of overdamped Langevin dynamics, per unit time, ascending
 * with their multiplicities: symmetrised finite volumes on refined grids, extrapolated to spacing zero. Sums of
 * independent potentials add their eigenvalues; a Gaussian factor has k₁ n₁ + … for its curvatures k.
 *
 * @returns null when a part of the potential does not confine, or couples three coordinates and is not Gaussian
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

function smallestSums(a: number[], b: number[], count: number): number[] {
  return a
    .flatMap((x) => b.map((y) => x + y))
    .sort((x, y) => x - y)
    .slice(0, count);
}

function componentRates(setting: Setting, component: Component, count: number): number[] | null {
  const part = factor(setting, component);
  if (!part) return null;
  if (part.gaussian && component.coordinates.length === 1) {
    const k = setting.temperature / part.gaussian.covariance[0][0];
    return Array.from({ length: count }, (_, n) => k * (n + 1));
  }
  if (component.coordinates.length > 2) return null;
  const u = evaluator(setting.graph, [component.potential], component.coordinates, setting.parameters);
  const log: Marginal['log'] = (x, n) => u(x, n)[0].map((v) => -v / setting.temperature);
  const where = support({ coordinates: component.coordinates, log });
  if (!where) return null;
  const box = bounds(
    where.boxes.map((b) => b.low),
    where.boxes.map((b) => b.high),
  );
  const solve = component.coordinates.length === 1 ? lineRates : planeRates;
  return solve(
    (x, n) => log(x, n).map((v) => v - where.peak),
    shrink(log, where.peak, box),
    setting.temperature,
    count,
  );
}

type Ends = [number, number][];

function bounds(lows: (readonly number[])[], highs: (readonly number[])[]): Ends {
  return lows[0].map((_, d) => [Math.min(...lows.map((l) => l[d])), Math.max(...highs.map((h) => h[d]))]);
}

/** Depth of the log density at which the domain ends: reflecting walls there change a rate by about e^{−depth}. */
const depth = 34;

/** The smallest box of a 400-cell grid that holds everything above the depth, found twice for the sake of scale. */
function shrink(log: Marginal['log'], peak: number, box: Ends): Ends {
  let ends = box;
  for (let pass = 0; pass < 3; pass++) {
    const axes = ends.map(([a, b]) => Float64Array.from({ length: 401 }, (_, i) => a + ((b - a) * i) / 400));
    ends = axes.map((axis, d) => {
      const open = Array.from(axis, (x) => highest(log, axes, d, x) > peak - depth);
      const [first, last] = [open.indexOf(true), open.lastIndexOf(true)];
      return [axis[Math.max(0, first - 1)], axis[Math.min(400, last + 1)]];
    });
  }
  return ends;
}

function highest(log: Marginal['log'], axes: Float64Array[], d: number, x: number): number {
  if (axes.length === 1) return log([Float64Array.of(x)], 1)[0];
  const along = axes[1 - d];
  const fixed = new Float64Array(along.length).fill(x);
  return log(d === 0 ? [fixed, along] : [along, fixed], along.length).reduce((a, b) => Math.max(a, b));
}

/** Values on grids whose spacings are in the ratio 1 : 1/r : 1/r², free of their errors in h² and h⁴. */
function extrapolate(grids: number[][], ratio: number): number[] {
  const q = ratio ** 2;
  return grids[0].map((_, i) => {
    const [a, b, c] = grids.map((g) => g[i]);
    const [ab, bc] = [b + (b - a) / (q - 1), c + (c - b) / (q - 1)];
    return bc + (bc - ab) / (q * q - 1);
  });
}

function lineRates(log: Marginal['log'], [[low, high]]: Ends, temperature: number, count: number): number[] {
  const onGrid = (n: number) => {
    const h = (high - low) / n;
    const at = (shift: number, m: number) =>
      log([Float64Array.from({ length: m }, (_, i) => low + h * (i + shift))], m);
    const [centre, face] = [at(0.5, n), at(1, n - 1)];
    const flow = (i: number, own: number) =>
      (temperature / h ** 2) * (face[i] === undefined ? 0 : Math.exp(face[i] - own));
    const diagonal = centre.map((c, i) => flow(i, c) + flow(i - 1, c));
    const off = face.map((_, i) => -flow(i, (centre[i] + centre[i + 1]) / 2));
    return Array.from({ length: count }, (_, k) => tridiagonalEigenvalue(diagonal, off, k + 1));
  };
  return extrapolate([600, 1200, 2400].map(onGrid), 2);
}

function planeRates(log: Marginal['log'], ends: Ends, temperature: number, count: number): number[] {
  return extrapolate(
    [64, 96, 144].map((n) => smallestEigenvalues(planeGenerator(log, ends, temperature, n), count + 1).slice(1)),
    1.5,
  );
}

/** Five-point finite volumes on the cells of an n × n grid above the depth, numbered row by row. */
function planeGenerator(log: Marginal['log'], ends: Ends, temperature: number, n: number): Banded {
  const h = ends.map(([a, b]) => (b - a) / n);
  const at = (dx: number, dy: number) => {
    const place = (d: number, k: number, shift: number) => ends[d][0] + h[d] * (k + shift);
    const cells = Array.from({ length: n * n }, (_, c) => c);
    const x = Float64Array.from(cells, (c) => place(0, c % n, dx));
    const y = Float64Array.from(cells, (c) => place(1, Math.floor(c / n), dy));
    return log([x, y], n * n).slice();
  };
  const [centre, right, up] = [at(0.5, 0.5), at(1, 0.5), at(0.5, 1)];
  const number = numberCells(centre);
  const rows = Array.from({ length: number.reduce((m, v) => Math.max(m, v + 1), 0) }, () => new Float64Array(n + 1));
  const connect = (i: number, j: number, face: number, spacing: number) => {
    if (number[i] < 0 || number[j] < 0) return;
    const flow = (own: number) => (temperature / spacing ** 2) * Math.exp(face - own);
    rows[number[i]][0] += flow(centre[i]);
    rows[number[j]][0] += flow(centre[j]);
    rows[number[j]][number[j] - number[i]] -= flow((centre[i] + centre[j]) / 2);
  };
  for (let c = 0; c < n * n; c++) {
    if (c % n < n - 1) connect(c, c + 1, right[c], h[0]);
    if (c < n * (n - 1)) connect(c, c + n, up[c], h[1]);
  }
  return { rows, band: n };
}

/** Consecutive numbers for the cells above the depth, −1 for the others. */
function numberCells(log: Float64Array): Int32Array {
  let next = 0;
  return Int32Array.from(log, (v) => (v > -depth ? next++ : -1));
}
