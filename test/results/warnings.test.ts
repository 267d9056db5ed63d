import { describe, expect, it } from 'vitest';
import { summarise } from '../../src/results';
import { simulateOnCpu } from '../../src/simulation';
import { tooStiff } from '../../src/simulation/stiffness';
import { planOf } from '../simulation/plans';

async function warningsOf(change: Record<string, unknown>): Promise<string[]> {
  const plan = planOf({
    ensemble: { particles: 256, seed: 1, start: { kind: 'uniform', low: [-1], high: [1] } },
    ...change,
  });
  const machine = { adapter: 'test', software: true, version: '0' };
  const { result } = summarise(plan, await simulateOnCpu(plan), machine, { wall: 1, particleSteps: 1, rate: 1 });
  return result.points[0].warnings!;
}

const moments = { moments: { kind: 'moments', of: ['x'] } };

describe('a run warns of', () => {
  it('a step that is too long for the curvature, with the bound', async () => {
    const harmonic = { potential: '50*x^2', observe: moments };
    expect(await warningsOf({ ...harmonic, method: { name: 'euler-maruyama', step: 0.0199 } })).toEqual([]);
    expect(await warningsOf({ ...harmonic, method: { name: 'euler-maruyama', step: 0.0201 } })).toEqual([
      expect.stringMatching(/step 0.0201 is too long for curvature 100, .* take one below 0.02$/),
    ]);
  });

  it('a burn-in that is shorter than the relaxation it measured', async () => {
    const slow = {
      potential: 'x^2/2',
      method: { name: 'euler-maruyama', step: 0.05 },
      steps: 400,
      observe: { memory: { kind: 'autocorrelation', of: 'x', lags: [0.5, 1, 2] } },
    };
    const [warning, ...rest] = await warningsOf({ ...slow, burnIn: 10 });
    expect([warning, rest]).toEqual([expect.stringMatching(/burn-in lasts 0.5, and 'memory' relaxes in/), []]);
    expect(await warningsOf({ ...slow, burnIn: 200 })).toEqual([]);
  });

  it('bins with few records', async () => {
    const density = (bins: number) => ({ density: { kind: 'histogram', of: 'x', range: [-2, 2], bins, every: 100 } });
    expect(await warningsOf({ observe: density(256) })).toEqual([expect.stringContaining('3 records a bin')]);
    expect(await warningsOf({ observe: density(25) })).toEqual([]);
  });
});

describe('the curvature that a step is held against', () => {
  it('is the largest eigenvalue, with the bound of the method', () => {
    const well = { variables: ['x', 'y'], potential: '(x + y)^2 * 8', observe: moments };
    const stiff = (method: object) => tooStiff(planOf({ ...well, method }), 0);
    expect(stiff({ name: 'euler-maruyama', step: 0.07 })).toMatchObject({
      curvature: expect.closeTo(32, 9),
      bound: expect.closeTo(1 / 16, 9),
    });
    expect(stiff({ name: 'euler-maruyama', step: 0.06 })).toBeNull();
    expect(stiff({ name: 'baoab', step: 0.36, friction: 1 })).toMatchObject({
      bound: expect.closeTo(2 / Math.sqrt(32), 9),
    });
    expect(stiff({ name: 'mala', step: 0.07 })).toBeNull();
  });

  it('is looked for no longer than would be felt', () => {
    const variables = Array.from({ length: 64 }, (_, i) => `x${i + 1}`);
    const potential = variables.map((a, i) => `sin(${a}*${variables[(i + 1) % 64]})`).join(' + ');
    const begun = performance.now();
    tooStiff(planOf({ variables, potential, observe: { moments: { kind: 'moments', of: ['x1'] } } }), 0);
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});
