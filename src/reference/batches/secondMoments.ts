import { multiply, symmetricEigen } from '../numerics/linear';

/** A quadratic loss, the mean over rows i of ½ θᵀA_iθ − b_iᵀθ, by its rows; a regulariser is already in every row. */
export interface QuadraticRows {
  dimension: number;
  count: number;
  /** Calls `visit` once per row with A_i (symmetric, row-major d×d) and b_i; the arrays may be reused between calls. */
  forEach(visit: (hessian: Float64Array, offset: Float64Array) => void): void;
}

/**
 * The chain v' = μv − hĝ, θ' = θ + v' + √diffusion ξ, where ĝ has mean ḡ(θ) and h²·Cov(ĝ | θ) = q·C(θ), C being the
 * covariance of the rows' gradients g_i = A_iθ − b_i at θ (divisor N).
 */
export interface BatchChain {
  /** h */
  step: number;
  /** q: h²/B for a batch of B rows drawn with replacement, times (N − B)/(N − 1) without. */
  noise: number;
  /** μ, from 0 (plain) to below 1. */
  momentum: number;
  /** Variance per coordinate of the independent Gaussian noise ξ: 2hT for SGLD, 0 for plain SGD. */
  diffusion: number;
}

/** What all chains on one table need of it: sums over rows, in the eigenbasis of A = mean A_i. Packed pairs i ≤ j. */
export interface QuadraticSums {
  /** θ* = A⁻¹ mean b_i */
  optimum: number[];
  /** Eigenvalues of A, ascending, all positive, and its eigenvectors, one per row. */
  curvatures: number[];
  axes: number[][];
  pairs: readonly (readonly [number, number])[];
  /** C(θ*) = mean r_i r_iᵀ with r_i = A_iθ* − b_i. */
  residual: Float64Array;
  /** The map S → mean (A_i − A) S (A_i − A), symmetric because off-diagonal entries of S carry a factor √2. */
  coupling: Float64Array[];
}

/** Largest dimension: 0.15 s of CPU time per chain. */
const mostDimensions = 40;
/** Most cost of the sums over rows in units of about 1.5 ns, as measured: a second or two. */
const mostWork = 1e9;
const workPerRow = (d: number, pairs: number) => pairs ** 2 + 100 * d ** 2;

/**
 * The sums over rows from which `batchMoments` and `mandtCovariance` follow: about N d⁴/8 multiplications, once per table.
 *
 * @returns null where A is not positive definite, beyond 40 dimensions, or where it would take more than a second or two: past
 *   a million rows in 3 dimensions, 130,000 in 8, 6,700 in 24, 1,200 in 40
 */
export function quadraticSums(rows: QuadraticRows): QuadraticSums | null {
  const { dimension: d, count } = rows;
  const pairs = Array.from({ length: d }, (_, i) =>
    Array.from({ length: d - i }, (_, k) => [i, i + k] as const),
  ).flat();
  if (d > mostDimensions || count * workPerRow(d, pairs.length) > mostWork) return null;
  const { hessian, offset } = meanRow(rows);
  const { values: curvatures, vectors: axes } = symmetricEigen(hessian);
  // Below this an eigenvalue is rounding of the largest.
  if (!(curvatures[0] > 1e-13 * curvatures[d - 1]) || !Number.isFinite(curvatures[d - 1])) return null;
  const optimum = fromAxes(
    axes,
    multiply(axes, offset).map((b, k) => b / curvatures[k]),
  );
  const { residual, spread } = spreads(rows, pairs, optimum, curvatures, axes);
  return { optimum, curvatures, axes, pairs, residual, coupling: couplingOf(spread, pairs, d) };
}

function meanRow(rows: QuadraticRows): { hessian: number[][]; offset: number[] } {
  const { dimension: d, count } = rows;
  const a = new Float64Array(d * d);
  const b = new Float64Array(d);
  rows.forEach((hessian, offset) => {
    for (let k = 0; k < a.length; k++) a[k] += hessian[k] / count;
    for (let k = 0; k < d; k++) b[k] += offset[k] / count;
  });
  return { hessian: Array.from(b, (_, i) => [...a.subarray(i * d, (i + 1) * d)]), offset: [...b] };
}

