import type { Node, RowTable } from './graph';

/** One pass over the rows of a table: `perRow` in order for each row, then the arguments of `means` are added up. */
export interface RowLoop {
  table: RowTable;
  means: readonly Node[];
  perRow: readonly Node[];
}

/** A program's nodes in the order of their computation: what the rows need, the rows, what needs their means. */
export interface Stages {
  before: readonly Node[];
  loops: readonly RowLoop[];
  after: readonly Node[];
}

/**
 * Cuts the nodes of a program around its means over rows, so that all means of a table share one pass. Means do not nest:
 * nothing that differs from row to row depends on a mean.
 */
export function stages(nodes: readonly Node[]): Stages {
  const meansOf = new Set<Node>();
  const afterMean = new Set<Node>();
  for (const node of nodes) {
    if (node.op === 'rowMean') meansOf.add(node);
    if (node.args.some((arg) => arg.op === 'rowMean' || afterMean.has(arg))) afterMean.add(node);
    if (node.perRow && afterMean.has(node)) throw new Error('a mean over rows inside of a row');
  }
  const tables = [...new Set([...meansOf].map((mean) => mean.table!))];
  return {
    before: nodes.filter((node) => !node.perRow && !meansOf.has(node) && !afterMean.has(node)),
    loops: tables.map((table) => rowLoop(nodes, table, [...meansOf])),
    after: nodes.filter((node) => afterMean.has(node)),
  };
}

function rowLoop(nodes: readonly Node[], table: RowTable, all: readonly Node[]): RowLoop {
  const means = all.filter((mean) => mean.table === table);
  const needed = new Set<Node>(means.map((mean) => mean.args[0]));
  for (const node of nodes.toReversed()) {
    if (needed.has(node)) for (const arg of node.args) if (arg.perRow) needed.add(arg);
  }
  return { table, means, perRow: nodes.filter((node) => needed.has(node)) };
}
