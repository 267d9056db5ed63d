import { ErgodicError } from '../errors';
import { isComparison, type Op, operations } from './operations';

/** Rows of numbers that a formula may be averaged over: `columns[j][i]` is column j of row i. */
export interface RowTable {
  readonly name: string;
  readonly count: number;
  readonly columns: readonly Float64Array[];
}

/** One operation of a formula. Nodes are interned by their graph: equal subexpressions are the same object. */
export interface Node {
  readonly id: number;
  readonly op: Op;
  readonly args: readonly Node[];
  /** Of a constant. */
  readonly value: number;
  /**
   * Of a coordinate or a parameter: its place in `Graph.coordinates` or `Graph.parameters`. Of a momentum: that of its
   * coordinate, counted on from the last coordinate. Of a column: its place in a table.
   */
  readonly index: number;
  /** Of a mean over rows. */
  readonly table: RowTable | undefined;
  /** Whether the value differs from row to row: it has a column in it, outside of any mean. */
  readonly perRow: boolean;
}

/** Formulas and their derivatives together; more would take longer than a second to read. */
const mostOperations = 100_000;

const tooLarge = () =>
  new ErgodicError(
    'badInput',
    `the formulas and their derivatives have more than ${mostOperations} operations; use smaller formulas or fewer coordinates`,
  );

const largestF32 = 3.4028234e38;

/** Whether a constant can be written into a shader. */
const fits = (value: number) => Math.abs(value) <= largestF32;

/** Formulas over one set of names: a directed acyclic graph in which common subexpressions are shared as they are made. */
export class Graph {
  private readonly interned = new Map<string, Node>();
  private readonly tables: RowTable[] = [];
  readonly zero: Node;
  readonly one: Node;

  /**
   * @param coordinates scalar names of the coordinates, in order
   * @param parameters names whose values are given when a program runs
   */
  constructor(
    readonly coordinates: readonly string[],
    readonly parameters: readonly string[] = [],
  ) {
    this.zero = this.constant(0);
    this.one = this.constant(1);
  }

  /** Number of distinct operations made so far. */
  get size(): number {
    return this.interned.size;
  }

  constant(value: number): Node {
    return this.intern('constant', [], value, -1);
  }

  coordinate(index: number): Node {
    return this.intern('coordinate', [], 0, index);
  }

  parameter(index: number): Node {
    return this.intern('parameter', [], 0, index);
  }

  /** The momentum that belongs to a coordinate. Derivatives take it as fixed. */
  momentum(index: number): Node {
    return this.intern('momentum', [], 0, this.coordinates.length + index);
  }

  /** A column of the table that a mean around it runs over. */
  column(index: number): Node {
    return this.intern('column', [], 0, index);
  }

  /** Mean of `of` over the rows of a table; means do not nest. */
  rowMean(of: Node, table: RowTable): Node {
    if (!of.perRow) return of;
    if (!this.tables.includes(table)) this.tables.push(table);
    return this.intern('rowMean', [of], 0, this.tables.indexOf(table), table);
  }

  /** An operation on nodes, simplified: constants are folded, neutral elements vanish, constant factors move outwards. */
  apply(op: Op, ...args: Node[]): Node {
    if (!isComparison(op) && args.every((a) => a.op === 'constant')) {
      const value = operations[op].evaluate(...args.map((a) => a.value));
      if (fits(value)) return this.constant(value);
    }
    return simplify(this, op, args) ?? this.intern(op, args, 0, -1);
  }

  add = (a: Node, b: Node): Node => this.apply('add', a, b);
  sub = (a: Node, b: Node): Node => this.apply('sub', a, b);
  mul = (a: Node, b: Node): Node => this.apply('mul', a, b);
  div = (a: Node, b: Node): Node => this.apply('div', a, b);
  neg = (a: Node): Node => this.apply('neg', a);

  sum(terms: readonly Node[]): Node {
    return terms.reduce(this.add, this.zero);
  }

  /** `base ^ exponent`: a product for whole exponents (never `pow`, which has no value at negative bases). */
  power(base: Node, exponent: Node): Node {
    if (exponent.op !== 'constant') return this.apply('pow', base, exponent);
    const n = exponent.value;
    if (n === 0.5) return this.apply('sqrt', base);
    if (!Number.isInteger(n) || Math.abs(n) > 1024) return this.apply('pow', base, exponent);
    return n < 0 ? this.div(this.one, this.wholePower(base, -n)) : this.wholePower(base, n);
  }

  private wholePower(base: Node, n: number): Node {
    if (n === 0) return this.one;
    if (n === 1) return base;
    const half = this.wholePower(base, Math.floor(n / 2));
    const square = this.mul(half, half);
    return n % 2 === 0 ? square : this.mul(square, base);
  }