/** Means over rows of r rᵀ and of vech(A_i − A) vech(A_i − A)ᵀ (its lower triangle), in the eigenbasis. */
function spreads(
  rows: QuadraticRows,
  pairs: QuadraticSums['pairs'],
  optimum: readonly number[],
  curvatures: readonly number[],
  axes: readonly number[][],
): { residual: Float64Array; spread: Float64Array[] } {
  const { count, dimension: d } = rows;
  const spread = pairs.map((_, p) => new Float64Array(p + 1));
  const residual = new Float64Array(pairs.length);
  const rotate = rotation(axes, pairs);
  rows.forEach((hessian, offset) => {
    const slope = Array.from(offset, (b, i) => optimum.reduce((s, t, j) => s + hessian[i * d + j] * t, -b));
    const r = multiply(axes, slope);
    const deviation = rotate(hessian);
    pairs.forEach(([i, j], p) => {
      residual[p] += (r[i] * r[j]) / count;
      if (i === j) deviation[p] -= curvatures[i];
    });
    spread.forEach((row, p) => {
      const scale = deviation[p] / count;
      for (let k = 0; k <= p; k++) row[k] += scale * deviation[k];
    });
  });
  return { residual, spread };
}

/** A ↦ V A Vᵀ, packed; the result is overwritten by the next call. */
function rotation(axes: readonly number[][], pairs: QuadraticSums['pairs']): (a: Float64Array) => Float64Array {
  const d = axes.length;
  const v = axes.map((axis) => Float64Array.from(axis));
  const half = axes.map(() => new Float64Array(d));
  const packed = new Float64Array(pairs.length);
  const dot = (x: Float64Array, y: Float64Array) => {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += x[k] * y[k];
    return sum;
  };
  return (a) => {
    for (let k = 0; k < d; k++) {
      const row = a.subarray(k * d, (k + 1) * d);
      for (let i = 0; i < d; i++) half[i][k] = dot(v[i], row);
    }
    pairs.forEach(([i, j], p) => {
      packed[p] = dot(half[i], v[j]);
    });
    return packed;
  };
}

/** Factor of a packed pair that makes the Euclidean inner product of packed matrices that of the matrices. */
const weight = (i: number, j: number) => (i === j ? 1 : Math.SQRT2);

/** Lower triangle of S → mean B S B: its entry for pairs ij, kl is (mean B_ik B_jl + mean B_il B_jk)/2 with their weights. */
function couplingOf(spread: Float64Array[], pairs: QuadraticSums['pairs'], d: number): Float64Array[] {
  const place = (i: number, j: number): number => (i <= j ? i * d - (i * (i - 1)) / 2 + j - i : place(j, i));
  const mean = (p: number, q: number) => (p >= q ? spread[p][q] : spread[q][p]);
  return pairs.map(([i, j], p) =>
    Float64Array.from({ length: p + 1 }, (_, q) => {
      const [k, l] = pairs[q];
      const both = mean(place(i, k), place(j, l)) + mean(place(i, l), place(j, k));
      return (both * weight(i, j) * weight(k, l)) / 2;
    }),
  );
}

/** Stationary law of a chain to second order. */
export interface BatchMoments {
  mean: number[];
  covariance: number[][];
  /** Stationary covariance of v. */
  velocity: number[][];
}

/**
 * Exact stationary mean and covariance of a mini-batch chain on a quadratic loss, for any step.
 *
 * With Δ = θ − θ* a row's gradient is A_iΔ + r_i, mean r_i = 0, so (Δ, v) moves linearly by M = [[I − hA, μI], [−hA, μI]] plus
 * noise −w in both blocks, E ww'ᵀ = q (K(S) + mean r_i r_iᵀ), K(S) = mean (A_i − A) S (A_i − A), S = E ΔΔᵀ; terms linear in Δ
 * drop out as E Δ = M E Δ = 0. In the eigenbasis of A, x_i = hλ_i, eliminating E Δvᵀ and E vvᵀ from
 * E zzᵀ = M E zzᵀ Mᵀ + … leaves one equation per pair:
 * k_ij S_ij − q K(S)_ij = q (mean rrᵀ)_ij + δ_ij diffusion ((1−μ)² + 2μx_i/(1+μ)),
 * k_ij = (1−μ)(x_i + x_j) − x_i x_j + μ(x_i² + x_j² − 2μx_i x_j)/(1−μ²), and (1+μ) E v_iv_j = (x_i + x_j) S_ij − δ_ij (1−μ) diffusion.
 * k_ii > 0 is stability without noise, 0 < x_i < 2(1+μ), and then all k > 0. S → K(S)/k preserves positive matrices, so its
 * largest eigenvalue is its spectral radius: the second moment is finite exactly where diag(k) − qK is positive definite, and
 * one Cholesky factorisation (d⁶/48 multiplications) decides and solves. For μ = 0 and constant A_i this is
 * AΣ + ΣA − hAΣA = (q/h) C (Mandt, Hoffman & Blei, JMLR 18 (2017) 134).
 *
 * @returns null where the second moment is not finite, or a number of the chain is out of its range
 */
