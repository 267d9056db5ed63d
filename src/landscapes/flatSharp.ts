import type { ExactNumber, Landscape } from '../model/landscape';
import { critical, curvature, exactly, mass, passage } from './parts/exactly';

const top = 0.34267358;

/** Mass of the flat well, and mean times from the flat to the sharp one and back. */
function at(temperature: number, flat: number, out: [number, number], back: [number, number]): ExactNumber[] {
  return exactly({ temperature }, [
    [mass(`${top} - x`), flat, 5],
    [passage(-1, 1), ...out],
    [passage(1, -1), ...back],
  ]);
}

export const flatSharp: Landscape = {
  name: 'flat-sharp',
  title: 'Flat and sharp wells of equal depth',
  shows: 'Flat minima are preferred: by basin mass, a power law in the curvature under white noise',
  temperature: 0.3,
  step: 0.002,
  dimensions: [1],
  formula: () => ({
    variables: ['x'],
    potential: '(x^2 - 1)^2*exp(2*c*x/(1 + x^2))',
    parameters: { c: Math.log(3) },
  }),
  window: [[-2.6, 1.8]],
  exact: [
    ...exactly({}, [
      [curvature(-1), 8 / 3, 14],
      [curvature(1), 24, 14],
      critical('minimum', [-1], 0, 15),
      critical('minimum', [1], 0, 15),
      critical('maximum', [top], 1.528039, 7),
    ]),
    ...at(0.5, 0.72914, [26.209, 5], [10.577, 5]),
    ...at(0.3, 0.7403, [188.95, 5], [67.295, 5]),
    ...at(0.2, 0.74569, [2327.1, 5], [794.77, 5]),
  ],
  source: 'Numbers by quadrature',
};
