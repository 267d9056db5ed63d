import type { Plan } from '../../src/model/plan';
import type { Checkpoint, Tallies } from '../../src/simulation';
import { planOf } from '../simulation/plans';

/** Everything that was counted or kept, bit by bit. */
export function octets({ low, high, snapshots, traces }: Tallies): Buffer {
  const arrays = [low, high, ...snapshots.values(), ...traces.values()];
  return Buffer.concat(arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength)));
}

/** Observers of all sorts: cells and sums, memory of particles, traces, snapshots, records of their own time. */
const observe = {
  density: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 50, every: 7 },
  barrier: { kind: 'nullSet', zero: ['x'], radii: [0.4, 0.2, 0.1] },
  moments: { kind: 'moments', of: ['x', 'x^2'], every: 5 },
  arrival: { kind: 'passage', into: 'x - 1' },
  correlation: { kind: 'autocorrelation', of: 'x', lags: [0.1, 0.2, 0.4] },
  average: { kind: 'timeAverage', of: 'x' },
  last: { kind: 'snapshot', count: 5 },
};

/** 5,000 particles in pages of 1,024 that do not come out even; burn-in and steps end in the middle of blocks. */
export const plans: Record<string, Plan> = {
  'one coordinate, two sweep points': planOf({
    temperature: [0.5, 0.25],
    ensemble: { particles: 5000, seed: 7, start: { kind: 'normal', mean: [0], deviation: [1] } },
    method: { name: 'euler-maruyama', step: 0.02 },
    burnIn: 333,
    steps: 341,
    observe,
  }),
  'three coordinates, with momenta': planOf({
    variables: ['x', 'y', 'z'],
    potential: '(x^2 - 1)^2 + tilt*x + y^2/2 + z^2*(1 + y^2)',
    method: { name: 'baoab', step: 0.02, friction: 1 },
    ensemble: { particles: 5000, seed: 3, start: { kind: 'uniform', low: [-1], high: [1] } },
    burnIn: 0,
    steps: 500,
    observe: { density: observe.density, moments: observe.moments, last: observe.last },
  }),
  'ends early': planOf({
    method: { name: 'euler-maruyama', step: 0.02 },
    ensemble: { particles: 3000, seed: 5, start: { kind: 'point', at: [0.7] } },
    burnIn: 0,
    steps: 200_000,
    observe: { arrival: { kind: 'passage', into: 'x' } },
  }),
};

export const pages = { pageParticles: 1024, budgetMs: 0.001 };

/** A place to put checkpoints, after every dispatch. */
export function album() {
  const kept: Checkpoint[] = [];
  return { kept, checkpoints: { seconds: 0, keep: (checkpoint: Checkpoint) => void kept.push(checkpoint) } };
}
