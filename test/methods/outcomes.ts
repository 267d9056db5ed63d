import { symmetricEigen } from '../../src/reference/numerics/linear';
import type { Chain, Random } from './chain';

/** Nodes and weights for E f(R). */
export interface Rule {
  nodes: number[];
  weights: number[];
}

/** Orthonormal Hermite polynomials 0 … n − 1 of a standard normal, at x. */
export function hermite(n: number, x: number): Float64Array {
  const values = new Float64Array(n);
  values[0] = 1;
  for (let k = 1; k < n; k++) {
    values[k] = (x * values[k - 1] - (k > 1 ? Math.sqrt(k - 1) * values[k - 2] : 0)) / Math.sqrt(k);
  }
  return values;
}

/**
 * Gauss–Hermite rule for R ~ N(0, 1), exact for polynomials of degree 2n − 1: nodes by Golub & Welsch 1969, weights as
 * Christoffel numbers 1/Σ φₖ², which are exact far out too.
 */
export function gaussHermite(n: number): Rule {
  const link = (i: number, j: number) => (Math.abs(i - j) === 1 ? Math.sqrt(Math.max(i, j)) : 0);
  const jacobi = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => link(i, j)));
  const nodes = symmetricEigen(jacobi).values;
  return { nodes, weights: nodes.map((x) => 1 / hermite(n, x).reduce((sum, v) => sum + v * v, 0)) };
}

/** One combination of the random numbers that a step on the line draws, and its weight. */
interface Outcome {
  weight: number;
  normals: number[];
  batch: number[];
  rows: number[];
}

/** Every combination of a step's random numbers on the line: nodes of a rule for normals, all mini-batches one by one. */
export function outcomes({ method, settings, problem }: Chain, rule: Rule): Outcome[] {
  const count = problem.rows.length;
  const { normals, uniforms = 0, batch = 0, noisy = false } = method.draws(settings, count);
  if (uniforms > 0) throw new Error(`${method.name} draws uniform numbers; found no quadrature for them, add one here`);
  const batches = tuples(count, batch, settings.replacement === true);
  const kicks = products(rule, normals).flatMap((r) => products(rule, noisy ? count : 0).map((z) => ({ r, z })));
  return kicks.flatMap(({ r, z }) =>
    batches.map((rows) => ({
      weight: (r.weight * z.weight) / batches.length,
      normals: r.values,
      batch: rows,
      rows: z.values,
    })),
  );
}

function products({ nodes, weights }: Rule, n: number): { values: number[]; weight: number }[] {
  if (n === 0) return [{ values: [], weight: 1 }];
  return products({ nodes, weights }, n - 1).flatMap(({ values, weight }) =>
    nodes.map((x, i) => ({ values: [...values, x], weight: weight * weights[i] })),
  );
}

/** Ordered draws of `size` among `count` rows; all are equally likely. */
function tuples(count: number, size: number, replacement: boolean): number[][] {
  if (size === 0) return [[]];
  const all = Array.from({ length: count }, (_, i) => i);
  return tuples(count, size - 1, replacement).flatMap((head) =>
    all.filter((i) => replacement || !head.includes(i)).map((i) => [...head, i]),
  );
}

/** The outcomes as random numbers of a batch in which every one of `points` states meets every outcome, outcomes innermost. */
export function asRandom(list: readonly Outcome[], points: number): Random {
  const n = points * list.length;
  const spread = (of: (o: Outcome) => number) => Float64Array.from({ length: n }, (_, k) => of(list[k % list.length]));
  const [{ normals, batch, rows }] = list;
  const chosen = batch.flatMap((_, j) => Array.from(spread((o) => o.batch[j])));
  return {
    normals: normals.map((_, call) => [spread((o) => o.normals[call])]),
    batch: { draws: batch.length, rows: Uint32Array.from(chosen) },
    weights: rows.map((_, row) => spread((o) => o.rows[row])),
  };
}

/** Every value `times` times in a row: states for `asRandom`. */
export function repeated(values: ArrayLike<number>, times: number): Float64Array {
  return Float64Array.from({ length: values.length * times }, (_, k) => values[Math.floor(k / times)]);
}
