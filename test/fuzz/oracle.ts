import { erf, type MathNode, parse as readByMathjs } from 'mathjs';
import type { Node } from '../../src/expression';
import type { Op } from '../../src/expression/operations';
import type { Place } from '../expression/roundoff';
import { node, pairs, unary } from './grammar';

const truth = (holds: boolean) => (holds ? 1 : 0);

/** The operations again, by other means than the engine's table. */
const meaning: Partial<Record<Op, (a: number, b: number, c: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => 0 - a,
  pow: (a, b) => a ** b,
  lt: (a, b) => truth(b > a),
  le: (a, b) => truth(b >= a),
  gt: (a, b) => truth(b < a),
  ge: (a, b) => truth(b <= a),
  eq: (a, b) => truth(a <= b && a >= b),
  ne: (a, b) => truth(!(a <= b && a >= b)),
  select: (c, a, b) => (c === 1 ? a : b),
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  tanh: Math.tanh,
  abs: (a) => Math.max(a, -a),
  sign: (a) => truth(a > 0) - truth(a < 0),
  erf: (a) => erf(a),
  softplus: (a) => (a > 0 ? a + Math.log1p(Math.exp(-a)) : Math.log1p(Math.exp(a))),
  logistic: (a) => (a < -40 ? Math.exp(a) : 1 / (1 + Math.exp(-a))),
  min: (a, b) => (b > a ? a : b),
  max: (a, b) => (b < a ? a : b),
};

/** Value of a tree at a place, with no part of the compiler in between; without recursion, since sums may be thousands deep. */
export function evaluate(tree: Node, place: Place): number {
  const values = new Map<Node, number>();
  const open = [tree];
  while (open.length > 0) {
    const top = open[open.length - 1];
    const missing = top.args.filter((arg) => !values.has(arg));
    if (missing.length === 0) values.set(open.pop()!, meant(top, place, values));
    else for (const arg of missing) open.push(arg);
  }
  return values.get(tree)!;
}

function meant(tree: Node, place: Place, values: ReadonlyMap<Node, number>): number {
  if (tree.op === 'constant') return tree.value;
  if (tree.op === 'coordinate') return place.point[tree.index];
  if (tree.op === 'parameter') return place.parameters[tree.index];
  const [a, b, c] = tree.args.map((arg) => values.get(arg)!);
  return meaning[tree.op]!(a, b, c);
}

interface Shape {
  type: string;
  op?: string;
  name?: string;
  value?: unknown;
  fn?: { name?: string };
  args?: Shape[];
  content?: Shape;
  condition?: Shape;
  trueExpr?: Shape;
  falseExpr?: Shape;
  implicit?: boolean;
}

const operators: Readonly<Record<string, Op>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '^': 'pow',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
};

/** What the parser of another project takes a text to mean; undefined where the two grammars differ, as for vectors. */
export function readElsewhere(text: string, names: ReadonlyMap<string, Node>): Node | undefined {
  const usual = text.replaceAll('\u2212', '-').replaceAll('\u00b7', '*').replace(/\s+/g, ' ');
  try {
    return translate(readByMathjs(usual) as MathNode as unknown as Shape, names);
  } catch {
    return undefined;
  }
}

class Unknown extends Error {}

function translate(tree: Shape, names: ReadonlyMap<string, Node>): Node {
  const of = (part: Shape | undefined) => translate(part!, names);
  switch (tree.type) {
    case 'ParenthesisNode':
      return of(tree.content);
    case 'ConstantNode':
      return node('constant', [], { value: Number(tree.value) });
    case 'ConditionalNode':
      return node('select', [of(tree.condition), of(tree.trueExpr), of(tree.falseExpr)]);
    case 'SymbolNode':
      return symbol(tree.name!, names);
    case 'OperatorNode':
      return operator(tree, tree.args!.map(of));
    case 'FunctionNode':
      return call(tree.fn?.name, tree.args!.map(of));
    default:
      throw new Unknown();
  }
}

function symbol(name: string, names: ReadonlyMap<string, Node>): Node {
  if (name === 'pi') return node('constant', [], { value: Math.PI });
  return names.get(name) ?? unknown();
}

function operator({ op, implicit }: Shape, args: Node[]): Node {
  if (implicit === true) return unknown();
  if (args.length === 1) return op === '-' ? node('neg', args) : op === '+' ? args[0] : unknown();
  const known = operators[op!];
  return known === undefined ? unknown() : node(known, args);
}

function call(name: string | undefined, args: Node[]): Node {
  const arity = unary.includes(name as Op) ? 1 : pairs.includes(name as Op) ? 2 : -1;
  return args.length === arity ? node(name as Op, args) : unknown();
}

function unknown(): never {
  throw new Unknown();
}
