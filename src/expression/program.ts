import { inOrder, type Node } from './graph';
import { type Op, operations } from './operations';

/** Formulas as one straight-line sequence of operations, each computed once. */
export interface Program {
  readonly nodes: readonly Node[];
  readonly outputs: readonly Node[];
  /**
   * Values in f64 at many points at once.
   *
   * @param columns one array per coordinate, `columns[i][k]` coordinate i of point k
   * @param parameters value per parameter of the graph
   * @param n number of points
   * @returns one array per output with n valid entries; they are reused by the next call
   */
  evaluate(columns: readonly Float64Array[], parameters: ArrayLike<number>, n: number): Float64Array[];
  /** Values at one point. */
  at(point: readonly number[], parameters?: ArrayLike<number>): number[];
}

export function compile(outputs: readonly Node[]): Program {
  const nodes = inOrder(outputs);
  const slots = new Map(nodes.map((node, i) => [node, i]));
  const operands = nodes.map((node) => node.args.map((arg) => slots.get(arg)!));
  let registers: Float64Array[] = [];
  let capacity = 0;

  const evaluate: Program['evaluate'] = (columns, parameters, n) => {
    if (n > capacity) {
      capacity = n;
      registers = nodes.map((node) => (node.op === 'coordinate' ? columns[0] : new Float64Array(n)));
    }
    nodes.forEach((node, i) => {
      if (node.op === 'coordinate') registers[i] = columns[node.index];
      else if (node.op === 'constant') registers[i].fill(node.value, 0, n);
      else if (node.op === 'parameter') registers[i].fill(parameters[node.index], 0, n);
      else
        run(
          node.op,
          registers[i],
          operands[i].map((slot) => registers[slot]),
          n,
        );
    });
    return outputs.map((output) => registers[slots.get(output)!]);
  };
  const at: Program['at'] = (point, parameters = []) =>
    evaluate(
      point.map((x) => Float64Array.of(x)),
      parameters,
      1,
    ).map((column) => column[0]);
  return { nodes, outputs, evaluate, at };
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
