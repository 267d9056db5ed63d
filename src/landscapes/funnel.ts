import type { ExactNumber, Landscape } from '../model/landscape';
import { exactly, mean, normalizer, variance } from './parts/exactly';

/** v ~ N(0, 9) and xᵢ|v ~ N(0, e^v), so that E xᵢ² = e^{9/2}. */
function closedForms(dimension: number): ExactNumber[] {
  return exactly({ dimension, temperature: 1 }, [
    [mean('v'), 0, 10],
    [variance('v'), 9, 10],
    [mean('x1^2'), Math.exp(4.5), 10],
    [normalizer, 3 * (2 * Math.PI) ** (dimension / 2), 10],
  ]);
}

const dimensions = [10, 2];

export const funnel: Landscape = {
  name: 'funnel',
  title: "Neal's funnel",
  shows: 'Scales that change by orders of magnitude along one coordinate: no single step fits',
  temperature: 1,
  step: 0.001,
  dimensions,
  formula: (dimension) => ({
    variables: ['v', `x[${dimension - 1}]`],
    potential: `v^2/18 + ${dimension - 1}*v/2 + exp(-v)*dot(x, x)/2`,
    parameters: {},
  }),
  window: [[-9, 9], ...Array.from({ length: 9 }, () => [-20, 20] as const)],
  exact: dimensions.flatMap(closedForms),
  source: 'Neal, Annals of Statistics 31 (2003) 705, section 8',
};
