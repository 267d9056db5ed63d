import { nearest } from '../errors/nearest';
import { ExpressionError } from './error';
import type { Graph, Node } from './graph';
import { isComparison, type Op, operations } from './operations';
import { type Scope, usualFunctions, usualNames, type Value } from './scope';
import { type Token, tokenize } from './tokens';

const largestFormula = 100_000;
const deepestNesting = 200;
const mostOperations = 60_000;
const largestNumber = 3.4028234e38;

/** Binding powers, weakest first. `^` binds to the right and tighter than a sign: −x^2 is −(x^2), as everywhere in mathematics. */
const binary: Record<string, { op: Op; power: number }> = {
  '<': { op: 'lt', power: 2 },
  '<=': { op: 'le', power: 2 },
  '>': { op: 'gt', power: 2 },
  '>=': { op: 'ge', power: 2 },
  '==': { op: 'eq', power: 2 },
  '!=': { op: 'ne', power: 2 },
  '+': { op: 'add', power: 3 },
  '-': { op: 'sub', power: 3 },
  '*': { op: 'mul', power: 4 },
  '/': { op: 'div', power: 4 },
  '^': { op: 'pow', power: 6 },
};
const signPower = 5;

const functions = new Map(
  Object.entries(operations).flatMap(([op, o]) =>
    o.name === undefined ? [] : [[o.name, { op: op as Op, arity: o.arity }]],
  ),
);
const vectorFunctions = ['dot', 'sum', 'norm2'];

/**
 * Reads a formula of the contract's grammar over the names of a scope.
 *
 * @returns the formula as a node of the scope's graph
 * @throws ExpressionError with a caret under the fault
 */
export function parse(scope: Scope, source: string): Node {
  if (source.length > largestFormula) {
    throw new ExpressionError(
      source,
      largestFormula,
      `a formula of ${source.length} characters`,
      `at most ${largestFormula} are read`,
    );
  }
  const parser = new Parser(scope, source);
  return parser.whole();
}

class Parser {
  private readonly tokens: Token[];
  private readonly graph: Graph;
  private next = 0;
  private depth = 0;

  constructor(
    private readonly scope: Scope,
    private readonly source: string,
  ) {
    this.tokens = tokenize(source);
    this.graph = scope.graph;
  }

  whole(): Node {
    const start = this.peek;
    if (start.kind === 'end') this.fail(start, 'an empty formula', 'write a formula such as "(x^2 - 1)^2"');
    const value = this.expression(0);
    if (this.peek.kind !== 'end')
      this.fail(this.peek, `unexpected '${this.peek.text}'`, 'expected an operator or the end of the formula');
    return this.number(value, start, 'the formula as a whole');
  }

  private get peek(): Token {
    return this.tokens[this.next];
  }

  private take(): Token {
    return this.tokens[this.next++];
  }

  private fail(token: Token, found: string, remedy: string): never {
    throw new ExpressionError(this.source, token.at, found, remedy);
  }

  private expect(symbol: string, opened: Token): void {
    const token = this.take();
    if (token.text === symbol && token.kind === 'symbol') return;
    const found = token.kind === 'end' ? 'the end' : `'${token.text}'`;
    this.fail(token, `found ${found}`, `expected '${symbol}' for the '${opened.text}' at character ${opened.at + 1}`);
  }

  private expression(least: number): Value {
    if (++this.depth > deepestNesting)
      this.fail(this.peek, `more than ${deepestNesting} nested levels`, 'split the formula');
    let left = this.operand();
    for (;;) {
      const token = this.peek;
      const rule = token.kind === 'symbol' ? binary[token.text] : undefined;
      if (rule !== undefined && rule.power > least) left = this.binary(left, rule);
      else if (token.kind === 'symbol' && token.text === '?' && least < 1) left = this.choice(left);
      else break;
    }
    this.depth--;
    return left;
  }

  private binary(left: Value, rule: { op: Op; power: number }): Value {
    const token = this.take();
    // A right operand may open with a sign (2^-x), and ^ itself binds to the right (2^3^2 = 2^9).
    const right = this.expression(rule.op === 'pow' ? rule.power - 1 : rule.power);
    return this.combine(rule.op, left, right, token);
  }

