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

/** ⟨x²⟩ of the stationary law on x²/2 + cos(2x)/2, T = 1, minus the exact one. */
async function bias(name: string, step: number): Promise<{ bias: number; error: number }> {
  const plan = planOf({
    potential: 'x^2/2 + cos(2*x)/2',
    parameters: {},
    temperature: 1,
    method: { name, step },
    ensemble: { particles: 500_000, seed: 9, start: { kind: 'normal', mean: [0], deviation: [1.2] } },
    burnIn: Math.ceil(12 / step),
    steps: Math.ceil(24 / step),
    observe: { moments: { kind: 'moments', of: ['x^2'], every: 2 } },
  });
  const { moments } = observed(plan, await simulateOnGpu(plan, await testGpu()));
  const [mean] = (moments as unknown as { mean: Estimate[] }).mean;
  return { bias: mean.value! - mean.reference!, error: mean.standardError! };
}

/** Two steps at which the leading term of the bias dominates and is many standard errors large. */
const orderSteps: Record<number, [number, number]> = { 1: [0.2, 0.1], 2: [0.5, 0.25] };

describe.each(methods.map((m) => [m.name, m.order] as const))('%s has its declared order %d', (name, order) => {
  test('the bias of ⟨x²⟩ falls by 2^order when the step is halved', async () => {
    const [coarse, fine] = [await bias(name, orderSteps[order][0]), await bias(name, orderSteps[order][1])];
    const measured = Math.log2(coarse.bias / fine.bias);
    const error = Math.hypot(coarse.error / coarse.bias, fine.error / fine.bias) / Math.LN2;
    expect(error).toBeLessThan(0.15);
    // Beyond the noise, the next term of the expansion bends the slope by about the ratio of steps to 1/curvature.
    expect(Math.abs(measured - order)).toBeLessThan(4 * error + 0.25);
  });
});
