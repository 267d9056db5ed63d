import { heldOut, meanOver, splitCars } from './heldOutCars';

/** Batch sizes, by which the temperature is swept at one learning rate. */
export const batches = [1, 2, 4];

const losses = (every: number) => ({ kind: 'moments', of: ['loss', 'testLoss', 'testLoss - loss'], every });

/** One hidden unit on two columns of the table. */
export const network = {
  rate: 0.2,
  experiment: (scale: number) => ({
    title: 'A tanh network on the table of cars, over batch sizes',
    variables: ['w[2]', 'b', 'a', 'c'],
    loss: '(a*tanh(dot(w, x) + b) + c - mpg)^2/2',
    regularizer: '0.005*(dot(w, w) + b^2 + a^2 + c^2)',
    data: { ...heldOut(['weight', 'year', 'mpg']), columns: { x: ['weight', 'year'], mpg: 'mpg' } },
    method: { name: 'sgd', step: network.rate, batch: batches },
    ensemble: { particles: 2 ** 11 * scale, start: { kind: 'normal', mean: [0], deviation: [0.5] } },
    burnIn: 600,
    steps: 200,
    observe: { losses: losses(100), hessian: { kind: 'curvature', every: 100 } },
  }),
};

/** Least squares, where the mean of either loss is exact. */
export const plane = {
  columns: ['weight', 'year', 'mpg'],
  experiment: (scale: number) => ({
    title: 'A plane on the table of cars, over batch sizes',
    variables: ['p', 'q', 'c'],
    loss: '(p*weight + q*year + c - mpg)^2/2',
    data: heldOut(plane.columns),
    method: { name: 'sgd', step: 0.1, batch: batches },
    ensemble: { particles: 2 ** 12 * scale, start: { kind: 'point', at: [-0.7, 0.4, 0] } },
    burnIn: 300,
    steps: 200,
    observe: { losses: losses(50), weights: { kind: 'moments', of: ['p', 'q', 'c'], every: 200 } },
  }),
};

/** The mean of (βx − y) x = 0 at β; C is the mean square, that is, the variance of a row's slope along β. */
function slopeOfWeight() {
  const { train, test } = splitCars(['weight', 'mpg']);
  const square = meanOver(train, ([x]) => x * x);
  const beta = meanOver(train, ([x, y]) => x * y) / square;
  const variance = meanOver(train, ([x, y]) => ((beta * x - y) * x) ** 2);
  const heldOutLoss = meanOver(test, ([x, y]) => (beta * x - y) ** 2) / 2;
  return { square, beta, variance, heldOutLoss };
}

const line = slopeOfWeight();
/** a = 1.8 on the curve aw = β of minima that are one and the same function. */
const start = [1.8, line.beta / 1.8];
const imbalance = start[0] ** 2 - start[1] ** 2;

/** A slope in two factors, started at a sharp one of its minima; by half the rate as long in η² × steps. */
export const factors = {
  ...line,
  imbalance,
  /** Trace of the Hessian at the start. */
  trace: line.square * (start[0] ** 2 + start[1] ** 2),
  rates: { coarse: 0.03, fine: 0.015 },
  steps: { coarse: 4000, fine: 16_000 },
  experiment: (size: 'coarse' | 'fine', scale: number) => ({
    title: `A slope in two factors on the table of cars, learning rate ${factors.rates[size]}`,
    variables: ['a', 'w'],
    loss: '(a*w*weight - mpg)^2/2',
    data: heldOut(['weight', 'mpg']),
    method: { name: 'sgd', step: factors.rates[size], batch: 1 },
    ensemble: { particles: 2 ** 10 * scale, start: { kind: 'point', at: start } },
    burnIn: 0,
    steps: factors.steps[size],
    observe: {
      end: { kind: 'moments', of: ['a^2 - w^2', 'testLoss'], every: factors.steps[size] },
      hessian: { kind: 'curvature', every: factors.steps[size] },
    },
  }),
};
