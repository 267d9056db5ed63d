import { compile, dependencies, type Graph, gradient, hessian, inOrder, type Node } from '../../expression';

import { bentIn } from './terms';

/** Most operations that a mean over rows is written out in: quadrature evaluates them some hundred thousand times. */
const mostOperations = 6000;
/** Most numbers that the second derivatives of a quadratic loss are summed from. */
const mostSummands = 2e7;

/**
 * The potential without means over rows, for references that evaluate it often: a quadratic one by its coefficients, a small
 * table's mean written out.
 *
 * @param parameters values of the graph's parameters, which a quadratic's coefficients are taken at
 * @returns null where the table is too large for that
 */
export function rowPotential(graph: Graph, potential: Node, parameters: readonly number[]): Node | null {
  const means = inOrder([potential]).filter((node) => node.op === 'rowMean');
  if (means.length === 0) return potential;
  return quadratic(graph, potential, means, parameters) ?? writtenOut(graph, potential, means);
}

function quadratic(graph: Graph, potential: Node, means: readonly Node[], parameters: readonly number[]): Node | null {
  const d = graph.coordinates.length;
  const rows = means.reduce((n, mean) => n + mean.table!.count, 0);
  if (rows * d * d > mostSummands) return null;
  const second = hessian(graph, potential);
  if (bentIn(potential).size > 0 || dependencies(...second.flat()).size > 0) return null;
  const origin = graph.coordinates.map(() => 0);
  const at = compile([potential, ...gradient(graph, potential), ...second.flat()]).at(origin, parameters);
  const x = (i: number) => graph.coordinate(i);
  const terms = graph.coordinates.map((_, i) => {
    const row = graph.coordinates.map((_, j) => graph.mul(graph.constant(at[1 + d + i * d + j] / 2), x(j)));
    return graph.mul(x(i), graph.add(graph.constant(at[1 + i]), graph.sum(row)));
  });
  return graph.add(graph.constant(at[0]), graph.sum(terms));
}

function writtenOut(graph: Graph, potential: Node, means: readonly Node[]): Node | null {
  const size = means.reduce(
    (n, mean) => n + mean.table!.count * inOrder([mean.args[0]]).filter((m) => m.perRow).length,
    0,
  );
  if (size > mostOperations) return null;
  const sums = means.map((mean): [Node, Node] => {
    const { count, columns } = mean.table!;
    const rows = Array.from({ length: count }, (_, i) =>
      substitute(graph, mean.args[0], (node) =>
        node.op === 'column' ? graph.constant(columns[node.index][i]) : undefined,
      ),
    );
    return [mean, graph.mul(graph.constant(1 / count), graph.sum(rows))];
  });
  const known = new Map(sums);
  return substitute(graph, potential, (node) => known.get(node));
}

/** The formula in a graph, with some nodes replaced. */
export function substitute(graph: Graph, of: Node, replace: (node: Node) => Node | undefined): Node {
  const made = new Map<Node, Node>();
  for (const node of inOrder([of])) made.set(node, replace(node) ?? rebuilt(graph, node, made));
  return made.get(of)!;
}

function rebuilt(graph: Graph, node: Node, made: ReadonlyMap<Node, Node>): Node {
  if (node.op === 'constant') return graph.constant(node.value);
  if (node.op === 'parameter') return graph.parameter(node.index);
  if (node.op === 'coordinate' || node.op === 'momentum') return graph.coordinate(node.index);
  if (node.op === 'column') return graph.column(node.index);
  const args = node.args.map((arg) => made.get(arg)!);
  return node.op === 'rowMean' ? graph.rowMean(args[0], node.table!) : graph.apply(node.op, ...args);
}
