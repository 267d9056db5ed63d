// What every contender computes: the 2-D double well (x² − 1)² + (y² − 1)² at T = 1/4 with step 1/100.
import { checkExperiment, resolveExperiment } from '../src/experiment';
import type { Plan } from '../src/model/plan';

export const temperature = 0.25;
export const step = 0.01;
export const seed = 1;

export type MethodName = 'euler-maruyama' | 'leimkuhler-matthews';

/** Steps that share a random stream: a dispatch of whole blocks has nothing to seek. */
export const block = 256;

/** The observers of a usual experiment: two that record now and then, one that looks after every step. */
export const usualObservers = {
  density: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 100, every: 10 },
  moments: { kind: 'moments', of: ['x', 'x^2'], every: 10 },
  barrier: { kind: 'nullSet', zero: ['x'], radii: [0.4, 0.2, 0.1, 0.05, 0.025] },
};

export interface Ensemble {
  method: MethodName;
  particles: number;
  burnIn: number;
  steps: number;
  observe: Record<string, { kind: string }>;
}

/** The engine's plan of an ensemble that starts uniformly in [−1.5, 1.5]². */
export function plan({ method, particles, burnIn, steps, observe }: Ensemble): Plan {
  const file = {
    variables: ['x', 'y'],
    potential: '(x^2 - 1)^2 + (y^2 - 1)^2',
    temperature,
    method: { name: method, step },
    ensemble: { particles, seed, start: { kind: 'uniform', low: [-1.5], high: [1.5] } },
    burnIn,
    steps,
    observe,
  };
  return resolveExperiment(checkExperiment(file));
}

const cells = 440;
const reach = 2.2;

/**
 * Exact ⟨x²⟩ of the Euler–Maruyama chain itself, its error in the step included: power iteration of its Gaussian transfer
 * operator on a grid of width 0.01, a seventh of √(2hT), where the trapezoidal rule is exact to f64.
 */
export function eulerSecondMoment(): number {
  const width = (2 * reach) / cells;
  const grid = Float64Array.from({ length: cells + 1 }, (_, i) => -reach + i * width);
  const variance = 2 * step * temperature;
  const transfer = Array.from(grid, (to) =>
    Float64Array.from(grid, (from) =>
      Math.exp(-((to - from + 4 * step * from * (from * from - 1)) ** 2) / (2 * variance)),
    ),
  );
  let density = Float64Array.from(grid, () => 1);
  // The start is symmetric, so only the relaxation inside a well counts, at a rate of about 4: e⁻³² after time 8.
  for (let n = 0; n < 8 / step; n++) {
    const next = Float64Array.from(transfer, (row) => row.reduce((sum, p, j) => sum + p * density[j], 0));
    const total = next.reduce((a, b) => a + b, 0);
    density = next.map((p) => p / total);
  }
  return density.reduce((sum, p, i) => sum + p * grid[i] ** 2, 0);
}
