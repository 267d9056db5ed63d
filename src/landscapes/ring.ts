import type { Landscape } from '../model/landscape';
import { exactly, mass, mean, rate } from './parts/exactly';

export const ring: Landscape = {
  name: 'ring',
  title: 'Ring',
  shows:
    'A whole circle of minima: diffusion along it is slow although no barrier is crossed; its centre is a point null set',
  temperature: 0.25,
  step: 0.005,
  dimensions: [2],
  formula: () => ({ variables: ['x', 'y'], potential: '(x^2 + y^2 - 1)^2', parameters: {} }),
  window: [[-2, 2]],
  exact: [
    ...exactly({ temperature: 0.25 }, [
      [mean('x^2 + y^2'), 1.002589, 7],
      [mass('0.1 - sqrt(x^2 + y^2)'), 2.1564e-4, 5],
      // Each angular mode comes twice, as a cosine and a sine.
      [rate(1), 0.300298, 6],
      [rate(3), 1.135856, 6],
    ]),
    ...exactly({ temperature: 0.1 }, [[mass('0.1 - sqrt(x^2 + y^2)'), 8.96e-7, 3]]),
  ],
  source: 'Numbers by quadrature and finite volumes',
};
