import fc from 'fast-check';
import type { Node } from '../../src/expression';
import type { Op } from '../../src/expression/operations';

/** A formula as typed: its text, and the tree that the text means, neither simplified nor shared. */
export interface Tree {
  /** In the grammar of the engine. */
  text: string;
  /** The same without vectors, which mathjs reads in another sense. */
  plain: string;
  /** Binding power of the outermost operator. */
  power: number;
  node: Node;
}

interface Vector {
  text: string;
  power: number;
  entries: Tree[];
}

/** Names of a random formula. */
export interface Space {
  variables: string[];
  parameters: string[];
}

export interface Formula extends Tree {
  space: Space;
}

const node = (op: Op, ...args: Node[]): Node => ({
  id: -1,
  op,
  args,
  value: 0,
  index: -1,
  table: undefined,
  perRow: false,
});
const atom = 9;
const leaf = (text: string, of: Node): Tree => ({ text, plain: text, power: atom, node: of });
const constant = (text: string) => leaf(text, { ...node('constant'), value: Number(text) });
const pi = leaf('pi', { ...node('constant'), value: Math.PI });

const wrap = (text: string, power: number, least: number) => (power < least ? `(${text})` : text);
const both = (a: { power: number; text: string }, least: number) => wrap(a.text, a.power, least);
const plainOf = (a: Tree, least: number) => wrap(a.plain, a.power, least);

/** An infix operator, with no more parentheses than it needs: so the precedence is tested as well. */
function infix(symbol: string, op: Op, power: number, a: Tree, b: Tree): Tree {
  const [left, right] = symbol === '^' ? [power + 1, power - 1] : [power, power + 1];
  return {
    text: `${both(a, left)} ${symbol} ${both(b, right)}`,
    plain: `${plainOf(a, left)} ${symbol} ${plainOf(b, right)}`,
    power,
    node: node(op, a.node, b.node),
  };
}

const add = (a: Tree, b: Tree) => infix('+', 'add', 3, a, b);
const sub = (a: Tree, b: Tree) => infix('-', 'sub', 3, a, b);
const mul = (a: Tree, b: Tree) => infix('*', 'mul', 4, a, b);
const div = (a: Tree, b: Tree) => infix('/', 'div', 4, a, b);
const pow = (a: Tree, b: Tree) => infix('^', 'pow', 6, a, b);

const negative = (a: Tree): Tree => ({
  text: `-${both(a, 5)}`,
  plain: `-${plainOf(a, 5)}`,
  power: 5,
  node: node('neg', a.node),
});

const call = (name: Op, ...args: Tree[]): Tree => ({
  text: `${name}(${args.map((a) => a.text).join(', ')})`,
  plain: `${name}(${args.map((a) => a.plain).join(', ')})`,
  power: atom,
  node: node(name, ...args.map((a) => a.node)),
});

const choice = (condition: Tree, yes: Tree, no: Tree): Tree => ({
  text: `${condition.text} ? ${both(yes, 1)} : ${both(no, 1)}`,
  // mathjs takes a choice inside the first branch only in parentheses.
  plain: `${condition.plain} ? ${plainOf(yes, 2)} : ${plainOf(no, 1)}`,
  power: 1,
  node: node('select', condition.node, yes.node, no.node),
});

const one = constant('1');
/** Always at least 1: a safe divisor, base of a power, and argument of log and sqrt. */
const smoothPositive: ((a: Tree) => Tree)[] = [
  (a) => add(one, pow(a, constant('2'))),
  (a) => add(call('exp', call('sin', a)), one),
];
const kinkedPositive = [...smoothPositive, (a: Tree) => add(call('abs', a), constant('1.5'))];

const comparisons = [
  ['<', 'lt'],
  ['<=', 'le'],
  ['>', 'gt'],
  ['>=', 'ge'],
  ['==', 'eq'],
  ['!=', 'ne'],
] as const;

