import { describe, expect, test } from 'vitest';
import { methods } from '../../src/methods';
import type { Estimate } from '../../src/model/estimate';
import type { HarmonicWell, Method, MethodSettings } from '../../src/model/method';
import { simulateOnGpu } from '../../src/simulation';
import { affineSteps, remaining } from '../methods/affine';
import { Chain } from '../methods/chain';
import { observed, planOf } from '../simulation/plans';
import { testGpu } from './device';

/** U = kx²/2, or the loss k(x − a)²/2 over rows of mean 0. */
const k = 2;
const rows = [1.5, -1, 0.5, -1];
const spread = rows.reduce((sum, a) => sum + a * a, 0) / rows.length;
const well: HarmonicWell = { k, temperature: 0.7, rows: rows.length, rowVariance: k * k * spread };

/** Two steps, each with numbers for all options that a method may have. */
const choices: MethodSettings[] = [
  { step: 0.3, friction: 3, batch: 2, replacement: true, momentum: 0.25 },
  { step: 0.6, friction: 2, batch: 3, replacement: false, momentum: 0, learningRate: 0.4 },
];
const casesOf = ({ options }: Method) =>
  choices.map((all) => {
    const own = Object.entries(all).filter(([name]) => name === 'step' || options[name] !== undefined);
    return Object.fromEntries(own) as MethodSettings;
  });

/** Steps that leave less than 1e-7 of what a variance began with. */
function burnIn(method: Method, own: MethodSettings): number {
  // A step that may be rejected is not affine; but it has no momentum, and its positions start at their law.
  if (method.accepted !== undefined) return 16;
  const chain = new Chain(method, { loss: `${k}*(x - a)^2/2`, rows, temperature: well.temperature }, own);
  const steps = affineSteps(chain);
  for (let count = 1; count < 1000; count++) {
    if (remaining(steps, chain.memory.length, count) ** 2 < 1e-7) return count;
  }
  throw new Error(`${method.name} keeps its start for a thousand steps; choose other numbers for its options`);
}

/** Stationary variances of position and, where there is one, momentum, from 10⁶ particles. */
async function variances(method: Method, own: MethodSettings): Promise<Estimate[]> {
  const { position } = method.harmonicLaw(well, own);
  const plan = planOf({
    parameters: {},
    potential: method.batches ? undefined : `${k}*x^2/2`,
    ...(method.batches && { loss: `${k}*(x - a)^2/2`, data: rows.map((a) => ({ a })) }),
    temperature: method.temperature ? well.temperature : undefined,
    method: { name: method.name, ...own },
    ensemble: { particles: 1e6, seed: 5, start: { kind: 'normal', mean: [0], deviation: [Math.sqrt(position)] } },
    burnIn: burnIn(method, own),
    steps: 1,
    observe: { moments: { kind: 'moments', of: ['x', ...(method.momentum === undefined ? [] : ['momentum(x)'])] } },
  });
  const { moments } = observed(plan, await simulateOnGpu(plan, await testGpu()));
  return (moments as unknown as { variance: Estimate[] }).variance;
}

describe.each(methods.map((m) => [m.name, m] as const))('%s has its declared harmonic law', (_name, method) => {
  test.each(casesOf(method))('variances to 4 standard errors: %o', async (own) => {
    const { position, momentum } = method.harmonicLaw(well, own);
    const exact = momentum === undefined ? [position] : [position, momentum];
    const found = await variances(method, own);
    expect(found.length).toBe(exact.length);
    exact.forEach((variance, i) => {
      const { value, standardError } = found[i];
      expect(standardError! / variance).toBeLessThan(0.002);
      expect(Math.abs(value! - variance)).toBeLessThan(4 * standardError!);
    });
  });
});
