import { describe, expect, it } from 'vitest';
import { readExperiment, resolveExperiment } from '../../src/experiment';
import { asCount, particleSteps, timing } from '../../src/results';
import { base } from '../experiment/base';

describe('the amount of work', () => {
  it('is particles × sweep points × steps with burn-in', () => {
    const changes = { temperature: [0.5, 1], burnIn: 20, steps: 30, ensemble: { ...base.ensemble, particles: 100 } };
    const plan = resolveExperiment(readExperiment(JSON.stringify({ ...base, ...changes, expect: {} })));
    expect(particleSteps(plan)).toBe(10_000n);
    expect(timing(plan, 4)).toEqual({ wall: 4, particleSteps: 10_000, rate: 2500 });
  });

  it('is a number up to 2^53 and a string past it, exactly', () => {
    const most = 2n ** 53n - 1n;
    expect([asCount(most), asCount(most + 2n)]).toEqual([9007199254740991, '9007199254740993']);
  });
});