  private choice(condition: Value): Value {
    const question = this.take();
    if (Array.isArray(condition) || !isComparison(condition.op)) {
      this.fail(
        question,
        'the condition of ? is not a comparison',
        'write a comparison before it, as in x > 0 ? a : b',
      );
    }
    const yes = this.expression(0);
    this.expect(':', question);
    const no = this.expression(0);
    return this.graph.apply(
      'select',
      condition,
      this.number(yes, question, 'a branch of ?'),
      this.number(no, question, 'a branch of ?'),
    );
  }

  private operand(): Value {
    const token = this.take();
    if (token.kind === 'number') return this.literal(token);
    if (token.kind === 'name') return this.name(token);
    if (token.text === '-' && token.kind === 'symbol')
      return this.map(this.expression(signPower), token, this.graph.neg);
    if (token.text === '+' && token.kind === 'symbol') return this.expression(signPower);
    if (token.text === '(' && token.kind === 'symbol') {
      const inner = this.expression(0);
      this.expect(')', token);
      return inner;
    }
    const found = token.kind === 'end' ? 'the formula ends' : `found '${token.text}'`;
    return this.fail(
      token,
      `${found} where a value belongs`,
      'expected a number, a name, a function or an opening parenthesis',
    );
  }

  private literal(token: Token): Node {
    const value = Number(token.text);
    if (value > largestNumber)
      this.fail(
        token,
        `${token.text} is beyond single precision`,
        `numbers go up to ${largestNumber}; rescale the formula`,
      );
    return this.graph.constant(value);
  }

  private name(token: Token): Value {
    if (this.peek.kind === 'symbol' && this.peek.text === '(') return this.call(token);
    if (token.text === 'pi') return this.graph.constant(Math.PI);
    const value = this.scope.names.get(token.text);
    if (value !== undefined) return value;
    if (functions.has(token.text) || vectorFunctions.includes(token.text)) {
      this.fail(token, `function '${token.text}' without its argument`, `write ${token.text}(…)`);
    }
    const known = [...this.scope.names.keys(), 'pi'];
    const remedy = this.hint(token, usualNames) ?? `${nearest(token.text, known)}expected ${list(known)}`;
    return this.fail(token, `unknown name '${token.text}'`, remedy);
  }

  /** What to do about a name that means something elsewhere in the experiment, or in other grammars. */
  private hint({ text }: Token, usual: ReadonlyMap<string, string>): string | undefined {
    return this.scope.hints?.get(text) ?? usual.get(text);
  }

  private call(token: Token): Value {
    if (token.text === 'momentum') return this.momentum(token);
    if (!functions.has(token.text) && !vectorFunctions.includes(token.text)) this.unknownFunction(token);
    const args = this.arguments();
    const arity = functions.get(token.text)?.arity ?? (token.text === 'dot' ? 2 : 1);
    if (args.length !== arity) {
      this.fail(
        token,
        `${token.text} with ${args.length} argument${args.length === 1 ? '' : 's'}`,
        `it takes ${arity}`,
      );
    }
    if (vectorFunctions.includes(token.text)) return this.reduce(token, args);
    const { op } = functions.get(token.text)!;
    return args.length === 1
      ? this.map(args[0], token, (a) => this.applied(op, token, a))
      : this.combine(op, args[0], args[1], token);
  }

  private unknownFunction(token: Token): never {
    const known = [...functions.keys(), ...vectorFunctions];
    const own = this.scope.names.has(token.text);
    const found = own ? `'${token.text}' is not a function` : `unknown function '${token.text}'`;
    const usual = `${nearest(token.text, known)}expected ${list(known)}, or an operator before the parenthesis`;
    return this.fail(token, found, (own ? undefined : this.hint(token, usualFunctions)) ?? usual);
  }

