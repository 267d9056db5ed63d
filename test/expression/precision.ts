import type { Op } from '../../src/expression/operations';
import type { Arithmetic } from './roundoff';

const exact: ReadonlySet<Op> = new Set<Op>(
  'neg abs sign min max select lt le gt ge eq ne constant coordinate parameter'.split(' ') as Op[],
);

// V8's elementary functions are fdlibm's, good to an ulp or two (2 to 4 units); erf, softplus and logistic take several steps.
const doubleUnits: Partial<Record<Op, number>> = {
  add: 1,
  sub: 1,
  mul: 1,
  div: 1,
  sqrt: 1,
  pow: 4,
  erf: 16,
  softplus: 8,
};

/** f64 in JavaScript. */
export const double: Arithmetic = {
  unit: 2 ** -53,
  tiny: 2 ** -1074,
  largest: Number.MAX_VALUE,
  hostParameters: false,
  own: (op, value) => (exact.has(op) ? 0 : (doubleUnits[op] ?? 6) * 2 ** -53 * Math.abs(value) + 2 ** -1074),
};

const u = 2 ** -24;
const beyond = Number.POSITIVE_INFINITY;

/** Relative error of the built-in exp: 3 + 2|a| ulp. */
const exponential = (a: number) => (6 + 4 * Math.abs(a)) * u;

/** Absolute error of the built-in log: 2^-21 on [1/2, 2], else 3 ulp. */
const logarithm = (a: number, value: number) => (a >= 0.5 && a <= 2 ? 2 ** -21 : 6 * u * Math.abs(value));

/** exp2(b·log2 a), as the specification has it. */
function power(value: number, a: number, b: number): number {
  const log2 = Math.log2(a);
  const exponent = Math.abs(b) * (a >= 0.5 && a <= 2 ? 2 ** -21 : 6 * u * Math.abs(log2)) + u * Math.abs(b * log2);
  return value * (Math.expm1(Math.LN2 * exponent) + exponential(b * log2));
}

// Division is promised for ordinary divisors only.
const ordinary = (b: number) => Math.abs(b) >= 2 ** -126 && Math.abs(b) <= 2 ** 126;

/** Absolute error of the library's sine: the polynomial and its roundings, and beyond π/4 the reduction of the angle. */
const sine = (value: number, a: number) =>
  Math.abs(a) > 10_001 ? beyond : 4 * u * Math.abs(value) + (Math.abs(a) > Math.PI / 4 ? 2 * u : 0);

function tangent(value: number, a: number): number {
  const c = Math.abs(Math.cos(a));
  const left = c - sine(c, a);
  if (!(left > 0)) return beyond;
  return (sine(Math.sin(a), a) + Math.abs(value) * sine(c, a)) / left + 5 * u * Math.abs(value);
}

function hyperbolicTangent(value: number, a: number): number {
  if (Math.abs(a) < 0.125) return 8 * u * Math.abs(value);
  const e = Math.exp(-2 * Math.abs(a));
  return (2 * e * exponential(2 * a)) / (1 + e) ** 2 + 8 * u * Math.abs(value);
}

function logisticFunction(value: number, a: number): number {
  const e = Math.exp(-Math.abs(a));
  return value * (exponential(a) * (a < 0 ? 1 : e / (1 + e)) + 6 * u);
}

function softplusFunction(value: number, a: number): number {
  const e = Math.exp(-Math.abs(a));
  // Near the switch at e = 0.01 either branch may be taken, and the longer one is bounded.
  const series = e * (exponential(a) + 4 * u + e ** 3 / 4);
  const tail = e < 0.0099 ? series : 2 ** -21 + (e * exponential(a)) / (1 + e) + u;
  return tail + u * value;
}

/** Maclaurin's series below 1/2; above, the fit of erfc (1.2e-7), the roundings of its exponent, and the exponential. */
function errorFunction(value: number, a: number): number {
  const z = Math.abs(a);
  if (z < 0.49) return 10 * u * z;
  const t = 1 / (1 + z / 2);
  const exponent = 1.27 + z * z;
  const erfc = t * Math.exp(-z * z);
  return erfc * (1.2e-7 + exponential(exponent) + (2 * exponent + 20) * u) + u * Math.abs(value);
}

const singleOwn: Partial<Record<Op, (value: number, a: number, b: number) => number>> = {
  div: (value, _, b) => (ordinary(b) ? 5 * u * Math.abs(value) : beyond),
  sqrt: (value) => 9 * u * value,
  exp: (value, a) => value * exponential(a),
  log: (value, a) => logarithm(a, value),
  pow: power,
  sin: sine,
  cos: sine,
  tan: tangent,
  tanh: hyperbolicTangent,
  logistic: logisticFunction,
  softplus: softplusFunction,
  erf: errorFunction,
};

/**
 * f32 in WGSL: what its specification promises of the operators and of the built-in functions (W3C Recommendation, §15.7.4:
 * + − × correctly rounded, division 2.5 ulp, sqrt 4.5 ulp, exp 3 + 2|a| ulp, log 3 ulp or 2^-21), and what follows for the
 * functions of shaders/lib/functions.wgsl. SwiftShader takes up at most half of each.
 */
export const single: Arithmetic = {
  unit: u,
  tiny: 2 ** -126,
  largest: 3.4028234e38,
  hostParameters: true,
  own(op, value, [a, b]) {
    if (exact.has(op)) return 0;
    return (singleOwn[op]?.(value, a, b) ?? u * Math.abs(value)) + 2 ** -126;
  },
};
