import { erf } from './erf';
import type { Graph, Node } from './graph';

/** Everything the engine knows of one operation: its value, its partial derivatives and its WGSL. */
export interface Operation {
  arity: number;
  evaluate(...args: number[]): number;
  /** ∂node/∂args[i], or undefined where it is identically zero. */
  derivative?(g: Graph, node: Node): (Node | undefined)[];
  wgsl(...args: string[]): string;
  /** Callable by this name in an expression. */
  name?: string;
  /** The WGSL comes from shaders/lib/functions.wgsl. */
  library?: boolean;
}

const zeroes = (arity: number) => () => new Array<undefined>(arity).fill(undefined);
const infix = (symbol: string) => (a: string, b: string) => `${a} ${symbol} ${b}`;
const call =
  (name: string) =>
  (...args: string[]) =>
    `${name}(${args.join(', ')})`;

const comparison = (symbol: string, evaluate: (a: number, b: number) => boolean): Operation => ({
  arity: 2,
  evaluate: (a, b) => (evaluate(a, b) ? 1 : 0),
  derivative: zeroes(2),
  wgsl: infix(symbol),
});

/** A function of one argument whose derivative is given in terms of the argument `a` and of the value `f` itself. */
const unary = (
  name: string,
  evaluate: (a: number) => number,
  derivative: (g: Graph, a: Node, f: Node) => Node | undefined,
  library = false,
): Operation => ({
  arity: 1,
  name,
  evaluate,
  derivative: (g, n) => [derivative(g, n.args[0], n)],
  wgsl: call(library ? `ergodic_${name}` : name),
  library,
});

const extremum = (name: 'min' | 'max', evaluate: (a: number, b: number) => number, first: 'lt' | 'gt'): Operation => ({
  arity: 2,
  name,
  evaluate,
  derivative: (g, n) => {
    const chosen = g.apply(first, n.args[0], n.args[1]);
    return [g.apply('select', chosen, g.one, g.zero), g.apply('select', chosen, g.zero, g.one)];
  },
  wgsl: call(name),
});

const leaf: Operation = {
  arity: 0,
  evaluate: () => Number.NaN,
  wgsl: () => {
    throw new Error('a leaf is named by the program that emits it');
  },
};

const square = (g: Graph, a: Node) => g.mul(a, a);
const tanhDerivative = (g: Graph, _: Node, f: Node) => g.sub(g.one, square(g, f));

export const operations = {
  constant: leaf,
  coordinate: leaf,
  parameter: leaf,
  momentum: leaf,
  column: leaf,
  // Its derivative is taken by `gradient` as a whole, its value and WGSL by the program, which runs over the rows.
  rowMean: { ...leaf, arity: 1 },
  add: { arity: 2, evaluate: (a, b) => a + b, derivative: (g) => [g.one, g.one], wgsl: infix('+') },
  sub: { arity: 2, evaluate: (a, b) => a - b, derivative: (g) => [g.one, g.constant(-1)], wgsl: infix('-') },
  mul: { arity: 2, evaluate: (a, b) => a * b, derivative: (_, n) => [n.args[1], n.args[0]], wgsl: infix('*') },
  div: {
    arity: 2,
    evaluate: (a, b) => a / b,
    derivative: (g, n) => [g.div(g.one, n.args[1]), g.neg(g.div(n, n.args[1]))],
    wgsl: infix('/'),
  },
  neg: { arity: 1, evaluate: (a) => -a, derivative: (g) => [g.constant(-1)], wgsl: (a) => `-${a}` },
  pow: {
    arity: 2,
    evaluate: (a, b) => a ** b,
    derivative: (g, n) => [
      g.mul(n.args[1], g.power(n.args[0], g.sub(n.args[1], g.one))),
      g.mul(n, g.apply('log', n.args[0])),
    ],
    wgsl: call('ergodic_pow'),
    library: true,
  },
  lt: comparison('<', (a, b) => a < b),
  le: comparison('<=', (a, b) => a <= b),
  gt: comparison('>', (a, b) => a > b),
  ge: comparison('>=', (a, b) => a >= b),
  eq: comparison('==', (a, b) => a === b),
  ne: comparison('!=', (a, b) => a !== b),
  select: {
    arity: 3,
    evaluate: (c, a, b) => (c ? a : b),
    derivative: (g, n) => [
      undefined,
      g.apply('select', n.args[0], g.one, g.zero),
      g.apply('select', n.args[0], g.zero, g.one),
    ],
    wgsl: (c, a, b) => `select(${b}, ${a}, ${c})`,
  },
  sqrt: unary('sqrt', Math.sqrt, (g, _, f) => g.div(g.constant(0.5), f)),
  exp: unary('exp', Math.exp, (_g, _a, f) => f),
  log: unary('log', Math.log, (g, a) => g.div(g.one, a), true),
  sin: unary('sin', Math.sin, (g, a) => g.apply('cos', a), true),
  cos: unary('cos', Math.cos, (g, a) => g.neg(g.apply('sin', a)), true),
  tan: unary('tan', Math.tan, (g, _, f) => g.add(g.one, square(g, f)), true),
  tanh: unary('tanh', Math.tanh, tanhDerivative, true),
  abs: unary('abs', Math.abs, (g, a) => g.apply('sign', a)),
  sign: unary('sign', Math.sign, () => undefined),
  erf: unary(
    'erf',
    erf,
    (g, a) => g.mul(g.constant(2 / Math.sqrt(Math.PI)), g.apply('exp', g.neg(square(g, a)))),
    true,
  ),
  softplus: unary(
    'softplus',
    (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
    (g, a) => g.apply('logistic', a),
    true,
  ),
  logistic: unary(
    'logistic',
    (a) => (a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a))),
    (g, _, f) => g.mul(f, g.sub(g.one, f)),
    true,
  ),
  min: extremum('min', Math.min, 'lt'),
  max: extremum('max', Math.max, 'gt'),
} satisfies Record<string, Operation> as Record<OpName, Operation>;

type OpName =
  | 'constant'
  | 'coordinate'
  | 'parameter'
  | 'momentum'
  | 'column'
  | 'rowMean'
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'neg'
  | 'pow'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'eq'
  | 'ne'
  | 'select'
  | 'sqrt'
  | 'exp'
  | 'log'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'tanh'
  | 'abs'
  | 'sign'
  | 'erf'
  | 'softplus'
  | 'logistic'
  | 'min'
  | 'max';

export type Op = OpName;

export const isComparison = (op: Op): boolean => ['lt', 'le', 'gt', 'ge', 'eq', 'ne'].includes(op);
