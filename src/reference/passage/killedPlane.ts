import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { type Banded, bandedCholesky, bandedSolve } from '../numerics/banded';
import { lonelyTops, uphill } from './planeBoundary';
import { type Lattice, type PlaneProblem, type Reached, reached } from './planeLattice';
import { along, cellArea, type Link, linksOf, width } from './planeLinks';

/**
 * The generator of diffusion in the plane, killed in {region ≥ 0}, on the nodes of a lattice: five-point finite volumes made
 * symmetric by e^{−v/2}, where a link that enters the region ends on its boundary with the flow over that part of its length
 * (Gibou, Fedkiw, Cheng & Kang, Journal of Computational Physics 176 (2002) 205: symmetric, and second order).
 */
export class KilledPlane {
  private readonly size: number;
  private readonly roots: Float64Array;
  private readonly weights: Float64Array;
  /** Lanczos process on the inverse from e^{−v/2}. */
  private readonly basis: Float64Array[] = [];
  private readonly diagonal: number[] = [];
  private readonly off: number[] = [];
  private readonly norm: number;
  /** e^{level − v} where the roots are 1. */
  private readonly unit: number;

  private constructor(
    problem: PlaneProblem,
    grid: Lattice,
    { number, count, energies }: Reached,
    private readonly inverse: Banded,
  ) {
    this.size = count;
    const lowest = energies.reduce((m, v, k) => (number[k] >= 0 ? Math.min(m, v) : m), Number.POSITIVE_INFINITY);
    this.roots = new Float64Array(count);
    this.weights = new Float64Array(count);
    const cell = (d: number, i: number) => problem.laws[d].mass(grid.axes[d].edges[i], grid.axes[d].edges[i + 1]);
    number.forEach((n, k) => {
      if (n < 0) return;
      this.roots[n] = Math.exp((lowest - energies[k]) / 2) * Math.sqrt(cellArea(grid, k));
      this.weights[n] = cell(0, k % grid.columns) * cell(1, Math.floor(k / grid.columns));
    });
    this.unit = Math.exp(problem.level - lowest);
    this.norm = Math.sqrt(dot(this.roots, this.roots));
    this.basis.push(this.roots.map((r) => r / this.norm));
  }

  /** Null where no node is reached, no boundary is met, or the region has parts that the lattice does not show. */
  static on(problem: PlaneProblem, grid: Lattice): KilledPlane | null {
    const nodes = reached(problem, grid);
    const links = nodes && linksOf(problem, grid, nodes);
    if (!nodes || nodes.open || !links?.some((l) => l.cut < 1)) return null;
    if (uphill(problem, grid, lonelyTops(problem, grid, nodes, links))) return null;
    const inverse = bandedCholesky(assemble(problem, grid, nodes, links));
    return inverse.rows.every((r) => r[0] > 0) ? new KilledPlane(problem, grid, nodes, inverse) : null;
  }

  /** Mean over the start, and ∫ e^{level − v} u, u the mean time from a place: it tells whether all of the plane is resolved. */
  means(): { start: number; all: number } {
    const u = this.roots.slice();
    bandedSolve(this.inverse, u);
    const start = this.weights.reduce((sum, w, n) => (w > 0 ? sum + (w * u[n]) / this.roots[n] : sum), 0);
    return { start, all: dot(this.roots, u) * this.unit };
  }

  /** The smallest eigenvalue. */
  rate(): number {
    for (let before = 0, size = 6; ; size += 4) {
      const largest = Math.max(...this.ritz(size).values);
      if (Math.abs(largest - before) <= 1e-10 * largest || size > mostVectors) return 1 / largest;
      before = largest;
    }
  }

  /** P(τ > t) at times t > 0, from Krylov spaces of growing size until the values stand still; null where they do not. */
  survival(times: readonly number[]): number[] | null {
    let before: number[] | null = null;
    for (let size = 20; size <= mostVectors; size += 10) {
      const now = this.survivalOf(size, times);
      if (before?.every((v, k) => Math.abs(v - now[k]) <= 2e-5)) return now;
      before = now;
    }
    return null;
  }

  private survivalOf(size: number, times: readonly number[]): number[] {
    const { values, vectors } = this.ritz(size);
    const start = this.weights.map((w, n) => (w > 0 ? w / this.roots[n] : 0));
    const along = this.basis.slice(0, values.length).map((b) => dot(b, start));
    const parts = values.map((_, k) => {
      const part = along.reduce((sum, a, i) => sum + a * vectors.get(i, k), 0);
      return part * vectors.get(0, k) * this.norm;
    });
    return times.map((t) => values.reduce((s, v, k) => s + (v > 0 ? parts[k] * Math.exp(-t / v) : 0), 0));
  }

  /** Eigenvalues of the inverse in the Krylov space of a size, or of all there is. */
  private ritz(size: number): { values: number[]; vectors: Matrix } {
    while (this.diagonal.length < Math.min(size, this.size) && this.extend());
    const n = Math.min(size, this.diagonal.length);
    const matrix = Matrix.zeros(n, n);
    for (let i = 0; i < n; i++) {
      matrix.set(i, i, this.diagonal[i]);
      if (i + 1 < n) {
        matrix.set(i, i + 1, this.off[i]);
        matrix.set(i + 1, i, this.off[i]);
      }
    }
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
    return { values: realEigenvalues, vectors: eigenvectorMatrix };
  }

  /** One more step; false when the space is complete. */
  private extend(): boolean {
    const last = this.basis[this.diagonal.length];
    if (!last) return false;
    const image = last.slice();
    bandedSolve(this.inverse, image);
    this.diagonal.push(dot(last, image));
    for (let pass = 0; pass < 2; pass++) {
      for (const b of this.basis) {
        const along = dot(b, image);
        for (let i = 0; i < image.length; i++) image[i] -= along * b[i];
      }
    }
    const rest = Math.sqrt(dot(image, image));
    if (rest > 1e-13 * this.diagonal[0]) {
      this.off.push(rest);
      this.basis.push(image.map((v) => v / rest));
    }
    return true;
  }
}

const mostVectors = 80;

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

function assemble(
  problem: PlaneProblem,
  grid: Lattice,
  { number, count, energies }: Reached,
  links: readonly Link[],
): Banded {
  const kept = links.filter(({ to, cut }) => cut < 1 || number[to] >= 0);
  const band = kept.reduce((b, { from, to, cut }) => (cut < 1 ? b : Math.max(b, number[from] - number[to])), 0);
  const rows = Array.from({ length: count }, () => new Float64Array(band + 1));
  const faces = problem.energy(...along(grid, kept, (k) => kept[k].cut / 2));
  kept.forEach(({ from, to, axis, cut }, k) => {
    const length = Math.abs(grid.x[to] - grid.x[from]) + Math.abs(grid.y[to] - grid.y[from]);
    const conductance = (problem.temperature * width(grid, 1 - axis, from)) / (cut * length);
    const own = cellArea(grid, from);
    rows[number[from]][0] += (conductance / own) * Math.exp(energies[from] - faces[k]);
    const apart = number[from] - number[to];
    if (cut < 1 || apart <= 0) return;
    const both = Math.sqrt(own * cellArea(grid, to));
    rows[number[from]][apart] -= (conductance / both) * Math.exp((energies[from] + energies[to]) / 2 - faces[k]);
  });
  return { rows, band };
}
