import type { Banded } from '../numerics/banded';
import type { Marginal } from '../stationary/factor';
import { depth, type Ends } from './domain';
import type { Mesh } from './lineMesh';

/**
 * The generator −T Δ + U′·∂ as a symmetric matrix over the nodes of a mesh of the line, by spectral elements: D^{−1/2} K D^{−1/2} with
 * Kᵢⱼ = T ∫ φᵢ′ φⱼ′ e^{−U/T} and D the diagonal of masses e^{−U/T} of the nodes, by Gauss–Lobatto quadrature. Only differences
 * of U/T within an element are exponentiated. Its null vector is D^{1/2}.
 *
 * @param log −U/T at the nodes
 */
export function lineGenerator(mesh: Mesh, log: Float64Array, temperature: number): Banded {
  const { degree, rule, weights } = mesh;
  const rows = Array.from(mesh.x, () => new Float64Array(degree + 1));
  for (let e = 0; e < mesh.elements; e++) {
    const start = e * degree;
    const factor = temperature / mesh.half(e);
    for (let i = 0; i <= degree; i++) {
      for (let j = 0; j <= i; j++) {
        const middle = (log[start + i] + log[start + j]) / 2;
        let sum = 0;
        for (let q = 0; q <= degree; q++) {
          sum += rule.weights[q] * rule.slopes[q][i] * rule.slopes[q][j] * Math.exp(log[start + q] - middle);
        }
        rows[start + i][i - j] += (factor * sum) / Math.sqrt(weights[start + i] * weights[start + j]);
      }
    }
  }
  return { rows, band: degree };
}

/** A generator over the cells of a grid in the plane. */
export interface Plane {
  matrix: Banded;
  /** Centres of the numbered cells. */
  x: Float64Array;
  y: Float64Array;
  /** −U/T less its largest value there. */
  log: Float64Array;
  /** Number of every cell of the n × n grid, −1 for those below the depth. */
  number: Int32Array;
  ends: Ends;
}

/** Five-point finite volumes on the cells of an n × n grid above the depth, numbered row by row. */
export function planeGenerator(log: Marginal['log'], ends: Ends, temperature: number, n: number): Plane {
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
  return { matrix: { rows, band: n }, ...cellsOf(number, centre, ends, n), number, ends };
}

/** Consecutive numbers for the cells above the depth, −1 for the others. */
function numberCells(log: Float64Array): Int32Array {
  let next = 0;
  return Int32Array.from(log, (v) => (v > -depth ? next++ : -1));
}

function cellsOf(number: Int32Array, centre: Float64Array, ends: Ends, n: number): Pick<Plane, 'x' | 'y' | 'log'> {
  const cells = Array.from(number.keys()).filter((c) => number[c] >= 0);
  const place = (d: number, k: number) => ends[d][0] + ((ends[d][1] - ends[d][0]) * (k + 0.5)) / n;
  return {
    x: Float64Array.from(cells, (c) => place(0, c % n)),
    y: Float64Array.from(cells, (c) => place(1, Math.floor(c / n))),
    log: Float64Array.from(cells, (c) => centre[c]),
  };
}
