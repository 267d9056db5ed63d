import { describe, expect, test } from 'vitest';
import { createScope, parse } from '../../src/expression';
import { methods } from '../../src/methods';
import type { Method, MethodSettings } from '../../src/model/method';
import { stationaryDensity } from '../../src/reference';
import { Chain, type Problem } from './chain';
import { stationaryMeans } from './galerkin';
import { variants, words } from './settings';
import { stationaryMean } from './stationary';

const square = (x: number) => x * x;
const momentumSquare = (_: number, p: number) => p * p;

/** Methods whose bias falls with the step, and their settings without the step. */
function casesOf(some: (method: Method) => boolean, chosen: Record<string, number[]>) {
  return methods
    .filter((method) => Number.isFinite(method.order) && some(method))
    .flatMap((method) =>
      variants(method, 0, { batch: [1], replacement: [true], ...chosen }).map(({ step: _, ...others }) => {
        return [method.name, words(others), method, others] as const;
      }),
    );
}

/** Order of a bias that falls with the step, from its values at steps h, h/2 and h/4. */
function orderOf([coarse, middle, fine]: readonly number[]): number {
  const [first, second] = [Math.log2(Math.abs(coarse / middle)), Math.log2(Math.abs(middle / fine))];
  // The slope between two steps is off by a multiple of the step: extrapolated, the next power is left.
  return 2 * second - first;
}

// What the next power leaves: (h/2)² times the square of some curvature; 0.01 at h = 0.2.
const left = 0.03;

describe('order at which the stationary law approaches exp(−U/T)', () => {
  // Entire, with a Lipschitz gradient: no step blows up far out.
  const problem: Problem = { loss: '(x - a)^2/2', regularizer: 'cos(x)/2', rows: [-1, 1], temperature: 1 };

  function exactSquare(): number {
    const scope = createScope(['x']);
    const density = stationaryDensity(scope.graph, parse(scope, 'x^2/2 + cos(x)/2'), [], problem.temperature)!;
    return density.mean(parse(scope, 'x^2'))!;
  }

  /** ⟨x²⟩ and ⟨p²⟩ less what exp(−U/T) has. */
  function biasAt(method: Method, settings: MethodSettings): number[] {
    const chain = new Chain(method, problem, settings);
    const width = chain.memory.map((v) => (v === method.momentum ? 1 : 1.1));
    const [xx, pp] = stationaryMeans(chain, { centre: width.map(() => 0), width }, 22, [square, momentumSquare]);
    return [xx - exactSquare(), pp - problem.temperature];
  }

  const cases = casesOf(({ law }) => law === 'gibbs', { friction: [1] });
  test.each(cases)('%s %s: as declared in ⟨x²⟩, and no less in ⟨p²⟩', (_name, _words, method, settings) => {
    // The bias has to stand well above the 1e-8 that the quadrature leaves.
    const biases = [0.2, 0.1, 0.05].map((step) => biasAt(method, { ...settings, step }));
    expect(Math.abs(orderOf(biases.map(([xx]) => xx)) - method.order)).toBeLessThan(left);
    if (method.momentum === undefined) return;
    expect(orderOf(biases.map(([, pp]) => pp))).toBeGreaterThan(method.order - left);
  });
});

/**
 * The law of mini-batches shrinks with the step. Its order is that of the law in units of its own width: of
 * E(x − x*)²/(h w²) − 1 with h w² the declared harmonic law as h → 0, for the curvature and the noise at the minimum x*.
 */
