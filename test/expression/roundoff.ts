import { inOrder, type Node } from '../../src/expression';
import { isComparison, type Op, operations } from '../../src/expression/operations';

/** A floating-point arithmetic, by the error that each operation adds to the exact result of its arguments. */
export interface Arithmetic {
  /** Half the distance from 1 to the next number. */
  unit: number;
  /** Absolute error of a result that may be flushed to zero. */
  tiny: number;
  largest: number;
  /** What depends on parameters alone is computed in f64 and rounded once. */
  hostParameters: boolean;
  /** Error of the operation itself at exact arguments. */
  own(op: Op, value: number, args: readonly number[]): number;
}

/** The value in f64, and a bound of the distance between it and the same operations carried out in an arithmetic. */
export interface Bounded {
  value: number;
  /** Infinity where a comparison or a kink is within rounding, or the arithmetic overflows. */
  error: number;
  varying: boolean;
}

export interface Place {
  point: readonly number[];
  parameters: readonly number[];
}

/**
 * Running error bound (Higham 2002, §3.3) of formulas at one point. Every rule below bounds the operation over the whole
 * interval of its arguments, so that no higher order is dropped.
 */
export function bounded(outputs: readonly Node[], place: Place, arithmetic: Arithmetic): Bounded[] {
  const known = new Map<Node, Bounded>();
  for (const node of inOrder(outputs)) {
    const args = node.args.map((arg) => known.get(arg)!);
    known.set(node, args.length === 0 ? leaf(node, place, arithmetic) : step(node, args, arithmetic));
  }
  return outputs.map((output) => known.get(output)!);
}

function leaf(node: Node, { point, parameters }: Place, arithmetic: Arithmetic): Bounded {
  if (node.op === 'coordinate') return { value: point[node.index], error: 0, varying: true };
  const value = node.op === 'constant' ? node.value : parameters[node.index];
  return { value, error: once(value, arithmetic), varying: false };
}

/** Error of storing a number; small whole numbers are stored exactly. */
const once = (value: number, { unit, tiny }: Arithmetic) =>
  Number.isInteger(value) && Math.abs(value) < 1 / unit ? 0 : unit * Math.abs(value) + tiny;

function step(node: Node, args: Bounded[], arithmetic: Arithmetic): Bounded {
  const values = args.map((a) => a.value);
  const value = operations[node.op].evaluate(...values);
  const varying = args.some((a) => a.varying);
  if (!varying && arithmetic.hostParameters) {
    return { value, error: isComparison(node.op) ? 0 : once(value, arithmetic), varying };
  }
  const inherited = inherit(node, value, args);
  const error = inherited + arithmetic.own(node.op, value, values);
  const fits = Math.abs(value) + error <= arithmetic.largest;
  return { value, error: fits ? error : Number.POSITIVE_INFINITY, varying };
}

function inherit(node: Node, value: number, args: Bounded[]): number {
  const [a, b] = args;
  if (isComparison(node.op)) return node.args[0] === node.args[1] ? 0 : decided(a.value - b.value, a.error + b.error);
  if (node.op === 'select') return a.error > 0 ? Number.POSITIVE_INFINITY : (a.value ? b : args[2]).error;
  if (node.op === 'pow' && node.args[1].op === 'constant' && Number.isInteger(b.value)) return wholePower(a, b.value);
  if (args.every(({ error }) => error === 0)) return 0;
  return (rules[node.op] ?? unruled)(a, b, value);
}

const unruled = () => {
  throw new Error('no rule for this operation');
};

/** Nothing where the sign of a difference is certain, else everything. */
const decided = (difference: number, error: number) =>
  error === 0 || Math.abs(difference) > error ? 0 : Number.POSITIVE_INFINITY;

function wholePower({ value, error }: Bounded, n: number): number {
  const a = Math.abs(value);
  if (n >= 0) return (a + error) ** n - a ** n;
  return error < a ? (a - error) ** n - a ** n : Number.POSITIVE_INFINITY;
}

type Rule = (a: Bounded, b: Bounded, value: number) => number;

/** Largest slope times the error, for slopes that fall with |argument|. */
const falling =
  (slope: (nearest: number) => number): Rule =>
  ({ value, error }) =>
    error * slope(Math.max(0, Math.abs(value) - error));

const logError = ({ value, error }: Bounded) =>
  error < value ? -Math.log1p(-error / value) : Number.POSITIVE_INFINITY;

const logistic = (a: number) => 1 / (1 + Math.exp(-a));

/** How far errors of the arguments move the result. */
const rules: Partial<Record<Op, Rule>> = {
  add: (a, b) => a.error + b.error,
  sub: (a, b) => a.error + b.error,
  mul: (a, b) => Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error,
  div: (a, b, value) => {
    const left = Math.abs(b.value) - b.error;
    return left > 0 ? (a.error + Math.abs(value) * b.error) / left : Number.POSITIVE_INFINITY;
  },
  neg: (a) => a.error,
  abs: (a) => a.error,
  sign: (a) => decided(a.value, a.error),
  min: (a, b) => Math.max(a.error, b.error),
  max: (a, b) => Math.max(a.error, b.error),
  pow: (a, b, value) => {
    const log = logError(a);
    const exponent = Math.abs(b.value) * log + (Math.abs(Math.log(a.value)) + log) * b.error;
    return Math.abs(value) * Math.expm1(exponent);
  },
  sqrt: (a, _, value) =>
    a.error < a.value ? a.error / (value + Math.sqrt(a.value - a.error)) : Number.POSITIVE_INFINITY,
  exp: (a, _, value) => value * Math.expm1(a.error),
  log: logError,
  sin: (a) => Math.min(2, a.error),
  cos: (a) => Math.min(2, a.error),
  tan: (a, _, value) => {
    // tan(a + e) − tan a = tan e (1 + tan² a) / (1 − tan a tan e)
    const t = Math.tan(Math.min(a.error, 1.5));
    const left = 1 - Math.abs(value) * t;
    return left > 0 ? (t * (1 + value * value)) / left : Number.POSITIVE_INFINITY;
  },
  tanh: falling((a) => 1 / Math.cosh(a) ** 2),
  erf: falling((a) => (2 / Math.sqrt(Math.PI)) * Math.exp(-a * a)),
  logistic: falling((a) => logistic(a) * logistic(-a)),
  softplus: (a) => a.error * logistic(a.value + a.error),
};
