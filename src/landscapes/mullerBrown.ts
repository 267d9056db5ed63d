import type { Landscape } from '../model/landscape';
import { critical, exactly, mass, rate } from './parts/exactly';

const terms = [
  '-200*exp(-(x - 1)^2 - 10*y^2)',
  '-100*exp(-x^2 - 10*(y - 0.5)^2)',
  '-170*exp(-6.5*(x + 0.5)^2 + 11*(x + 0.5)*(y - 1.5) - 6.5*(y - 1.5)^2)',
  '+15*exp(0.7*(x + 1)^2 + 0.6*(x + 1)*(y - 1) + 0.7*(y - 1)^2)',
];

export const mullerBrown: Landscape = {
  name: 'muller-brown',
  title: 'Müller–Brown surface',
  shows: 'A curved reaction path over two saddles; stiff: the step has to stay below about 1e-4',
  temperature: 15,
  step: 2e-5,
  dimensions: [2],
  formula: () => ({ variables: ['x', 'y'], potential: terms.join(' '), parameters: {} }),
  window: [
    [-1.7, 1.3],
    [-0.5, 2.2],
  ],
  exact: exactly({ temperature: 15 }, [
    critical('minimum', [-0.558224, 1.441726], -146.6995, 7),
    critical('minimum', [0.623499, 0.028038], -108.1667, 7),
    critical('minimum', [-0.050011, 0.466694], -80.7678, 6),
    critical('saddle', [-0.822002, 0.624313], -40.6648, 6),
    critical('saddle', [0.212487, 0.292988], -72.2489, 6),
    [rate(1), 1 / 0.64333, 4],
    [mass('y - 0.9'), 0.892575, 6],
  ]),
  source: 'Müller & Brown, Theoretica Chimica Acta 53 (1979) 75',
};
