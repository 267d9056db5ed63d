import type { Landscape } from '../model/landscape';
import { critical, curvature, exactly, exit } from './parts/exactly';

export const saddle: Landscape = {
  name: 'saddle',
  title: 'Unstable direction of a saddle',
  shows: 'Saddles are left in a time that grows as ln(1/T)/(2λ); nothing confines, so there is no stationary law',
  temperature: 0.1,
  step: 0.001,
  dimensions: [1],
  formula: () => ({ variables: ['x'], potential: '-lambda*x^2/2', parameters: { lambda: 1 } }),
  window: [[-1, 1]],
  exact: [
    ...exactly({}, [critical('maximum', [0], 0, 15), [curvature(0), -1, 15]]),
    ...exactly({ temperature: 0.1 }, [[exit(0, 1), 1.724138, 7]]),
    ...exactly({ temperature: 0.01 }, [[exit(0, 1), 2.932689, 7]]),
    ...exactly({ temperature: 0.001 }, [[exit(0, 1), 4.088558, 7]]),
  ],
  source: 'Kifer, Israel Journal of Mathematics 40 (1981) 74; numbers by quadrature',
};
