import type { Method } from '../model/method';
import { forEach } from './parts/twin';

/**
 * Leimkuhler–Matthews, `x' = x − h∇U + √(2hT)(Rₙ + Rₙ₊₁)/2`: second order for the stationary law at Euler's cost, for additive
 * constant noise only.
 *
 * It is run in its Markov form, which stores no noise: with `yₙ = xₙ − √(hT/2) Rₙ`, `x = y + √(hT/2) R` is what observers see
 * and `y' = x + √(hT/2) R − h∇U(x)` is what is kept: one sum more a step than Euler–Maruyama. The start x₀ enters as `y₁ = x₀ + √(hT/2) R₀ − h∇U(x₀)`, so that xₙ is the
 * chain from x₀ after exactly n steps.
 */
export const leimkuhlerMatthews: Method = {
  name: 'leimkuhler-matthews',
  title: 'Leimkuhler–Matthews',
  formula: "x' = x − h∇U(x) + √(2hT) (Rₙ + Rₙ₊₁)/2",
  source: 'Leimkuhler & Matthews 2013, Appl. Math. Res. Express 2013:34–56, arXiv:1203.5428',
  options: {},
  temperature: true,
  batches: false,
  stateDependentNoise: false,
  law: 'gibbs',
  order: 2,
  harmonicLaw: ({ k, temperature }) => ({ position: temperature / k }),
  largestStep: (k) => 2 / k,
  variables: ['x', 'y'],
  scalars: [],
  stored: ['y'],
  observed: 'x',
  draws: () => ({ normals: 1 }),
  coefficients: ({ step }, { temperature }) => ({
    step: Number(step),
    amplitude: Math.sqrt((Number(step) * temperature) / 2),
  }),
  initialise: {
    wgsl: ({ gradient, normals, each }) => [gradient('x'), normals(), each('y$ = (x$ - step * g$) + amplitude * r$;')],
    twin({ state: { x, y }, gradient, normals, coefficients: { step, amplitude } }) {
      const g = gradient(x);
      const r = normals();
      forEach(x, (i, k) => {
        y[i][k] = x[i][k] - step * g[i][k] + amplitude * r[i][k];
      });
    },
  },
  step: {
    wgsl: ({ gradient, normals, each }) => [
      normals(),
      each('let half$ = amplitude * r$; x$ = y$ + half$;'),
      gradient('x'),
      each('y$ = (x$ + half$) - step * g$;'),
    ],
    twin({ state: { x, y }, gradient, normals, coefficients: { step, amplitude } }) {
      const r = normals();
      forEach(x, (i, k) => {
        x[i][k] = y[i][k] + amplitude * r[i][k];
      });
      const g = gradient(x);
      forEach(x, (i, k) => {
        y[i][k] = x[i][k] + amplitude * r[i][k] - step * g[i][k];
      });
    },
  },
  bridge: false,
  noise: 'continuous',
};
