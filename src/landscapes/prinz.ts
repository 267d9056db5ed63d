import type { Landscape } from '../model/landscape';
import { critical, exactly, mass, rate } from './parts/exactly';

/** Tops of the barriers, between which the basins lie. */
const [left, middle, right] = [-0.501597952434, -7.09539444449e-6, 0.502009381316];

export const prinz: Landscape = {
  name: 'prinz',
  title: 'Prinz potential',
  shows: 'Four basins and three slow rates, the usual benchmark of Markov state models',
  temperature: 1,
  step: 1e-4,
  dimensions: [1],
  formula: () => ({
    variables: ['x'],
    potential: '4*(x^8 + 0.8*exp(-80*x^2) + 0.2*exp(-80*(x - 0.5)^2) + 0.5*exp(-40*(x + 0.5)^2))',
    parameters: {},
  }),
  window: [[-1.2, 1.2]],
  exact: exactly({ temperature: 1 }, [
    critical('maximum', [left], 2.015825, 7),
    critical('maximum', [middle], 3.200091, 7),
    critical('maximum', [right], 0.8158761, 7),
    [mass(`${left} - x`), 0.169241, 6],
    [mass(`(x + ${-left})*(${middle} - x)`), 0.232496, 6],
    [mass(`(x + ${-middle})*(${right} - x)`), 0.337575, 6],
    [mass(`x - ${right}`), 0.260688, 6],
    [rate(1), 1 / 0.834033, 5],
    [rate(2), 1 / 0.126767, 5],
    [rate(3), 1 / 0.065098, 4],
  ]),
  source: 'Prinz et al., Journal of Chemical Physics 134 (2011) 174105',
};
