import type { ExactNumber, ExactQuantity, Landscape } from '../model/landscape';
import { exactly, normalizer, rate, variance } from './parts/exactly';

const largest = 1e4;

/** Curvatures, log-spaced from 1 to 10⁴ over the coordinates of an ill-conditioned well; all 1 in d = 1 and 3. */
function curvatures(dimension: number): number[] {
  if (dimension === 1 || dimension === 3) return Array(dimension).fill(1);
  return Array.from({ length: dimension }, (_, i) => largest ** (i / (dimension - 1)));
}

/** Of the first and the last coordinate, which are one in d = 1. */
function variances(dimension: number): [ExactQuantity, number, number][] {
  const k = curvatures(dimension);
  const ends = dimension === 1 ? [1] : [1, dimension];
  return ends.map((i) => [variance(`x${i}`), 1 / k[i - 1], 15]);
}

/** Closed forms at T = 1: Var xᵢ = 1/kᵢ, Z = Π √(2π/kᵢ), the smallest rate is the smallest curvature. */
function closedForms(dimension: number): ExactNumber[] {
  const k = curvatures(dimension);
  const logZ = k.reduce((sum, c) => sum + Math.log((2 * Math.PI) / c) / 2, 0);
  return exactly({ dimension, temperature: 1 }, [
    ...variances(dimension),
    [normalizer, Math.exp(logZ), 12],
    [rate(1), 1, 15],
  ]);
}

const dimensions = [2, 16, 100, 1, 3];

export const harmonic: Landscape = {
  name: 'harmonic',
  title: 'Ill-conditioned harmonic well',
  shows: 'Stiffness: the fastest coordinate limits the step, the slowest one sets the relaxation time',
  temperature: 1,
  step: 1e-5,
  dimensions,
  formula: (dimension) => ({
    variables: [`x[${dimension}]`],
    potential: curvatures(dimension)
      .map((k, i) => `${k / 2}*x${i + 1}^2`)
      .join(' + '),
    parameters: {},
  }),
  window: [[-4, 4]],
  exact: dimensions.flatMap(closedForms),
  source: 'Ornstein & Uhlenbeck, Physical Review 36 (1930) 823',
};
