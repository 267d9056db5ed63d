import { methods } from '../../src/methods';

/** An experiment file as an object, by the name that tests and tables give it. */
export interface Named {
  name: string;
  experiment: Record<string, unknown>;
}

// Multiples of 1/4 within ±3/4, each value at as many rows as its negative.
const rows = Array.from({ length: 16 }, (_, i) => ({ a: ((i % 4) - 1.5) / 2, b: (Math.floor(i / 4) - 1.5) / 2 }));

/**
 * Random walks whose counts depend on integers alone: every number that a kernel computes for them is a dyadic fraction that
 * single precision holds exactly, so that neither rounding, nor a fused product and sum, nor the order of a sum can change one,
 * and the f64 twin counts the same on any implementation.
 *
 * The gradient of |x| + ax over a batch of four is sign x + ā with ā a multiple of 1/16 within ±3/4: from any place a step of
 * size 2⁻ᵏ goes towards 0, and beyond by less than 2¹⁻ᵏ. So x stays within ±1. From a point with few bits it is a multiple of
 * 2⁻⁸ for ever, and the squares that tubes are made of fit 16 bits. From a uniform start it is a multiple of 2⁻²³, and x + 1 fits
 * 24 bits. Edges, widths and radii are powers of two, and times are whole steps.
 */
export const exact: readonly Named[] = [
  {
    name: 'walk on a lattice',
    experiment: {
      variables: ['x', 'y'],
      loss: 'abs(x) + abs(y) + a*x + b*y',
      data: rows,
      method: { name: 'sgd', step: [0.125, 0.0625], batch: 4 },
      ensemble: { particles: 1000, seed: 2 ** 40 + 7, start: { kind: 'point', at: [0.5, -0.25] } },
      burnIn: 16,
      steps: 64,
      observe: {
        line: { kind: 'histogram', of: 'x', range: [-1, 1], bins: 64 },
        plane: {
          kind: 'histogram',
          of: ['x', 'y'],
          range: [
            [-0.5, 0.5],
            [-0.5, 0.5],
          ],
          bins: [16, 16],
          every: 4,
        },
        axis: { kind: 'nullSet', zero: ['x'], radii: [0.25, 0.125, 0.0625] },
        origin: { kind: 'nullSet', zero: ['x', 'y'], radii: [0.25, 0.125], every: 2 },
        arrival: { kind: 'passage', into: 'x + y - 0.125', test: 'step-end' },
      },
    },
  },
  {
    name: 'walk from a uniform start',
    experiment: {
      variables: ['x'],
      loss: 'abs(x) + a*x',
      data: rows,
      random: 'philox',
      method: { name: 'sgd', step: 0.03125, batch: 4, replacement: false },
      ensemble: { particles: 700, seed: 3, start: { kind: 'uniform', low: [-1], high: [1] } },
      burnIn: 5,
      steps: 27,
      observe: {
        line: { kind: 'histogram', of: 'x', range: [-1, 1], bins: 128 },
        axis: { kind: 'nullSet', zero: ['x'], radii: [0.25, 0.125], hits: false },
      },
    },
  },
];

const wells = {
  variables: ['x', 'y'],
  potential: '(x^2 - 1)^2 + x*y/5 + y^2',
  temperature: 0.5,
  ensemble: { particles: 1000, seed: 5, start: { kind: 'normal', mean: [0], deviation: [0.7] } },
  burnIn: 20,
  steps: 60,
  observe: { moments: { kind: 'moments', of: ['x', 'y', 'x^2'], every: 10 } },
};

const fit = {
  variables: ['x', 'y'],
  loss: '(x*a + y - b)^2/2',
  data: rows,
};

const methodExperiments = methods.map(({ name, batches, temperature }): Named => {
  const problem = batches ? { ...wells, potential: undefined, ...fit } : wells;
  const method = { name, step: 0.02, ...(batches && { batch: 3 }) };
  return { name, experiment: { ...problem, ...(temperature ? {} : { temperature: undefined }), method } };
});

/** What is compared with exact references: the double well of the examples, at a step without a visible bias. */
export const doubleWell: Named = {
  name: 'tilted double well',
  experiment: {
    variables: ['x'],
    parameters: { tilt: 0.2 },
    potential: '(x^2 - 1)^2 + tilt*x',
    temperature: 0.5,
    method: { name: 'leimkuhler-matthews', step: 0.02 },
    ensemble: { particles: 4096, seed: 1, start: { kind: 'uniform', low: [-2], high: [2] } },
    burnIn: 600,
    steps: 100,
    observe: {
      moments: { kind: 'moments', of: ['x', 'x^2'], every: 20 },
      density: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 50, every: 20 },
      barrier: { kind: 'nullSet', zero: ['x'], radii: [0.4, 0.2, 0.1], every: 5 },
    },
  },
};

/** Every method, every kind of observable and every function of the grammar in real arithmetic. */
export const catalogue: readonly Named[] = [
  ...methodExperiments,
  {
    name: 'every observable',
    experiment: {
      ...wells,
      variables: ['x'],
      potential: '(x^2 - 1)^2 + x/5',
      method: { name: 'euler-maruyama', step: 0.02 },
      observe: {
        density: { kind: 'histogram', of: 'x', range: [-2, 2], bins: 10, every: 10 },
        slow: { kind: 'autocorrelation', of: 'x', lags: [0, 0.1, 0.3] },
        average: { kind: 'timeAverage', of: 'x^2', every: 3 },
        series: { kind: 'series', of: ['x', 'density.totalVariation'], every: 20 },
        arrival: { kind: 'passage', into: 'x - 0.5' },
        axis: { kind: 'nullSet', zero: ['x'], radii: [0.4, 0.1] },
        stiffness: { kind: 'curvature', every: 30, bins: 10 },
        last: { kind: 'snapshot', count: 4 },
      },
    },
  },
  {
    name: 'every function',
    experiment: {
      ...wells,
      method: { name: 'baoab', step: 0.05, friction: 1 },
      observe: {
        smooth: {
          kind: 'moments',
          of: ['sin(x)', 'cos(3*x)', 'tanh(x)', 'exp(-y)', 'erf(y)', 'softplus(3*x)'],
          every: 20,
        },
        other: {
          kind: 'moments',
          of: ['logistic(x)', 'log(1 + x^2)', 'sqrt(abs(x))', 'tan(y/9)', 'min(x, y)', 'x < y ? sign(x) : y^1.5'],
          every: 20,
        },
      },
    },
  },
];
