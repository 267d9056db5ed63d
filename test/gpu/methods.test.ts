import { describe, expect, test } from 'vitest';
import { methods } from '../../src/methods';
import type { Estimate } from '../../src/model/estimate';
import { simulateOnGpu } from '../../src/simulation';
import { observed, planOf } from '../simulation/plans';
import { testGpu } from './device';

const curvatures = { x: 1, y: 4 };
const temperature = 0.7;

/** Stationary variances of x and y on a harmonic well with the method's own step, from 10⁶ particles. */
async function harmonicVariances(name: string, step: number): Promise<Estimate[]> {
  const plan = planOf({
    variables: ['x', 'y'],
    potential: `(${curvatures.x}*x^2 + ${curvatures.y}*y^2)/2`,
    parameters: {},
    temperature,
    method: { name, step },
    ensemble: {
      particles: 1_000_000,
      seed: 5,
      start: { kind: 'normal', mean: [0], deviation: [Math.sqrt(temperature), Math.sqrt(temperature) / 2] },
    },
    // The slowest factor |1 − hk| leaves below 1e-7 of the start.
    burnIn: Math.ceil(16 / step),
    steps: 8,
    observe: { moments: { kind: 'moments', of: ['x', 'y'], every: 4 } },
  });
  const { moments } = observed(plan, await simulateOnGpu(plan, await testGpu()));
  return (moments as unknown as { variance: Estimate[] }).variance;
}

describe.each(methods.map((m) => [m.name, m] as const))('%s has its declared harmonic law', (name, method) => {
  test.each([0.1, 0.4])('variance to 4 standard errors at step %d', async (step) => {
    const variances = await harmonicVariances(name, step);
    Object.values(curvatures).forEach((k, i) => {
      const exact = method.harmonicVariance(k, temperature, { step });
      const { value, standardError } = variances[i];
      expect(standardError! / exact).toBeLessThan(0.002);
      expect(Math.abs(value! - exact)).toBeLessThan(4 * standardError!);
    });
  });
});
