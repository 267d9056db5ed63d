import { derivative, type MathNode, parse as read } from 'mathjs';
import type { Node, Scope } from '../../src/expression';
import { type Op, operations } from '../../src/expression/operations';

const leaf = (op: Op, value = 0): Node => ({ id: -1, op, args: [], value, index: -1, table: undefined, perRow: false });
const constant = (value: number): Node => leaf('constant', value);
/** Constants are folded, so that the exponent in x ^ (3 − 1) is a whole number. */
const node = (op: Op, ...args: Node[]): Node =>
  args.every((a) => a.op === 'constant')
    ? constant(operations[op].evaluate(...args.map((a) => a.value)))
    : { ...leaf(op), args };
const one = constant(1);

const operators: Record<string, Op> = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '^': 'pow' };

/** Functions that mathjs writes into derivatives and the grammar does not have. */
const others: Record<string, (a: Node) => Node> = {
  sec: (a) => node('div', one, node('cos', a)),
  sech: (a) => node('div', constant(2), node('add', node('exp', a), node('exp', node('neg', a)))),
};

interface Shape {
  type: string;
  op?: string;
  name?: string;
  value?: number;
  fn?: { name: string };
  args?: Shape[];
  content?: Shape;
}

/** A tree of mathjs as a tree of the engine's operations, so that its rounding can be bounded. */
function fromMathjs(tree: Shape, scope: Scope): Node {
  const args = tree.args?.map((arg) => fromMathjs(arg, scope)) ?? [];
  if (tree.type === 'ParenthesisNode') return fromMathjs(tree.content!, scope);
  if (tree.type === 'ConstantNode') return constant(Number(tree.value));
  if (tree.type === 'SymbolNode') return symbol(tree.name!, scope);
  if (tree.type === 'OperatorNode')
    return args.length === 1 ? node('neg', args[0]) : node(operators[tree.op!], ...args);
  const { name } = tree.fn!;
  return others[name]?.(args[0]) ?? node(name as Op, ...args);
}

function symbol(name: string, { graph }: Scope): Node {
  if (name === 'pi') return constant(Math.PI);
  const index = graph.coordinates.indexOf(name);
  return index >= 0
    ? { ...leaf('coordinate'), index }
    : { ...leaf('parameter'), index: graph.parameters.indexOf(name) };
}

/** Derivative by mathjs's own rules. */
export function derivativeByMathjs(plain: string, by: string, scope: Scope): Node {
  const tree: MathNode = read(plain);
  return fromMathjs(derivative(tree, by, { simplify: false }) as unknown as Shape, scope);
}
