import type { Rows } from '../../data';
import { compile, createScope, gradient, type Node, parse, withColumns } from '../../expression';

interface LossOfRows {
  variables: readonly string[];
  /** Loss of one row; its columns have the names of `columns`, in the order of the table. */
  loss: string;
  columns: readonly string[];
  parameters: Readonly<Record<string, number>>;
}

/** Of the gradients of single rows at a point: their mean, and their covariance with divisor N. */
interface GradientMoments {
  mean: number[];
  covariance: number[][];
}

/** Mean and covariance over all rows of the gradient of a row's loss at `at`: what a batch of one row, drawn at random, has. */
export function gradientMoments(problem: LossOfRows, { count, columns }: Rows, at: readonly number[]): GradientMoments {
  const { variables, parameters } = problem;
  const scope = createScope(variables, Object.keys(parameters));
  const { graph } = scope;
  const named = withColumns(scope, new Map(problem.columns.map((column, j) => [column, j])));
  const slopes = gradient(graph, parse(named, problem.loss));
  const rows = { name: 'rows', count, columns };
  const over = (nodes: readonly Node[]) =>
    compile(nodes.map((node) => graph.rowMean(node, rows))).at(at, Object.values(parameters));
  const mean = over(slopes);
  const products = slopes.map((a) => over(slopes.map((b) => graph.mul(a, b))));
  return { mean, covariance: products.map((row, i) => row.map((product, j) => product - mean[i] * mean[j])) };
}
