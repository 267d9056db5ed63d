import { compile, type Graph, gradient, hessian, type Node, type Program } from '../../expression';
import { symmetricEigen } from '../numerics/linear';

export interface CriticalPoint {
  at: number[];
  potential: number;
  type: 'minimum' | 'saddle' | 'maximum';
  /** Eigenvalues of the Hessian, ascending. */
  curvatures: number[];
  /** Whether an eigenvalue vanishes, as along a circle of minima. */
  degenerate: boolean;
}

/** Eigenvalues below this part of the largest are zeros. */
const vanishing = 1e-8;

/** U, its gradient and its Hessian (row-major) as one program. */
export function compileDerivatives(graph: Graph, potential: Node): Program {
  return compile([potential, ...gradient(graph, potential), ...hessian(graph, potential).flat()]);
}

/**
 * The critical point that Newton's method finds from `start`, classified by the signs of the Hessian's eigenvalues; null when
 * it does not converge or an eigenvalue vanishes.
 */
export function criticalPoint(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  start: readonly number[],
): CriticalPoint | null {
  const n = graph.coordinates.length;
  const program = compileDerivatives(graph, potential);
  const at = [...start];
  for (let step = 0; step < 100; step++) {
    const values = program.at(at, parameters);
    const { values: curvatures, vectors } = symmetricEigen(square(values.slice(1 + n), n));
    const move = newtonStep(values.slice(1, 1 + n), curvatures, vectors);
    if (!move.every(Number.isFinite)) return null;
    if (Math.hypot(...move) <= 1e-13 * (1 + Math.hypot(...at))) {
      const sizes = curvatures.map(Math.abs);
      const degenerate = Math.min(...sizes) <= vanishing * Math.max(...sizes);
      return { at, potential: values[0], type: classify(curvatures.map(Math.sign)), curvatures, degenerate };
    }
    move.forEach((d, i) => {
      at[i] -= d;
    });
  }
  return null;
}

/** Sizes that tell what is zero beside them: typical |U|, and curvature, of the place. */
export interface Scale {
  potential: number;
  curvature: number;
}

/**
 * The critical point at `at`, its type from the signs of the eigenvalues and, along directions whose eigenvalue vanishes, of
 * the change of U over `reach` times the eigenvector on both sides.
 */
export function describeCritical(
  program: Program,
  parameters: readonly number[],
  at: readonly number[],
  scale: Scale,
  reach: number,
): CriticalPoint {
  const n = at.length;
  const [potential, ...derivatives] = program.at(at, parameters);
  const { values: curvatures, vectors } = symmetricEigen(square(derivatives.slice(n), n));
  const zero = vanishing * Math.max(scale.curvature, ...curvatures.map(Math.abs));
  const isZero = curvatures.map((k) => Math.abs(k) <= zero);
  const rise = (direction: number[], s: number) => {
    const there = at.map((x, i) => x + s * direction[i]);
    const change = program.at(there, parameters)[0] - potential;
    return Math.abs(change) <= 1e-12 * scale.potential ? 0 : Math.sign(change);
  };
  const signs = curvatures.flatMap((k, i) =>
    isZero[i] ? [rise(vectors[i], reach), rise(vectors[i], -reach)] : [Math.sign(k)],
  );
  return { at: [...at], potential, type: classify(signs), curvatures, degenerate: isZero.includes(true) };
}

/** A row-major list as rows of n. */
export function square(entries: readonly number[], n: number): number[][] {
  return Array.from({ length: n }, (_, i) => entries.slice(i * n, (i + 1) * n));
}

/** H⁻¹ g in the eigenbasis of H. */
function newtonStep(slope: number[], curvatures: number[], vectors: number[][]): number[] {
  const along = vectors.map((v, k) => v.reduce((s, x, i) => s + x * slope[i], 0) / curvatures[k]);
  return slope.map((_, i) => vectors.reduce((s, v, k) => s + v[i] * along[k], 0));
}

function classify(signs: readonly number[]): CriticalPoint['type'] {
  if (signs.every((s) => s >= 0)) return 'minimum';
  return signs.every((s) => s <= 0) ? 'maximum' : 'saddle';
}
