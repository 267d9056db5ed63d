import type { Method } from '../model/method';
import { forEach } from './twin';

/**
 * Euler–Maruyama, `x' = x − h∇U + √(2hT) R`: weak order 1. On a harmonic well its stationary variance is
 * `(T/k)/(1 − hk/2)`: the chain is a Gaussian autoregression with factor 1 − hk and noise variance 2hT.
 */
export const eulerMaruyama: Method = {
  name: 'euler-maruyama',
  title: 'Euler–Maruyama',
  formula: "x' = x − h∇U(x) + √(2hT) R",
  source: 'Kloeden & Platen 1992, Numerical Solution of Stochastic Differential Equations, §10.2',
  options: {},
  order: 1,
  harmonicVariance: (k, temperature, { step }) => temperature / k / (1 - (step * k) / 2),
  largestStep: (k) => 2 / k,
  variables: ['x'],
  stored: ['x'],
  observed: 'x',
  coefficients: ({ step }, temperature) => ({ step, amplitude: Math.sqrt(2 * step * temperature) }),
  initialise: {
    wgsl: () => [],
    twin: () => {},
  },
  step: {
    // The gradient is used up before the random numbers are drawn: fewer registers, a fifth faster on SwiftShader.
    wgsl: ({ gradient, normals, each }) => [
      gradient('x'),
      each('x$ -= step * g$;'),
      normals(),
      each('x$ += amplitude * r$;'),
    ],
    twin({ state: { x }, gradient, normals, coefficients: { step, amplitude } }) {
      const g = gradient(x);
      const r = normals();
      forEach(x, (i, k) => {
        x[i][k] += -step * g[i][k] + amplitude * r[i][k];
      });
    },
  },
  noise: 'continuous',
};
