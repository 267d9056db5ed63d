import type { ExactNumber, Landscape } from '../model/landscape';
import { critical, curvature, exactly, mean, normalizer, passage, rate } from './parts/exactly';

/** ⟨x²⟩, Z, spectral gap, and mean times well to well and well to top. */
function at(
  temperature: number,
  x2: number,
  z: number,
  gap: [number, number],
  across: number,
  top: number,
): ExactNumber[] {
  return exactly({ temperature }, [
    [mean('x^2'), x2, 10],
    [normalizer, z, 10],
    [rate(1), ...gap],
    [passage(-1, 1), across, 8],
    [passage(-1, 0), top, 8],
  ]);
}

export const doubleWell: Landscape = {
  name: 'double-well',
  title: 'Double well',
  shows: 'Metastability: the spectral gap closes as exp(−ΔU/T), the barrier being 1',
  temperature: 0.25,
  step: 0.01,
  dimensions: [1],
  formula: () => ({ variables: ['x'], potential: '(x^2 - 1)^2', parameters: {} }),
  window: [[-2, 2]],
  exact: [
    ...exactly({}, [
      critical('minimum', [-1], 0, 15),
      critical('maximum', [0], 1, 15),
      critical('minimum', [1], 0, 15),
      [curvature(-1), 8, 15],
      [curvature(0), -4, 15],
      [curvature(1), 8, 15],
    ]),
    ...at(0.5, 0.8521361522, 1.410914703, [0.2272733, 7], 10.25857, 4.6065396),
    ...at(0.25, 0.9176708607, 0.947837833, [0.02977959, 7], 69.263645, 33.945744),
    ...at(0.2, 0.9368339404, 0.8340588041, [0.01110456, 7], 182.41767, 90.47594),
    ...at(0.125, 0.9644563639, 0.6443034002, [5.71869e-4, 6], 3500.0348, 1749.1909),
  ],
  source: 'Kramers, Physica 7 (1940) 284; numbers by quadrature and finite volumes',
};
