import type { Landscape } from '../model/landscape';
import { exactly, mass, mean, normalizer, variance } from './parts/exactly';

export const tiltedDoubleWell: Landscape = {
  name: 'tilted-double-well',
  title: 'Tilted double well',
  shows: 'Unequal wells: the tilt decides how the mass is shared between them',
  temperature: 0.5,
  step: 0.01,
  dimensions: [1],
  formula: () => ({ variables: ['x'], potential: '(x^2 - 1)^2 + tilt*x', parameters: { tilt: 0.2 } }),
  window: [[-2.5, 2.5]],
  exact: [
    ...exactly({ temperature: 0.5 }, [
      [normalizer, 1.508579035218, 13],
      [mean('x'), -0.3286398769801, 13],
      [variance('x'), 0.7633792451625, 13],
      [mass('x'), 0.3331276964683, 13],
    ]),
    ...exactly({ temperature: 0.5, parameters: { tilt: 0 } }, [[mean('x^2'), 0.8521361522, 10]]),
  ],
  source: 'Numbers by quadrature',
};
