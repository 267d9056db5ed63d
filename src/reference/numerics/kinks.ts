import { dependencies, type Graph, inOrder, type Node } from '../../expression';
import { crossings } from './crossings';
import { evaluator } from './evaluator';

/**
 * Where formulas of one coordinate may have kinks or jumps: crossings of zero by the arguments of |·| and sign, by the difference of
 * those of min and max, and by the difference of what a choice compares.
 *
 * @param samples ascending; kinks are looked for between them
 */
export function kinksOf(
  graph: Graph,
  formulas: readonly Node[],
  coordinate: number,
  parameters: readonly number[],
  samples: Float64Array,
): number[] {
  return switches(graph, formulas).flatMap((node) => {
    const value = evaluator(graph, [node], [coordinate], parameters);
    return crossings((x) => value([x], x.length)[0].slice(), samples, [0]);
  });
}

function switches(graph: Graph, formulas: readonly Node[]): Node[] {
  const zeros = inOrder(formulas).flatMap((node) => {
    const [a, b] = node.args;
    if (node.op === 'abs' || node.op === 'sign') return [a];
    if (node.op === 'min' || node.op === 'max') return [graph.sub(a, b)];
    return node.op === 'select' ? [graph.sub(a.args[0], a.args[1])] : [];
  });
  return [...new Set(zeros)].filter((node) => dependencies(node).size > 0);
}
