import { describe, expect, test } from 'vitest';
import { methods } from '../../src/methods';
import { simulateOnCpu, simulateOnGpu } from '../../src/simulation';
import { planOf } from '../simulation/plans';
import { testGpu } from './device';

const starts = [
  { kind: 'point', at: [0.3, -0.2, 0.1] },
  { kind: 'uniform', low: [-1], high: [1] },
  { kind: 'normal', mean: [0], deviation: [0.5] },
];

const potentials = {
  1: '(x^2 - 1)^2 + tilt*x',
  2: '(x^2 - 1)^2 + tilt*x*y + y^2',
  3: '(x^2 - 1)^2 + tilt*x*y + y^2 + z^2/2 + cos(z)',
};

// The twin adds the same random integers in f64. Rounding grows by about (1 + h·|curvature|) a step: over 24 steps it stays
// near 24 ulp of the position plus 24 times the 4e-6 that one normal may be off by, times the noise amplitude 0.1.
const tolerance = 24 * (6e-8 * 2 + 0.1 * 4e-6);

const cases = Object.entries(potentials).flatMap(([dimension, potential], i) =>
  (['fast', 'philox'] as const).map((random, j) => ({ dimension, potential, random, start: starts[(i + j) % 3] })),
);

describe.each(methods.map((m) => m.name))('%s on the device follows its f64 twin', (name) => {
  test.each(cases)('$dimension-D, $random, start $start.kind', async ({ dimension, potential, random, start }) => {
    const variables = ['x', 'y', 'z'].slice(0, Number(dimension));
    const plan = planOf({
      variables,
      potential,
      random,
      method: { name, step: 0.01 },
      ensemble: { particles: 100, seed: 11, start: cut(start, variables.length) },
      burnIn: 5,
      steps: 19,
      observe: { last: { kind: 'snapshot', count: 100 } },
    });
    const device = (await simulateOnGpu(plan, await testGpu(), { budgetMs: 0.001 })).snapshots.get('last')!;
    const twin = (await simulateOnCpu(plan)).snapshots.get('last')!;
    expect(device.length).toBe(100 * variables.length);
    const worst = Math.max(...device.map((x, i) => Math.abs(x - twin[i])));
    expect(worst).toBeLessThan(tolerance);
  });
});

function cut(start: Record<string, unknown>, dimension: number) {
  return start.kind === 'point' ? { ...start, at: (start.at as number[]).slice(0, dimension) } : start;
}
