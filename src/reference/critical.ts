import { compile, type Graph, gradient, hessian, type Node } from '../expression';
import { symmetricEigen } from './linear';

export interface CriticalPoint {
  at: number[];
  potential: number;
  type: 'minimum' | 'saddle' | 'maximum';
  /** Eigenvalues of the Hessian, ascending. */
  curvatures: number[];
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
  const program = compile([potential, ...gradient(graph, potential), ...hessian(graph, potential).flat()]);
  const at = [...start];
  for (let step = 0; step < 100; step++) {
    const values = program.at(at, parameters);
    const matrix = at.map((_, i) => values.slice(1 + n + i * n, 1 + n + (i + 1) * n));
    const { values: curvatures, vectors } = symmetricEigen(matrix);
    const move = newtonStep(values.slice(1, 1 + n), curvatures, vectors);
    if (!move.every(Number.isFinite)) return null;
    if (Math.hypot(...move) <= 1e-13 * (1 + Math.hypot(...at))) {
      return { at, potential: values[0], type: classify(curvatures), curvatures };
    }
    move.forEach((d, i) => {
      at[i] -= d;
    });
  }
  return null;
}

/** H⁻¹ g in the eigenbasis of H. */
function newtonStep(slope: number[], curvatures: number[], vectors: number[][]): number[] {
  const along = vectors.map((v, k) => v.reduce((s, x, i) => s + x * slope[i], 0) / curvatures[k]);
  return slope.map((_, i) => vectors.reduce((s, v, k) => s + v[i] * along[k], 0));
}

function classify(curvatures: number[]): CriticalPoint['type'] {
  if (curvatures.every((k) => k > 0)) return 'minimum';
  return curvatures.every((k) => k < 0) ? 'maximum' : 'saddle';
}
