import { type Graph, inOrder, type Node } from './graph';
import { operations } from './operations';

/**
 * Gradient of a scalar formula by reverse accumulation: one sweep over its operations, so that all d partial derivatives
 * together cost a small multiple of the value (Griewank & Walther 2008, §3.2).
 *
 * @returns one node per coordinate of the graph
 */
export function gradient(g: Graph, of: Node): Node[] {
  const adjoints = new Map<Node, Node>([[of, g.one]]);
  for (const node of inOrder([of]).reverse()) {
    const adjoint = adjoints.get(node);
    if (adjoint !== undefined && adjoint !== g.zero) propagate(g, node, adjoint, adjoints);
  }
  return g.coordinates.map((_, i) => adjoints.get(g.coordinate(i)) ?? g.zero);
}

function propagate(g: Graph, node: Node, adjoint: Node, adjoints: Map<Node, Node>): void {
  const partials = node.op === 'rowMean' ? partialsOfMean(g, node) : partialsByArgument(g, node);
  for (const [arg, partial] of partials) {
    const share = g.mul(adjoint, partial);
    const before = adjoints.get(arg);
    adjoints.set(arg, before === undefined ? share : g.add(before, share));
  }
}

/** A mean depends on the coordinates at once: its partial derivatives are the means of those of a row. */
function partialsOfMean(g: Graph, node: Node): Map<Node, Node> {
  const slopes = gradient(g, node.args[0]);
  const entries = slopes.map((slope, i): [Node, Node] => [g.coordinate(i), g.rowMean(slope, node.table!)]);
  return new Map(entries.filter(([, slope]) => slope !== g.zero));
}

/** Partial derivatives with those of a repeated argument added first, so that d(x·x) is 2x and not x + x. */
function partialsByArgument(g: Graph, node: Node): Map<Node, Node> {
  const partials = new Map<Node, Node>();
  operations[node.op].derivative?.(g, node).forEach((partial, i) => {
    const arg = node.args[i];
    if (partial === undefined || arg.op === 'constant') return;
    const before = partials.get(arg);
    partials.set(arg, before === undefined ? partial : g.add(before, partial));
  });
  return partials;
}

/** Second derivatives, `hessian[i][j] = ∂²of/∂xᵢ∂xⱼ`, by reverse accumulation over the gradient. */
export function hessian(g: Graph, of: Node): Node[][] {
  return gradient(g, of).map((first) => gradient(g, first));
}