describe('order at which the law of mini-batches approaches that of a vanishing step', () => {
  // Slopes of single rows: (1 + a/2)(x − a) − sin(x − 1/2)/2, of mean 0, curvature 1/2 and variance 9/16 at x* = 1/2.
  const problem: Problem = {
    loss: '(1 + a/2)*(x - a)^2/2',
    regularizer: 'cos(x - 0.5)/2',
    rows: [-1, 1],
    temperature: Number.NaN,
  };
  const well = { k: 0.5, temperature: Number.NaN, rows: 2, rowVariance: 9 / 16 };
  const small = 1e-9;

  /** Second moments of x − x* and of the momentum in units of the vanishing step's, less 1. */
  function excessAt(method: Method, settings: MethodSettings): number[] {
    const limit = method.harmonicLaw(well, { ...settings, step: small });
    const step = Number(settings.step) / small;
    const scale = { x: Math.sqrt(limit.position * step), p: Math.sqrt(limit.momentum ?? 0) * step };
    const chain = new Chain(method, problem, settings);
    const isMomentum = chain.memory.map((v) => v === method.momentum);
    const frame = {
      centre: isMomentum.map((p) => (p ? 0 : 0.5)),
      width: isMomentum.map((p) => (p ? scale.p : scale.x)),
    };
    const of = [(x: number) => ((x - 0.5) / scale.x) ** 2, (_: number, p: number) => (p / scale.p) ** 2];
    return stationaryMeans(chain, frame, 10, of).map((mean) => mean - 1);
  }

  const cases = casesOf(({ law }) => law === 'batches', { momentum: [0, 0.5] });
  test.each(cases)('%s %s', (_name, _words, method, settings) => {
    const excess = [0.01, 0.005, 0.0025].map((step) => excessAt(method, { ...settings, step }));
    expect(Math.abs(orderOf(excess.map(([xx]) => xx)) - method.order)).toBeLessThan(left);
    if (method.momentum === undefined) return;
    expect(Math.abs(orderOf(excess.map(([, pp]) => pp)) - method.order)).toBeLessThan(left);
  });
});

describe('order at which an SDE with a learning rate of its own is approached', () => {
  // y = x − 1/2 has drift −y and C = ((y − 3/2)/2)²: 2 E y² = η (E y² + 9/4)/4.
  const problem: Problem = { loss: '(1 + a/2)*(x - a)^2/2', rows: [-1, 1], temperature: Number.NaN };
  const exact = 9 / 4 / 7;

  const cases = casesOf(({ options }) => options.learningRate !== undefined, { learningRate: [1] });
  test.each(cases)('%s %s', (_name, _words, method, settings) => {
    const biases = [0.2, 0.1, 0.05].map((step) => {
      const chain = new Chain(method, problem, { ...settings, step });
      return stationaryMeans(chain, { centre: [0.5], width: [0.5] }, 4, [(x) => square(x - 0.5)])[0] - exact;
    });
    expect(Math.abs(orderOf(biases) - method.order)).toBeLessThan(left);
  });
});

describe('the double well of theory §2 and §7.2 at T = 1/4', () => {
  test.each([
    ['euler-maruyama', 0.02, -6.28e-3, 5e-6],
    ['euler-maruyama', 0.01, -3.01e-3, 5e-6],
    ['leimkuhler-matthews', 0.02, 1.8e-5, 5e-7],
  ])('%s at step %d is off by %d in ⟨x²⟩', (name, step, expected, rounding) => {
    const method = methods.find((m) => m.name === name)!;
    const problem: Problem = { loss: '(x^2 - 1)^2', rows: [0], temperature: 0.25 };
    const mean = stationaryMean(new Chain(method, problem, { step }), square, 3);
    expect(Math.abs(mean - 0.9176708607 - expected)).toBeLessThan(rounding);
  });
});

test('the two ways of solving a chain agree', () => {
  const method = methods.find((m) => m.name === 'sgld')!;
  const problem: Problem = { loss: '(x - a)^2/2', regularizer: 'cos(x)/2', rows: [-1, 1], temperature: 1 };
  const chain = new Chain(method, problem, { step: 0.2, batch: 1, replacement: true });
  const [galerkin] = stationaryMeans(chain, { centre: [0], width: [1.2] }, 30, [square]);
  expect(Math.abs(stationaryMean(chain, square, 8) - galerkin)).toBeLessThan(1e-8);
});
