import { describe, expect, test } from 'vitest';
import { createScope, parse } from '../../src/expression';
import { methods } from '../../src/methods';
import { stationaryDensity } from '../../src/reference';
import { stationaryMean } from './stationary';

const square = (x: number) => x * x;
// The gradient stays Lipschitz, so that no step blows up far out.
const potential = 'x^2/2 + cos(2*x)/2';

function exactMean(): number {
  const scope = createScope(['x']);
  const density = stationaryDensity(scope.graph, parse(scope, potential), [], 1)!;
  return density.mean(parse(scope, 'x^2'))!;
}

describe.each(methods.map((m) => [m.name, m] as const))('%s, its chain solved without random numbers', (_, method) => {
  test.each([0.2, 0.5])('has the declared variance on a harmonic well at step %d', (step) => {
    const variance = stationaryMean(method, '2*x^2/2', 0.5, step, square, 5);
    expect(variance).toBeCloseTo(method.harmonicVariance(2, 0.5, { step }), 8);
  });

  test('has the declared order in the stationary mean of x²', () => {
    const bias = (step: number) => stationaryMean(method, potential, 1, step, square, 7) - exactMean();
    const [coarse, middle, fine] = [0.1, 0.05, 0.025].map(bias);
    const [first, second] = [Math.log2(coarse / middle), Math.log2(middle / fine)];
    // The slope between two steps is off by a multiple of the step: extrapolated, the next power is left.
    expect(Math.abs(2 * second - first - method.order)).toBeLessThan(0.03);
    expect(Math.abs(second - method.order)).toBeLessThan(Math.abs(first - method.order));
  });
});

describe('the double well of theory §2 and §7.2 at T = 1/4', () => {
  test.each([
    ['euler-maruyama', 0.02, -6.28e-3, 5e-6],
    ['euler-maruyama', 0.01, -3.01e-3, 5e-6],
    ['leimkuhler-matthews', 0.02, 1.8e-5, 5e-7],
  ])('%s at step %d is off by %d in ⟨x²⟩', (name, step, expected, rounding) => {
    const method = methods.find((m) => m.name === name)!;
    const mean = stationaryMean(method, '(x^2 - 1)^2', 0.25, step, square, 3);
    expect(Math.abs(mean - 0.9176708607 - expected)).toBeLessThan(rounding);
  });
});
