import { expect, test } from 'vitest';
import { summarise } from '../../src/results';
import { simulateOnCpu, simulateOnGpu, type Tallies } from '../../src/simulation';
import { planOf } from '../simulation/plans';
import { album } from './checkpointed';
import { testGpu } from './device';

// A step of U = −x²/2 is a factor 1 + h, 1.1 at the first point: from x = 2 past 3.4e38 in ln(1.7e38) / ln 1.1 = 924 steps or, by
// the noise of T = 1e-6, about as many. The second point does not expand.
const plan = planOf({
  parameters: { slope: [-1, 1] },
  potential: 'slope*x^2/2',
  temperature: 1e-6,
  method: { name: 'euler-maruyama', step: 0.1 },
  ensemble: { particles: 3000, seed: 7, start: { kind: 'point', at: [2] } },
  burnIn: 100,
  steps: 1100,
  observe: { moments: { kind: 'moments', of: ['x'], every: 5 } },
});

const points = (tallies: Tallies) => {
  const machine = { adapter: 'test', software: true, version: '0' };
  return summarise(plan, tallies, machine, { wall: 1, particleSteps: 1, rate: 1 }).result.points;
};

test('the first step after which a particle is lost is told, whatever the dispatches and wherever the run goes on', async () => {
  const gpu = await testGpu();
  const { kept, checkpoints } = album();
  const ways = [{}, { budgetMs: 0.001, pageParticles: 512, checkpoints }];
  for (const options of ways) {
    const [lost, kept] = points(await simulateOnGpu(plan, gpu, options));
    expect([lost.nonFinite, lost.firstNonFinite]).toEqual([3000, { after: 768, by: 1024 }]);
    expect([kept.nonFinite, kept.firstNonFinite, kept.warnings]).toEqual([0, undefined, []]);
    expect(lost.warnings).toEqual([expect.stringContaining('between steps 768 and 1024')]);
  }
  const later = kept.find(({ tile, tiles }) => tile > 0 && tiles > 0)!;
  expect(points(await simulateOnGpu(plan, gpu, { from: later }))[0].firstNonFinite).toEqual({ after: 768, by: 1024 });
});

test('the twin tells it too, of its own longer numbers', async () => {
  const small = { ...plan, layout: { ...plan.layout } };
  const [lost] = points(await simulateOnCpu(small));
  // f64 holds out to ln(9e307) / ln 1.1 = 7,400 steps.
  expect(lost.firstNonFinite).toBeUndefined();
});
