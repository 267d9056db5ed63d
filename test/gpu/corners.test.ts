import { expect, test } from 'vitest';
import type { Estimate } from '../../src/model/estimate';
import { simulateOnCpu, simulateOnGpu } from '../../src/simulation';
import { observed, planOf } from '../simulation/plans';
import { testGpu } from './device';

const run = async (change: Record<string, unknown>) => {
  const plan = planOf(change);
  return observed(plan, await simulateOnGpu(plan, await testGpu()));
};
const point = (at: number[]) => ({ particles: 64, seed: 1, start: { kind: 'point', at } });

test('a whole power that is a parameter has a value at negative bases', async () => {
  const plan = planOf({
    potential: '(x^2 - 1)^n + x^m/100',
    parameters: { n: 2, m: 3 },
    method: { name: 'euler-maruyama', step: 0.01 },
    ensemble: point([0.5]),
    burnIn: 0,
    steps: 20,
    observe: { last: { kind: 'snapshot', count: 64 } },
  });
  const device = (await simulateOnGpu(plan, await testGpu())).snapshots.get('last')!;
  const twin = (await simulateOnCpu(plan)).snapshots.get('last')!;
  // pow is good to about 1e-5: over 20 steps of 0.01 that moves no particle by more.
  device.forEach((x, i) => {
    expect(Math.abs(x - twin[i])).toBeLessThan(5e-5);
  });
});

test('what single precision rounds onto a null set is no exact hit', async () => {
  const { unity } = await run({
    potential: '(x^2 - 1)^2',
    parameters: {},
    temperature: 0.25,
    method: { name: 'euler-maruyama', step: 0.03125 },
    ensemble: { particles: 500_000, seed: 1, start: { kind: 'point', at: [1] } },
    burnIn: 10,
    steps: 100,
    observe: { unity: { kind: 'nullSet', zero: ['x - 1'], radii: [0.1, 0.05] } },
  });
  expect(unity.exactHits).toBe(0);
  expect(unity.roundedHits).toBeGreaterThan(0);
});

test('many expressions, and one that is constant but for rounding, are summed', async () => {
  const variables = ['x[33]'];
  const of = [...Array.from({ length: 33 }, (_, i) => `x${i + 1}`), 'sin(x1)^2 + cos(x1)^2'];
  const { moments } = await run({
    variables,
    potential: 'dot(x, x)/2',
    parameters: {},
    temperature: 1,
    method: { name: 'leimkuhler-matthews', step: 0.5 },
    ensemble: { particles: 4096, seed: 2, start: { kind: 'normal', mean: [0], deviation: [1] } },
    burnIn: 0,
    steps: 20,
    observe: { moments: { kind: 'moments', of, every: 10 } },
  });
  const { mean, variance, saturated } = moments as unknown as {
    mean: Estimate[];
    variance: Estimate[];
    saturated: number;
  };
  expect(saturated).toBe(0);
  expect(Math.abs(mean[33].value! - 1)).toBeLessThan(1e-6);
  for (const { value, standardError } of variance.slice(0, 33))
    expect(Math.abs(value! - 1)).toBeLessThan(5 * standardError!);
});

test('particles that blow up are counted, and no record is lost', async () => {
  const plan = planOf({
    potential: '(x^2 - 1)^2',
    parameters: {},
    method: { name: 'euler-maruyama', step: 0.3 },
    ensemble: { particles: 257, seed: 1, start: { kind: 'uniform', low: [-2], high: [2] } },
    burnIn: 3,
    steps: 41,
    observe: { density: { kind: 'histogram', of: 'x', range: [-2, 2], bins: 7 } },
  });
  const tallies = await simulateOnGpu(plan, await testGpu());
  const sum = (name: string, observer: number) =>
    tallies.group(0, observer, name).cells.reduce((all, cells) => all + cells.reduce((a, b) => a + b, 0), 0);
  expect(sum('nonFinite', -1)).toBeGreaterThan(50);
  expect(sum('cells', 0)).toBe(257 * 41);
});
