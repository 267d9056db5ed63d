import { checkExperiment, resolveExperiment } from '../../src/experiment';
import type { Plan } from '../../src/model/plan';
import type { ObservableResult } from '../../src/model/result';
import { summarise } from '../../src/results';
import type { Tallies } from '../../src/simulation';

/** The tilted double well of the contract, small; fields of `change` replace its own. */
export function planOf(change: Record<string, unknown> = {}): Plan {
  const experiment = {
    variables: ['x'],
    parameters: { tilt: 0.2 },
    potential: '(x^2 - 1)^2 + tilt*x',
    temperature: 0.5,
    method: { name: 'leimkuhler-matthews', step: 0.02 },
    ensemble: { particles: 4096, seed: 1, start: { kind: 'uniform', low: [-2], high: [2] } },
    burnIn: 100,
    steps: 300,
    observe: {
      density: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 50, every: 10 },
      barrier: { kind: 'nullSet', zero: ['x'], radii: [0.4, 0.2, 0.1] },
      moments: { kind: 'moments', of: ['x', 'x^2'], every: 5 },
    },
    ...change,
  };
  return resolveExperiment(checkExperiment(experiment));
}

/** What a run reports of its observables at its first sweep point. */
export function observed(plan: Plan, tallies: Tallies): Record<string, ObservableResult> {
  const machine = { adapter: 'test', software: true, version: '0' };
  return summarise(plan, tallies, machine, { wall: 1, particleSteps: 1, rate: 1 }).result.points[0].observables;
}