export function batchMoments(sums: QuadraticSums, chain: BatchChain): BatchMoments | null {
  const { step, noise, momentum: mu, diffusion } = chain;
  const x = sums.curvatures.map((k) => step * k);
  const valid = mu >= 0 && mu < 1 && noise >= 0 && diffusion >= 0;
  if (!valid) return null;
  const system = sums.pairs.map(([i, j], p) => {
    const row = sums.coupling[p].map((k) => -noise * k);
    row[p] += stiffness(x[i], x[j], mu);
    return row;
  });
  const packed = sums.pairs.map(([i, j], p) => {
    const kick = i === j ? diffusion * ((1 - mu) ** 2 + (2 * mu * x[i]) / (1 + mu)) : 0;
    return (noise * sums.residual[p] + kick) * weight(i, j);
  });
  if (!solvePositive(system, packed)) return null;
  const covariance = sums.pairs.map(([i, j], p) => packed[p] / weight(i, j));
  const velocity = sums.pairs.map(
    ([i, j], p) => ((x[i] + x[j]) * covariance[p] - (i === j ? (1 - mu) * diffusion : 0)) / (1 + mu),
  );
  return { mean: [...sums.optimum], covariance: unpack(sums, covariance), velocity: unpack(sums, velocity) };
}

/** k_ij of `batchMoments`. */
function stiffness(x: number, y: number, mu: number): number {
  return (1 - mu) * (x + y) - x * y + (mu * (x * x + y * y - 2 * mu * x * y)) / (1 - mu * mu);
}

/**
 * The continuous form of constant-step SGD with the noise frozen at the optimum: ΣA + AΣ = rate·C(θ*).
 *
 * @param rate η/B, times (N − B)/(N − 1) for batches drawn without replacement
 * @returns Σ (Mandt, Hoffman & Blei, JMLR 18 (2017) 134)
 */
export function mandtCovariance(sums: QuadraticSums, rate: number): number[][] {
  const { curvatures, residual, pairs } = sums;
  return unpack(
    sums,
    pairs.map(([i, j], p) => (rate * residual[p]) / (curvatures[i] + curvatures[j])),
  );
}

/** Solves A x = b in place by Cholesky from A's lower triangle (destroyed); false when A is not positive definite. */
function solvePositive(a: Float64Array[], b: number[]): boolean {
  for (let i = 0; i < a.length; i++) {
    const row = a[i];
    for (let j = 0; j <= i; j++) {
      const other = a[j];
      let rest = row[j];
      for (let k = 0; k < j; k++) rest -= row[k] * other[k];
      if (i === j && !(rest > 0)) return false;
      row[j] = i === j ? Math.sqrt(rest) : rest / other[j];
    }
    for (let k = 0; k < i; k++) b[i] -= row[k] * b[k];
    b[i] /= row[i];
  }
  for (let i = a.length - 1; i >= 0; i--) {
    b[i] /= a[i][i];
    for (let k = 0; k < i; k++) b[k] -= a[i][k] * b[i];
  }
  return true;
}

function fromAxes(axes: readonly number[][], along: readonly number[]): number[] {
  return axes.map((_, i) => axes.reduce((s, axis, k) => s + axis[i] * along[k], 0));
}

/** A packed matrix of the eigenbasis in the coordinates of θ. */
function unpack({ axes, pairs }: QuadraticSums, packed: readonly number[]): number[][] {
  const inAxes = axes.map(() => axes.map(() => 0));
  pairs.forEach(([i, j], p) => {
    inAxes[i][j] = inAxes[j][i] = packed[p];
  });
  const half = transpose(inAxes.map((row) => fromAxes(axes, row)));
  const full = half.map((row) => fromAxes(axes, row));
  return full.map((row, i) => row.map((value, j) => (value + full[j][i]) / 2));
}

function transpose(a: readonly number[][]): number[][] {
  return a.map((_, i) => a.map((row) => row[i]));
}
