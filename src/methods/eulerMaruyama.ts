import type { Method } from '../model/method';
import { forEach } from './parts/twin';

/**
 * Euler–Maruyama, `x' = x − h∇U + √(2hT) R`: weak order 1. On a harmonic well its stationary variance is
 * `(T/k)/(1 − hk/2)`: the chain is a Gaussian autoregression with factor 1 − hk and noise variance 2hT.
 *
 * State-dependent noise is taken at the position before the step (Itô): `x' = x + h·drift(x) + √h·noise(x) R`.
 */
export const eulerMaruyama: Method = {
  name: 'euler-maruyama',
  title: 'Euler–Maruyama',
  formula: "x' = x − h∇U(x) + √(2hT) R",
  source: 'Kloeden & Platen 1992, Numerical Solution of Stochastic Differential Equations, §10.2',
  options: {},
  temperature: true,
  batches: false,
  stateDependentNoise: true,
  law: 'gibbs',
  order: 1,
  harmonicLaw: ({ k, temperature }, { step }) => ({ position: temperature / k / (1 - (Number(step) * k) / 2) }),
  largestStep: (k) => 2 / k,
  variables: ['x'],
  scalars: [],
  stored: ['x'],
  observed: 'x',
  draws: () => ({ normals: 1 }),
  coefficients: ({ step }, { temperature }) => ({
    step: Number(step),
    amplitude: Math.sqrt(2 * Number(step) * temperature),
  }),
  initialise: {
    wgsl: () => [],
    twin: () => {},
  },
  step: {
    // The gradient is used up before the random numbers are drawn: fewer registers, a fifth faster on SwiftShader.
    wgsl: ({ gradient, noise, normals, each }) => [
      gradient('x'),
      noise('x'),
      each('x$ -= step * g$;'),
      normals(),
      each('x$ += s$ * r$;'),
    ],
    twin({ state: { x }, gradient, noise, normals, coefficients: { step } }) {
      const g = gradient(x);
      const s = noise(x);
      const r = normals();
      forEach(x, (i, k) => {
        x[i][k] += -step * g[i][k] + s[i][k] * r[i][k];
      });
    },
  },
  bridge: true,
  noise: 'continuous',
};
