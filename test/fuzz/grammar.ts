import type { Node } from '../../src/expression';
import { type Op, operations } from '../../src/expression/operations';
import type { Dice } from './dice';

/** A number as typed: its tokens, and the tree that they mean, neither simplified nor shared. */
export interface Tree {
  tokens: readonly string[];
  /** Binding power of the outermost operator. */
  power: number;
  node: Node;
}

/** A vector as typed, and the numbers that it means. */
interface Vector {
  tokens: readonly string[];
  power: number;
  entries: readonly Node[];
}

/** Names of a random formula. */
export interface Space {
  variables: readonly string[];
  parameters: readonly string[];
}

/** Names that are allowed, strange as they are: nothing that is typed may be looked up anywhere but among them. */
export const spaces: readonly Space[] = [
  { variables: ['x'], parameters: [] },
  { variables: ['x', 'y'], parameters: ['a'] },
  { variables: ['w[3]'], parameters: ['a', 'b'] },
  { variables: ['constructor', 'toString', 'hasOwnProperty'], parameters: ['valueOf'] },
  { variables: ['evil', 'main', 't0', 'x0'], parameters: ['u0', 'workgroupBarrier'] },
  { variables: ['ergodic_sin', 'Infinity[2]', 'NaN'], parameters: ['_', 'e5'] },
];

export const node = (op: Op, args: readonly Node[] = [], leaf: { value?: number; index?: number } = {}): Node => ({
  id: -1,
  op,
  args,
  value: 0,
  index: -1,
  table: undefined,
  perRow: false,
  ...leaf,
});

const atom = 9;
const comparisons: Readonly<Record<string, Op>> = {
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
};
const arithmetic: Readonly<Record<string, { op: Op; power: number }>> = {
  '+': { op: 'add', power: 3 },
  '-': { op: 'sub', power: 3 },
  '*': { op: 'mul', power: 4 },
  '/': { op: 'div', power: 4 },
  '^': { op: 'pow', power: 6 },
};

/** Functions of the contract by their number of arguments; a test compares them with those that the engine has. */
export const unary = 'sqrt exp log sin cos tan tanh abs sign erf softplus logistic'.split(' ') as Op[];
export const pairs: readonly Op[] = ['min', 'max'];

/** The names of the functions that the engine has. */
export const known = () => Object.values(operations).flatMap(({ name }) => name ?? []);

/** Random formulas over all functions and operators of the grammar, inside their domains or not. */
export class Grammar {
  private readonly scalars: Tree[];
  private readonly vectors: Vector[] = [];

  constructor(
    space: Space,
    private readonly dice: Dice,
  ) {
    let index = 0;
    this.scalars = space.variables.flatMap((variable) => {
      const [, name, length] = /^(\w+?)(?:\[(\d+)\])?$/.exec(variable)!;
      const names = length ? Array.from({ length: Number(length) }, (_, i) => `${name}${i + 1}`) : [name];
      const entries = names.map((text) => leaf(text, node('coordinate', [], { index: index++ })));
      if (length) this.vectors.push({ tokens: [name], power: atom, entries: entries.map((e) => e.node) });
      return entries;
    });
    this.scalars.push(...space.parameters.map((text, i) => leaf(text, node('parameter', [], { index: i }))));
  }

  /** A formula of a number, nested up to `depth` operations. */
  number(depth: number): Tree {
    const { dice } = this;
    if (depth === 0 || dice.chance(0.12)) return this.leaf();
    const kind = dice.below(20);
    if (kind < 9) return this.infix(depth);
    if (kind < 11) return this.sign(depth);
    if (kind < 15) return this.call(dice.pick(unary), [this.number(depth - 1)]);
    if (kind < 16) return this.call(dice.pick(pairs), [this.number(depth - 1), this.number(depth - 1)]);
    if (kind < 18) return this.choice(depth);
    if (kind < 19 && this.vectors.length > 0) return this.reduction(depth);
    return parenthesised(this.number(depth - 1));
  }

  private leaf(): Tree {
    const { dice } = this;
    if (dice.chance(0.65)) return dice.pick(this.scalars);
    if (dice.chance(0.1)) return leaf('pi', node('constant', [], { value: Math.PI }));
    const text = dice.chance(0.8)
      ? dice.pick(['0', '1', '2', '3', '0.5', '.25', '1.', '1e-1', '7.5E-1', '007'])
      : dice.pick(['1e30', '3e38', '1e-30', '1e-45', '1e-400', '16777217', '3.14159265358979323846264338327950288']);
    return leaf(text, node('constant', [], { value: Number(text) }));
  }

  private infix(depth: number, symbol = this.dice.pick(Object.keys(arithmetic))): Tree {
    const { op, power } = arithmetic[symbol];
    // Most powers are whole, as people write them; the rest are anything.
    const exponent = symbol === '^' && this.dice.chance(0.7);
    const right = exponent ? this.exponent() : this.number(depth - 1);
    return this.joined(symbol, op, power, this.number(depth - 1), right);
  }

