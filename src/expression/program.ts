import { inOrder, type Node, type RowTable } from './graph';
import { type Op, operations } from './operations';
import { stages } from './stages';

/** Rows that the means of a program run over, in place of all rows of their table. */
export interface RowChoice {
  /** Rows that each point draws. */
  draws: number;
  /** `rows[j * n + k]` is the row that point k draws at draw j; all rows of the table in order when it is left out. */
  rows?: Uint32Array;
  /** `weights[j * n + k]` multiplies what point k's draw j adds to a mean. */
  weights?: Float64Array;
}

/** Formulas as one straight-line sequence of operations, each computed once; means over rows are loops in it. */
export interface Program {
  readonly nodes: readonly Node[];
  readonly outputs: readonly Node[];
  /**
   * Values in f64 at many points at once.
   *
   * @param columns one array per coordinate, `columns[i][k]` coordinate i of point k; momenta follow the coordinates
   * @param parameters value per parameter of the graph
   * @param n number of points
   * @param choice rows of the means, by default every row once
   * @returns one array per output with n valid entries; they are reused by the next call
   */
  evaluate(
    columns: readonly Float64Array[],
    parameters: ArrayLike<number>,
    n: number,
    choice?: RowChoice,
  ): Float64Array[];
  /** Values at one point. */
  at(point: readonly number[], parameters?: ArrayLike<number>): number[];
}

export function compile(outputs: readonly Node[]): Program {
  const nodes = inOrder(outputs);
  const memory = new Memory(nodes);
  const parts = stages(nodes);
  const evaluate: Program['evaluate'] = (columns, parameters, n, choice) => {
    memory.reserve(n);
    for (const node of parts.before) memory.compute(node, columns, parameters, n);
    for (const { table, means, perRow } of parts.loops) average(memory, table, means, perRow, n, choice);
    for (const node of parts.after) memory.compute(node, columns, parameters, n);
    return outputs.map((output) => memory.of(output));
  };
  const at: Program['at'] = (point, parameters = []) =>
    evaluate(
      point.map((x) => Float64Array.of(x)),
      parameters,
      1,
    ).map((column) => column[0]);
  return { nodes, outputs, evaluate, at };
}

/** One array per node, as long as the largest batch so far. */
class Memory {
  private readonly slots: ReadonlyMap<Node, number>;
  private readonly operands: readonly number[][];
  private registers: Float64Array[] = [];
  private capacity = 0;

  constructor(private readonly nodes: readonly Node[]) {
    this.slots = new Map(nodes.map((node, i) => [node, i]));
    this.operands = nodes.map((node) => node.args.map((arg) => this.slots.get(arg)!));
  }

  reserve(n: number): void {
    if (n <= this.capacity) return;
    this.capacity = n;
    this.registers = this.nodes.map(() => new Float64Array(n));
  }

  of(node: Node): Float64Array {
    return this.registers[this.slots.get(node)!];
  }

  compute(node: Node, columns: readonly Float64Array[], parameters: ArrayLike<number>, n: number): void {
    const slot = this.slots.get(node)!;
    if (node.op === 'coordinate' || node.op === 'momentum') this.registers[slot] = columns[node.index];
    else if (node.op === 'constant') this.registers[slot].fill(node.value, 0, n);
    else if (node.op === 'parameter') this.registers[slot].fill(parameters[node.index], 0, n);
    else this.operate(node, n);
  }

  operate(node: Node, n: number): void {
    const slot = this.slots.get(node)!;
    const args = this.operands[slot].map((arg) => this.registers[arg]);
    run(node.op, this.registers[slot], args, n);
  }
}

/** Fills the registers of `means` with averages of their arguments over the rows of a table, or over those chosen. */
function average(
  memory: Memory,
  table: RowTable,
  means: readonly Node[],
  perRow: readonly Node[],
  n: number,
  choice: RowChoice = { draws: table.count },
): void {
  for (const mean of means) memory.of(mean).fill(0, 0, n);
  for (let draw = 0; draw < choice.draws; draw++) {
    for (const node of perRow) {
      if (node.op === 'column') fetch(memory.of(node), table.columns[node.index], draw, n, choice.rows);
      else memory.operate(node, n);
    }
    for (const mean of means) accumulate(memory.of(mean), memory.of(mean.args[0]), draw, n, choice.weights);
  }
  for (const mean of means) {
    const total = memory.of(mean);
    for (let k = 0; k < n; k++) total[k] /= choice.draws;
  }
}

function fetch(out: Float64Array, column: Float64Array, draw: number, n: number, rows: Uint32Array | undefined): void {
  if (rows === undefined) out.fill(column[draw], 0, n);
  else for (let k = 0; k < n; k++) out[k] = column[rows[draw * n + k]];
}

function accumulate(total: Float64Array, value: Float64Array, draw: number, n: number, weights?: Float64Array): void {
  if (weights === undefined) for (let k = 0; k < n; k++) total[k] += value[k];
  else for (let k = 0; k < n; k++) total[k] += weights[draw * n + k] * value[k];
}

type Loop = (out: Float64Array, n: number, a: Float64Array, b: Float64Array, c: Float64Array) => void;

// The four operations that fill most formulas have loops of their own: a call per element would cost five times as much.
const loops: Partial<Record<Op, Loop>> = {
  add: (out, n, a, b) => {
    for (let k = 0; k < n; k++) out[k] = a[k] + b[k];
  },
  sub: (out, n, a, b) => {
    for (let k = 0; k < n; k++) out[k] = a[k] - b[k];
  },
  mul: (out, n, a, b) => {
    for (let k = 0; k < n; k++) out[k] = a[k] * b[k];
  },
  div: (out, n, a, b) => {
    for (let k = 0; k < n; k++) out[k] = a[k] / b[k];
  },
};

function run(op: Op, out: Float64Array, args: Float64Array[], n: number): void {
  const [a, b, c] = args;
  const loop = loops[op];
  if (loop) {
    loop(out, n, a, b, c);
    return;
  }
  const f = operations[op].evaluate;
  if (args.length === 1) for (let k = 0; k < n; k++) out[k] = f(a[k]);
  else if (args.length === 2) for (let k = 0; k < n; k++) out[k] = f(a[k], b[k]);
  else for (let k = 0; k < n; k++) out[k] = f(a[k], b[k], c[k]);
}
