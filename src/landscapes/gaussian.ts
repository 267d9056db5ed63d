import type { Landscape } from '../model/landscape';
import { exactly, mass, mean, normalizer, rate } from './parts/exactly';

/** Mass of the ball of each radius about the origin: P(d/2, ε²/2), the regularised incomplete gamma function. */
const balls: Record<number, [number, number][]> = {
  1: [
    [0.1, 0.0796556745541],
    [0.01, 0.00797871262926],
    [0.001, 0.000797884427822],
  ],
  2: [
    [0.1, 0.00498752080732],
    [0.01, 4.99987500208e-5],
    [0.001, 4.99999875e-7],
  ],
  3: [
    [0.1, 0.000265165058656],
    [0.01, 2.65953541564e-7],
    [0.001, 2.65961440479e-10],
  ],
  4: [
    [0.1, 1.24584113543e-5],
    [0.01, 1.24995833411e-9],
    [0.001, 1.24999958333e-13],
  ],
};

const dimensions = [1, 2, 3, 4];

export const gaussian: Landscape = {
  name: 'gaussian',
  title: 'Standard Gaussian',
  shows:
    'Null sets: the mass of a ball about a point falls as its radius to the power d, and how long it takes to hit it',
  temperature: 1,
  step: 0.01,
  dimensions,
  formula: (dimension) => ({ variables: [`x[${dimension}]`], potential: 'dot(x, x)/2', parameters: {} }),
  window: [[-4, 4]],
  exact: dimensions.flatMap((dimension) =>
    exactly({ dimension, temperature: 1 }, [
      ...balls[dimension].map(
        ([radius, value]) => [mass(`${radius} - norm2(x)`), value, 12] as [never, number, number],
      ),
      [mean('dot(x, x)'), dimension, 15],
      [normalizer, (2 * Math.PI) ** (dimension / 2), 14],
      [rate(1), 1, 15],
    ]),
  ),
  source: 'Closed forms',
};
