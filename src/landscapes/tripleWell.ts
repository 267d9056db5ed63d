import type { Landscape } from '../model/landscape';
import { critical, exactly, mass, rate } from './parts/exactly';

export const tripleWell: Landscape = {
  name: 'triple-well',
  title: 'Triple well',
  shows: 'Two slow rates: a chain of three unequal basins',
  temperature: 0.28125,
  step: 0.005,
  dimensions: [1],
  formula: () => ({
    variables: ['x'],
    potential: '5 - 24.82*x + 41.4251*x^2 - 27.5344*x^3 + 8.53128*x^4 - 1.24006*x^5 + 0.0684*x^6',
    parameters: {},
  }),
  window: [[-0.2, 6.2]],
  exact: exactly({ temperature: 0.28125 }, [
    critical('minimum', [0.506849], -0.0005309491, 7),
    critical('maximum', [1.56353], 2.615635, 7),
    critical('minimum', [3.157519], -0.5643729, 7),
    critical('maximum', [4.455717], 1.178013, 7),
    critical('minimum', [5.424328], -0.5084559, 7),
    [mass('1.563530 - x'), 0.042127, 5],
    [mass('(x - 1.563530)*(4.455717 - x)'), 0.659116, 6],
    [mass('x - 4.455717'), 0.298757, 6],
    [rate(1), 1.88913e-4, 6],
    [rate(2), 5.29604e-3, 6],
    [rate(3), 4.0189, 5],
  ]),
  source: 'Numbers by quadrature and finite volumes',
};
