import { grown, normalError, rounding, type Workload } from '../workload';

const [step, start] = [0.05, 1];
const amplitude = Math.sqrt(2 * step);

export const gaussian: Workload = {
  name: 'gaussian',
  title: '16-D standard Gaussian, T = 1, h = 1/20, from (1, …, 1)',
  source: "Moments of Euler's chain in closed form",
  dimension: 16,
  cost: 8,
  methods: [{ name: 'euler-maruyama', title: 'Euler', options: { step } }],
  experiment: { variables: ['x[16]'], potential: 'dot(x, x)/2', temperature: 1 },
  start: { kind: 'point', at: [start] },
  observers: {
    histogram: { kind: 'histogram', of: 'x1', range: [-5, 5], bins: 100, every: 10 },
    moments: { kind: 'moments', of: ['x1', 'dot(x, x)'], every: 10 },
    occupancy: { kind: 'nullSet', zero: ['x1', 'x2'], radii: [0.8, 0.4, 0.2, 0.1, 0.05], hits: false },
  },
  alone: { hitting: { kind: 'passage', into: '-x1' } },
  check: { particles: 10_000, steps: 128 },
  law(steps) {
    const shrink = (1 - step) ** 2;
    return {
      mean: start * (1 - step) ** steps,
      variance: (amplitude ** 2 * (1 - shrink ** steps)) / (1 - shrink),
    };
  },
  // Four roundings a step of numbers below 8; the drift contracts.
  twinTolerance: grown(4 * 8 * rounding + amplitude * normalError, 0),
};
