import { compile, type Graph, type Node } from '../../expression';
import type { Integrand } from './quadrature';

/**
 * Formulas as functions of some of the coordinates, the others held at zero. The values of a call, n per formula, are
 * overwritten by the next.
 *
 * @param kept indices of the coordinates, one per column of the integrand
 */
export function evaluator(
  graph: Graph,
  outputs: readonly Node[],
  kept: readonly number[],
  parameters: ArrayLike<number>,
): Integrand {
  const program = compile(outputs);
  let zeros = new Float64Array(0);
  return (columns, n) => {
    if (zeros.length < n) zeros = new Float64Array(n);
    const all: Float64Array[] = graph.coordinates.map(() => zeros);
    kept.forEach((coordinate, k) => {
      all[coordinate] = columns[k];
    });
    return program.evaluate(all, parameters, n).map((column) => column.subarray(0, n));
  };
}
