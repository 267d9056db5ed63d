import { beforeAll, describe, expect, test } from 'vitest';
import type { Estimate } from '../../src/model/estimate';
import type { Plan } from '../../src/model/plan';
import { simulateOnCpu, simulateOnGpu, type Tallies } from '../../src/simulation';
import { observed, planOf } from '../simulation/plans';
import { testGpu } from './device';

const euler = (step: number) => ({ name: 'euler-maruyama', step });

const plans: Record<string, Plan> = {
  'a double well from a point': planOf({
    parameters: {},
    potential: '(x^2 - 1)^2',
    method: { name: 'leimkuhler-matthews', step: 0.005 },
    ensemble: { particles: 2048, seed: 3, start: { kind: 'point', at: [-1] } },
    burnIn: 0,
    steps: 2000,
    observe: {
      density: { kind: 'histogram', of: 'x', range: [-2, 2], bins: 20, every: 10 },
      slow: { kind: 'autocorrelation', of: 'x', lags: [0, 0.5, 1, 2, 4] },
      even: { kind: 'autocorrelation', of: 'x^2', lags: [0.1, 0.3] },
      average: { kind: 'timeAverage', of: 'x^2', every: 3 },
      series: { kind: 'series', of: ['x', 'density.totalVariation', 'density.chiSquare'], every: 400 },
      arrival: { kind: 'passage', into: 'x - 0.2', horizon: 8 },
      top: { kind: 'nullSet', zero: ['x'], radii: [0.01, 0.2, 0.05] },
    },
  }),
  'first passage with the bridge, after a burn-in': planOf({
    parameters: {},
    variables: ['x', 'y'],
    potential: '(x^2 + y^2)/2',
    temperature: [1, 0.5],
    method: euler(0.01),
    ensemble: { particles: 512, seed: 4, start: { kind: 'uniform', low: [-2], high: [2] } },
    burnIn: 7,
    steps: 400,
    observe: {
      half: { kind: 'passage', into: '1 - x*y - y' },
      disc: { kind: 'nullSet', zero: ['x', 'y'], radii: [0.3, 0.6, 0.15] },
      curve: { kind: 'nullSet', zero: ['x*y - 0.2'], radii: [0.1, 0.02] },
      corner: { kind: 'nullSet', zero: ['x + y', 'x*y'], radii: [0.1, 0.4] },
    },
  }),
  'a harmonic well at rest': planOf({
    parameters: {},
    potential: 'x^2/2',
    temperature: 1,
    method: { name: 'leimkuhler-matthews', step: 0.01 },
    ensemble: { particles: 2048, seed: 6, start: { kind: 'normal', mean: [0], deviation: [1] } },
    burnIn: 0,
    steps: 1500,
    observe: {
      linear: { kind: 'autocorrelation', of: 'x', lags: [0.25, 0.5, 1, 2, 3] },
      average: { kind: 'timeAverage', of: 'x', every: 2 },
      squares: { kind: 'timeAverage', of: 'x^2' },
    },
  }),
  'first passage alone, which ends early': planOf({
    parameters: {},
    potential: 'x^2/2',
    temperature: 1,
    method: euler(0.02),
    ensemble: { particles: 1024, seed: 7, start: { kind: 'uniform', low: [-1], high: [1.5] } },
    burnIn: 3,
    steps: 20_000,
    observe: { right: { kind: 'passage', into: 'x - 1' }, left: { kind: 'passage', into: '-x', horizon: 30 } },
  }),
  'noise that depends on the position': planOf({
    parameters: {},
    potential: 'x^2/2',
    temperature: undefined,
    diffusion: '1 + x^2/4',
    method: euler(0.01),
    ensemble: { particles: 512, seed: 5, start: { kind: 'point', at: [1] } },
    burnIn: 0,
    steps: 300,
    observe: {
      origin: { kind: 'nullSet', zero: ['x'], radii: [0.1] },
      left: { kind: 'passage', into: '-x' },
      average: { kind: 'timeAverage', of: 'x' },
    },
  }),
};

/** Every estimate of a report, by its path. */
function estimates(report: unknown, path = ''): [string, Estimate][] {
  if (typeof report !== 'object' || report === null) return [];
  if ('value' in report && 'standardError' in report) return [[path, report as Estimate]];
  return Object.entries(report).flatMap(([key, value]) => estimates(value, `${path}.${key}`));
}

describe.each(Object.entries(plans))('observables of time: %s', (name, plan) => {
  let [device, twin]: Record<string, unknown>[] = [];

  beforeAll(async () => {
    device = observed(plan, await simulateOnGpu(plan, await testGpu()));
    twin = observed(plan, await simulateOnCpu(plan));
  });

  test('the device counts what the f64 twin counts', () => {
    const own = estimates(twin);
    expect(own.length).toBeGreaterThan(8);
    for (const [i, [path, found]] of estimates(device).entries()) {
      expect(path).toBe(own[i][0]);
      // Rounding may move a particle over an edge now and then: a twentieth of a standard error is one in a thousand or so.
      const room = 0.05 * (found.standardError ?? 0) + 1e-5 * Math.abs(found.value ?? 0);
      if (found.value === null) expect(own[i][1].value).toBeNull();
      else expect(Math.abs(found.value - own[i][1].value!), path).toBeLessThanOrEqual(room);
    }
  });

  test('the same for any length of dispatch', async () => {
    const gpu = await testGpu();
    const options = { budgetMs: 0.01, workgroup: 32, pageParticles: 1024, gather: 'workgroup' } as const;
    expect(observed(plan, await simulateOnGpu(plan, gpu, options))).toEqual(device);
  });

  if (name.endsWith('ends early'))
    test('it ends early', async () => {
      let steps = 0;
      const onProgress = ({ done }: { done: number }) => {
        steps = done / plan.layout.particles;
      };
      await simulateOnGpu(plan, await testGpu(), { onProgress, budgetMs: 5 });
      expect(steps).toBeLessThan(0.5 * plan.steps);
    });

  if (!(name in exact)) return;

  test('agrees with the exact values', () => {
    const compared = estimates(device).filter(([path, e]) => (e.reference ?? null) !== null && exact[name].test(path));
    expect(compared.length).toBeGreaterThan(8);
    for (const [path, { value, standardError, reference }] of compared)
      expect(Math.abs(value! - reference!), path).toBeLessThan(4.5 * standardError!);
  });
});

/** What has no bias to be seen: of a start at a point, not what supposes stationarity, nor arrivals at step ends, late by O(√h). */
const exact: Record<string, RegExp> = {
  'a double well from a point': /average.timeMean|average.ensembleMean|series/,
  'a harmonic well at rest': /linear|average|squares/,
};

test('what becomes of a particle after its passage counts for nothing, whenever the run ends', async () => {
  const plan = planOf({
    parameters: {},
    potential: '-x^3',
    temperature: 0.5,
    method: euler(0.05),
    ensemble: { particles: 256, seed: 8, start: { kind: 'point', at: [1] } },
    burnIn: 0,
    steps: 300,
    observe: { away: { kind: 'passage', into: 'x - 2' } },
  });
  const lost = (tallies: Tallies) => tallies.group(0, -1, 'nonFinite').cells.reduce((sum, [n]) => sum + n, 0);
  const device = await simulateOnGpu(plan, await testGpu());
  expect(lost(device)).toBe(0);
  expect(lost(await simulateOnCpu(plan))).toBe(0);
  const arrived = (observed(plan, device).away as unknown as { arrived: Estimate }).arrived;
  expect(arrived.value).toBe(1);
});
