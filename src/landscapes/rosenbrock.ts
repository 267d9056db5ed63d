import type { Landscape } from '../model/landscape';
import { critical, exactly, mean, normalizer, variance } from './parts/exactly';

export const rosenbrock: Landscape = {
  name: 'rosenbrock',
  title: 'Rosenbrock banana',
  shows: 'A long curved ridge: strong nonlinear correlation with moments in closed form',
  temperature: 1,
  step: 0.0005,
  dimensions: [2],
  formula: () => ({
    variables: ['x', 'y'],
    potential: '(100*(y - x^2)^2 + (1 - x)^2)/20',
    parameters: {},
  }),
  window: [
    [-10, 12],
    [-5, 120],
  ],
  exact: exactly({ temperature: 1 }, [
    critical('minimum', [1, 1], 0, 15),
    [mean('x'), 1, 12],
    [variance('x'), 10, 12],
    [mean('y'), 11, 12],
    [variance('y'), 240.1, 12],
    [normalizer, 2 * Math.PI, 12],
  ]),
  source: 'Goodman & Weare, Communications in Applied Mathematics and Computational Science 5 (2010) 65, eq. 33',
};