  private intern(op: Op, args: Node[], value: number, index: number, table?: RowTable): Node {
    const number = Object.is(value, -0) ? '-0' : `${value}`;
    const key = `${op}|${number}|${index}|${args.map((a) => a.id).join(',')}`;
    const known = this.interned.get(key);
    if (known) return known;
    if (this.interned.size >= mostOperations) throw tooLarge();
    const perRow = op === 'column' || (op !== 'rowMean' && args.some((a) => a.perRow));
    const node: Node = { id: this.interned.size, op, args, value, index, table, perRow };
    this.interned.set(key, node);
    return node;
  }
}

const isConstant = (n: Node, value?: number) => n.op === 'constant' && (value === undefined || n.value === value);

type Rule = (g: Graph, a: Node, b: Node) => Node | undefined;

// Every rule is an identity of real arithmetic; those that drop a factor 0 assume the other side is finite.
const rules: Partial<Record<Op, Rule>> = {
  add: (g, a, b) => {
    if (isConstant(a, 0)) return b;
    if (isConstant(b, 0)) return a;
    if (a === b) return g.mul(g.constant(2), a);
    if (b.op === 'neg') return g.sub(a, b.args[0]);
    if (a.op === 'neg') return g.sub(b, a.args[0]);
    return undefined;
  },
  sub: (g, a, b) => {
    if (isConstant(b, 0)) return a;
    if (isConstant(a, 0)) return g.neg(b);
    if (a === b) return g.zero;
    if (b.op === 'neg') return g.add(a, b.args[0]);
    return undefined;
  },
  mul: (g, a, b) => {
    if (isConstant(b) && !isConstant(a)) return g.mul(b, a);
    if (isConstant(a, 0)) return g.zero;
    if (isConstant(a, 1)) return b;
    if (isConstant(a, -1)) return g.neg(b);
    if (a.op === 'neg') return g.neg(g.mul(a.args[0], b));
    if (b.op === 'neg') return g.neg(g.mul(a, b.args[0]));
    return hoistFactor(g, a, b);
  },
  div: (g, a, b) => {
    if (isConstant(a, 0)) return g.zero;
    if (isConstant(b) && fits(1 / b.value)) return g.mul(g.constant(1 / b.value), a);
    if (a.op === 'neg') return g.neg(g.div(a.args[0], b));
    if (b.op === 'neg') return g.neg(g.div(a, b.args[0]));
    return undefined;
  },
  neg: (g, a) => {
    if (a.op === 'neg') return a.args[0];
    if (a.op === 'mul' && isConstant(a.args[0])) return g.mul(g.constant(-a.args[0].value), a.args[1]);
    if (a.op === 'sub') return g.sub(a.args[1], a.args[0]);
    return undefined;
  },
  pow: (g, a, b) => {
    if (isConstant(b, 0)) return g.one;
    if (isConstant(b, 1)) return a;
    return undefined;
  },
};

/** c₁·(c₂·a) → (c₁c₂)·a and (c·a)·b → c·(a·b): one constant factor, outermost. */
function hoistFactor(g: Graph, a: Node, b: Node): Node | undefined {
  const scaled = (n: Node) => n.op === 'mul' && isConstant(n.args[0]);
  if (isConstant(a)) {
    return scaled(b) && fits(a.value * b.args[0].value)
      ? g.mul(g.constant(a.value * b.args[0].value), b.args[1])
      : undefined;
  }
  // Two constants whose product does not fit stay where they are: moved outwards, they would pile up in every power.
  const single = (n: Node) => scaled(n) && !scaled(n.args[1]);
  if (single(a)) return g.mul(a.args[0], g.mul(a.args[1], b));
  if (single(b)) return g.mul(b.args[0], g.mul(a, b.args[1]));
  return undefined;
}

function simplify(g: Graph, op: Op, args: Node[]): Node | undefined {
  if (op === 'select') {
    const [condition, yes, no] = args;
    if (yes === no) return yes;
    const [a, b] = condition.args;
    if (!isConstant(a) || !isConstant(b)) return undefined;
    return operations[condition.op].evaluate(a.value, b.value) ? yes : no;
  }
  return rules[op]?.(g, args[0], args[1]);
}

/** The nodes that `outputs` need, each after its arguments. */
export function inOrder(outputs: readonly Node[]): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const stack: [Node, number][] = [];
  for (const output of outputs) {
    if (!seen.has(output)) stack.push([output, 0]);
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      const [node, next] = top;
      if (next === 0 && seen.has(node)) stack.pop();
      else if (next < node.args.length) {
        seen.add(node);
        top[1]++;
        const arg = node.args[next];
        if (!seen.has(arg)) stack.push([arg, 0]);
      } else {
        seen.add(node);
        order.push(node);
        stack.pop();
      }
    }
  }
  return order;
}

/** Coordinates (by index) that a formula depends on. */
export function dependencies(...nodes: Node[]): Set<number> {
  return new Set(
    inOrder(nodes)
      .filter((n) => n.op === 'coordinate')
      .map((n) => n.index),
  );
}