  private exponent(): Tree {
    const text = this.dice.pick(['2', '2', '2', '3', '4', '0', '1', '7', '0.5', '1.5', '64', '1025']);
    const tree = leaf(text, node('constant', [], { value: Number(text) }));
    return this.dice.chance(0.2) ? negative(tree) : tree;
  }

  private joined(symbol: string, op: Op, power: number, a: Tree, b: Tree): Tree {
    const [left, right] = symbol === '^' ? [power + 1, power - 1] : [power, power + 1];
    return {
      tokens: [...wrap(a, left), spell(symbol, this.dice), ...wrap(b, right)],
      power,
      node: node(op, [a.node, b.node]),
    };
  }

  private sign(depth: number): Tree {
    // The sign of a power is where grammars differ.
    const of = this.dice.chance(0.4) ? this.infix(depth, '^') : this.number(depth - 1);
    return this.dice.chance(0.8) ? negative(of) : { tokens: ['+', ...wrap(of, 5)], power: 5, node: of.node };
  }

  private call(name: Op, args: readonly Tree[]): Tree {
    const list = args.flatMap(({ tokens }, i) => (i > 0 ? [',', ...tokens] : tokens));
    return {
      tokens: [name, '(', ...list, ')'],
      power: atom,
      node: node(
        name,
        args.map((a) => a.node),
      ),
    };
  }

  private choice(depth: number): Tree {
    const [a, b, yes, no] = this.dice.list(4, () => this.number(depth - 1));
    const symbol = this.dice.pick(Object.keys(comparisons));
    const condition = this.joined(symbol, comparisons[symbol], 2, a, b);
    const tokens = [...condition.tokens, '?', ...wrap(yes, 1), ':', ...wrap(no, 1)];
    return { tokens, power: 1, node: node('select', [condition.node, yes.node, no.node]) };
  }

  private vector(depth: number): Vector {
    const own = this.dice.pick(this.vectors);
    if (depth <= 0 || this.dice.chance(0.4)) return own;
    const kind = this.dice.below(4);
    const v = this.vector(depth - 1);
    if (kind === 0) {
      const name = this.dice.pick(unary);
      return { tokens: [name, '(', ...v.tokens, ')'], power: atom, entries: v.entries.map((x) => node(name, [x])) };
    }
    const symbol = this.dice.pick(Object.keys(arithmetic));
    const { op, power } = arithmetic[symbol];
    const [left, right] = symbol === '^' ? [power + 1, power - 1] : [power, power + 1];
    const scalar = this.number(depth - 1);
    const vectorFirst = kind < 3;
    const entries = v.entries.map((x) => node(op, vectorFirst ? [x, scalar.node] : [scalar.node, x]));
    const [a, b] = vectorFirst ? [v, scalar] : [scalar, v];
    return { tokens: [...wrap(a, left), symbol, ...wrap(b, right)], power, entries };
  }

  private reduction(depth: number): Tree {
    const [v, name] = [this.vector(depth - 1), this.dice.pick(['sum', 'norm2', 'dot'])];
    const add = (entries: readonly Node[]) => entries.reduce((a, b) => node('add', [a, b]));
    if (name === 'sum') return { tokens: ['sum', '(', ...v.tokens, ')'], power: atom, node: add(v.entries) };
    const product = (w: Vector) => add(v.entries.map((x, i) => node('mul', [x, w.entries[i]])));
    if (name === 'norm2') {
      return { tokens: ['norm2', '(', ...v.tokens, ')'], power: atom, node: node('sqrt', [product(v)]) };
    }
    const w = this.vector(depth - 1);
    return { tokens: ['dot', '(', ...v.tokens, ',', ...w.tokens, ')'], power: atom, node: product(w) };
  }
}

const leaf = (text: string, of: Node): Tree => ({ tokens: [text], power: atom, node: of });
const negative = (a: Tree): Tree => ({ tokens: ['-', ...wrap(a, 5)], power: 5, node: node('neg', [a.node]) });

function wrap(a: { tokens: readonly string[]; power: number }, least: number): readonly string[] {
  return a.power < least ? ['(', ...a.tokens, ')'] : a.tokens;
}

const parenthesised = (a: Tree): Tree => ({ ...a, tokens: ['(', ...a.tokens, ')'], power: atom });

/** The other signs that the grammar takes for a minus and a product. */
const spell = (symbol: string, dice: Dice): string =>
  dice.chance(0.9) ? symbol : (({ '-': '\u2212', '*': '\u00b7' } as Record<string, string>)[symbol] ?? symbol);

/** The tokens as text, with any white space between them. */
export function write(tokens: readonly string[], dice: Dice): string {
  const space = () => (dice.chance(0.9) ? dice.pick(['', ' ']) : dice.pick(['\n', '\t', '\r\n', '\u00a0', '  ']));
  return tokens.map((token) => token + space()).join('');
}