function members({ variables }: Space): { scalars: Tree[]; vectors: Vector[] } {
  const vectors: Vector[] = [];
  let index = 0;
  const scalars = variables.flatMap((variable) => {
    const [, name, length] = /^(\w+?)(?:\[(\d+)\])?$/.exec(variable)!;
    const names = length ? Array.from({ length: Number(length) }, (_, i) => `${name}${i + 1}`) : [name];
    const entries = names.map((n) => leaf(n, { ...node('coordinate'), index: index++ }));
    if (length) vectors.push({ text: name, power: atom, entries });
    return entries;
  });
  return { scalars, vectors };
}

function leaves(space: Space): fc.Arbitrary<Tree> {
  const parameters = space.parameters.map((p, index) => leaf(p, { ...node('parameter'), index }));
  const numbers = ['2', '0.5', '1', '3', '.25', '1.7', '1e-1', '7.5E-1', '0'].map(constant);
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...members(space).scalars) },
    { weight: 2, arbitrary: fc.constantFrom(...numbers, pi) },
    ...(parameters.length > 0 ? [{ weight: 2, arbitrary: fc.constantFrom(...parameters) }] : []),
  );
}

/** `elementary`: what mathjs can differentiate; `smooth`: all that has derivatives everywhere; `all`: kinks and jumps too. */
export type Kind = 'elementary' | 'smooth' | 'all';

const elementary: Op[] = ['sin', 'cos', 'tanh'];
const smooth: Op[] = [...elementary, 'erf', 'softplus', 'logistic'];

/** One more level over formulas of smaller depth. */
function level(inner: fc.Arbitrary<Tree>, kind: Kind): fc.Arbitrary<Tree> {
  const positive = fc.constantFrom(...(kind === 'all' ? kinkedPositive : smoothPositive));
  const functions = fc.constantFrom(...(kind === 'elementary' ? elementary : smooth));
  const pair = fc.tuple(inner, inner);
  const over = (name: Op) => fc.tuple(positive, inner).map(([safe, a]) => call(name, safe(a)));
  const arithmetic = fc.tuple(fc.constantFrom(add, sub, mul), pair).map(([f, [a, b]]) => f(a, b));
  const exponents = ['2', '3', '4', '5', '1', '0'].map(constant);
  return fc.oneof(
    { weight: 6, arbitrary: arithmetic },
    { weight: 3, arbitrary: fc.tuple(functions, inner).map(([f, a]) => call(f, a)) },
    inner.map(negative),
    fc.tuple(positive, pair).map(([safe, [a, b]]) => div(a, safe(b))),
    fc.tuple(inner, fc.constantFrom(...exponents)).map(([a, n]) => pow(a, n)),
    fc.tuple(positive, inner, fc.constantFrom('1', '2', '3')).map(([f, a, n]) => pow(f(a), negative(constant(n)))),
    fc.tuple(positive, inner, fc.constantFrom('0.5', '1.5', '2.7')).map(([f, a, n]) => pow(f(a), constant(n))),
    fc.tuple(positive, pair).map(([safe, [a, b]]) => pow(safe(a), call('sin', b))),
    over('sqrt'),
    over('log'),
    inner.map((a) => call('exp', call('cos', a))),
    inner.map((a) => call('exp', negative(pow(a, constant('2'))))),
    inner.map((a) => call('tan', call('tanh', a))),
    ...(kind === 'all' ? kinked(inner) : []),
  );
}

function kinked(inner: fc.Arbitrary<Tree>): fc.Arbitrary<Tree>[] {
  const condition = fc
    .tuple(fc.constantFrom(...comparisons), inner, inner)
    .map(([[symbol, op], a, b]) => infix(symbol, op, 2, a, b));
  return [
    inner.map((a) => call('abs', a)),
    inner.map((a) => call('sign', a)),
    inner.map((a) => call('tan', a)),
    inner.map((a) => call('exp', a)),
    fc.tuple(fc.constantFrom<Op>('min', 'max'), inner, inner).map(([f, a, b]) => call(f, a, b)),
    fc.tuple(condition, inner, inner).map(([c, a, b]) => choice(c, a, b)),
  ];
}

