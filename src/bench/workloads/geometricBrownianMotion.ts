import { grown, normalError, rounding, type Workload } from '../workload';

const [growth, spread, step, start] = [1.5, 0.01, 1 / 256, 0.1];
const factor = 1 + growth * step;

export const geometricBrownianMotion: Workload = {
  name: 'geometric-brownian-motion',
  title: '3-coordinate geometric Brownian motion, drift 1.5 x, noise 0.01 x, from 0.1 to time 1 in 256 steps',
  source: "DiffEqGPU's linear SDE (Utkarsh et al. 2024, arXiv 2304.06835); moments of Euler's chain in closed form",
  dimension: 3,
  cost: 1.5,
  methods: [{ name: 'euler-maruyama', title: 'Euler', options: { step } }],
  experiment: {
    variables: ['x', 'y', 'z'],
    parameters: { growth, spread },
    drift: ['growth*x', 'growth*y', 'growth*z'],
    noise: ['spread*x', 'spread*y', 'spread*z'],
  },
  start: { kind: 'point', at: [start] },
  observers: {
    histogram: { kind: 'histogram', of: 'x', range: [0, 1], bins: 100, every: 16 },
    moments: { kind: 'moments', of: ['x', 'x^2'], every: 16 },
  },
  alone: { hitting: { kind: 'passage', into: 'x - 0.3' } },
  check: { particles: 20_000, steps: 256 },
  law(steps) {
    const mean = start * factor ** steps;
    const square = start ** 2 * (factor ** 2 + spread ** 2 * step) ** steps;
    return { mean, variance: square - mean ** 2 };
  },
  // Four roundings a step of numbers below 1/4, which is what 0.1 has grown to after 64 steps; the drift expands by 1.5h.
  twinTolerance: grown(4 * 0.25 * rounding + 0.25 * spread * Math.sqrt(step) * normalError, growth * step),
};