  /** `momentum(x)` of a coordinate, or of each entry of a vector of coordinates. */
  private momentum(token: Token): Value {
    if (this.scope.momentum !== true) {
      this.fail(
        token,
        'there is no momentum here',
        'observables have it under methods that keep one, such as baoab; formulas of a landscape never',
      );
    }
    const args = this.arguments();
    const of = (a: Node) =>
      a.op === 'coordinate'
        ? this.graph.momentum(a.index)
        : this.fail(token, 'momentum of a formula', 'it takes a coordinate, as in momentum(x)');
    if (args.length !== 1) this.fail(token, `momentum with ${args.length} arguments`, 'it takes 1');
    return Array.isArray(args[0]) ? args[0].map(of) : of(args[0]);
  }

  private arguments(): Value[] {
    const open = this.take();
    const args: Value[] = [];
    if (this.peek.text === ')') this.fail(this.peek, 'no argument', 'write the argument between the parentheses');
    do args.push(this.expression(0));
    while (this.peek.kind === 'symbol' && this.peek.text === ',' && this.take());
    this.expect(')', open);
    return args;
  }

  private reduce(token: Token, args: Value[]): Node {
    const vectors = args.map((a) =>
      Array.isArray(a)
        ? a
        : this.fail(token, `${token.text} of a number`, 'it takes vectors, such as w declared by "w[25]"'),
    );
    if (token.text === 'sum') return this.graph.sum(vectors[0].map((entry) => this.arithmetic(entry, token)));
    const products = this.combine('mul', vectors[0], vectors[1] ?? vectors[0], token) as Node[];
    const total = this.graph.sum(products);
    return token.text === 'norm2' ? this.graph.apply('sqrt', total) : total;
  }

  /** An operation of two values: numbers, vectors of one length entry by entry, or a number with every entry. */
  private combine(op: Op, a: Value, b: Value, token: Token): Value {
    const pair = (x: Node, y: Node) => this.applied(op, token, x, y);
    if (!Array.isArray(a)) return Array.isArray(b) ? b.map((y) => pair(a, y)) : pair(a, b);
    if (!Array.isArray(b)) return a.map((x) => pair(x, b));
    if (a.length !== b.length)
      this.fail(token, `vectors of ${a.length} and ${b.length} entries`, 'their lengths must agree');
    return a.map((x, i) => pair(x, b[i]));
  }

  private map(a: Value, token: Token, f: (x: Node) => Node): Value {
    return Array.isArray(a) ? a.map((x) => f(this.arithmetic(x, token))) : f(this.arithmetic(a, token));
  }

  private applied(op: Op, token: Token, ...args: Node[]): Node {
    for (const a of args) this.arithmetic(a, token);
    if (this.graph.size > mostOperations)
      this.fail(token, `more than ${mostOperations} operations`, 'use a smaller formula or shorter vectors');
    const node = op === 'pow' ? this.graph.power(args[0], args[1]) : this.graph.apply(op, ...args);
    // A constant that is not a finite f32 would make the shader invalid; what varies is checked particle by particle instead.
    if (op === 'div' && args[1].op === 'constant' && args[1].value === 0) {
      this.fail(token, 'a division by 0 is not a finite number', 'check the divisor');
    }
    const broken =
      node.op === 'constant'
        ? Math.abs(node.value) > largestNumber
        : !isComparison(op) && args.every((a) => a.op === 'constant');
    if (broken)
      this.fail(
        token,
        `'${token.text}' of these constants is not a finite number in single precision`,
        'check the constants',
      );
    return node;
  }

  private arithmetic(a: Node, token: Token): Node {
    if (isComparison(a.op))
      this.fail(
        token,
        'a comparison where a number belongs',
        'a comparison is only a condition: write it as (a > b ? 1 : 0)',
      );
    return a;
  }

  private number(value: Value, token: Token, what: string): Node {
    if (Array.isArray(value))
      this.fail(token, `${what} is a vector of ${value.length} entries`, 'reduce it with dot, sum or norm2');
    return this.arithmetic(value, token);
  }
}

const list = (names: readonly string[]) =>
  names.length > 14 ? `${names.slice(0, 12).join(', ')}, … (${names.length} names)` : names.join(', ');