type Pair = (a: Tree, b: Tree) => Tree;

/** An operation of a vector with one number, or with a vector entry by entry. */
function elementwise(symbol: string, power: number, f: Pair, a: Vector, b: Vector | Tree): Vector {
  const entries = a.entries.map((x, i) => f(x, 'entries' in b ? b.entries[i] : b));
  return { text: `${both(a, power)} ${symbol} ${both(b, power + 1)}`, power, entries };
}

const mapped = (name: Op, a: Vector): Vector => ({
  text: `${name}(${a.text})`,
  power: atom,
  entries: a.entries.map((x) => call(name, x)),
});

/** A number out of vectors: written with the vector function, meaning `plain`. */
const reduced = (text: string, { plain, node: of, power }: Tree): Tree => ({
  text,
  plain: wrap(plain, power, atom),
  power: atom,
  node: of,
});

const dot = (a: Vector, b: Vector) => a.entries.map((x, i) => mul(x, b.entries[i])).reduce(add);

function reductions(space: Space, inner: fc.Arbitrary<Tree>): fc.Arbitrary<Tree>[] {
  const { vectors } = members(space);
  if (vectors.length === 0) return [];
  const vector = fc.constantFrom(...vectors).chain((v) =>
    fc.oneof(
      fc.constant(v),
      fc.constantFrom<Op>('sin', 'tanh').map((f) => mapped(f, v)),
      inner.map((a) => elementwise('*', 4, mul, v, a)),
      inner.map((a) => elementwise('-', 3, sub, v, a)),
      fc.constant(elementwise('^', 6, pow, v, constant('2'))),
    ),
  );
  const same = vector.chain((v) =>
    fc.tuple(
      fc.constant(v),
      vector.filter((w) => w.entries.length === v.entries.length),
    ),
  );
  return [
    vector.map((v) => reduced(`sum(${v.text})`, v.entries.reduce(add))),
    vector.map((v) => reduced(`norm2(${v.text})`, call('sqrt', dot(v, v)))),
    same.map(([v, w]) => reduced(`dot(${v.text}, ${w.text})`, dot(v, w))),
    same.map(([v, w]) =>
      reduced(`sum(${both(v, 3)} + ${both(w, 4)})`, elementwise('+', 3, add, v, w).entries.reduce(add)),
    ),
  ];
}

const spaces: Space[] = [
  { variables: ['x'], parameters: [] },
  { variables: ['x', 'y'], parameters: ['a'] },
  { variables: ['w[2]'], parameters: ['a', 'b'] },
  { variables: ['x', 'w[3]'], parameters: ['a'] },
  { variables: ['u[2]', 'v[2]'], parameters: [] },
];

/** Formulas over all functions and operators of the grammar, with arguments inside their domains. */
export function formula(depth: number, kind: Kind): fc.Arbitrary<Formula> {
  return fc.constantFrom(...spaces).chain((space) => {
    let trees = leaves(space);
    for (let d = 1; d <= depth; d++) {
      const inner = trees;
      trees = fc.oneof(
        { weight: 2, arbitrary: leaves(space) },
        { weight: 12, arbitrary: level(inner, kind) },
        ...reductions(space, inner).map((arbitrary) => ({ weight: 1, arbitrary })),
      );
    }
    return trees.map((tree) => ({ ...tree, space, [fc.toStringMethod]: () => tree.text }));
  });
}

// Odd multiples: never at zero, where most kinks are, and every number fits into single precision.
const between = (low: number, high: number) =>
  fc.integer({ min: low * 1024, max: high * 1024 }).map((i) => (2 * i + 1) / 2048);

/** Coordinates for the largest space, parameters too. */
export const place = fc.record({
  point: fc.array(between(-3, 3), { minLength: 4, maxLength: 4 }),
  parameters: fc.array(between(0.25, 2), { minLength: 2, maxLength: 2 }),
});
