import type { Landscape } from '../model/landscape';
import { critical, curvature, exactly } from './parts/exactly';

export const absorbing: Landscape = {
  name: 'absorbing',
  title: 'Mean loss of the absorbing null set',
  shows:
    'A local maximum of the mean loss that mini-batches ½ x w², x = 1 or −(1 + a), nevertheless absorb into when ln|1 − η| + ln(1 + η(1 + a)) < 0',
  temperature: 1,
  step: 0.01,
  dimensions: [1],
  formula: () => ({ variables: ['w'], potential: '-a*w^2/4', parameters: { a: 0.1 } }),
  window: [[-1, 1]],
  exact: exactly({}, [critical('maximum', [0], 0, 15), [curvature(0), -0.05, 14]]),
  source: 'Closed forms',
};
