import type { Method } from '../model/method';
import { batched, batchOptions, gradientVariance } from './parts/batches';
import { forEach } from './parts/twin';

/**
 * Stochastic gradient descent with constant step η: `v' = μv − η g_B(x)`, `x' = x + v'` with the mean gradient g_B of a
 * mini-batch that is drawn anew at every step.
 *
 * On a harmonic well x is an autoregression of order two with coefficients 1 + μ − ηk and −μ and noise variance η²b²/B, so
 * `Var x = η(b²/B)(1 + μ)/(k(1 − μ)(2(1 + μ) − ηk))`, and `Var v = 2 Var x (1 − ρ₁)` with `ρ₁ = (1 + μ − ηk)/(1 + μ)`.
 */
export const sgd: Method = {
  ...batched,
  name: 'sgd',
  title: 'Stochastic gradient descent',
  formula: "v' = μv − η g_B(x), x' = x + v'",
  source:
    'Robbins & Monro 1951, Ann. Math. Stat. 22:400–407; constant steps: Mandt, Hoffman & Blei 2017, arXiv:1704.04289',
  options: {
    ...batchOptions,
    momentum: {
      kind: 'number',
      title: 'share μ of the last move that is made again',
      least: 0,
      most: 0.999999,
      default: 0,
    },
  },
  temperature: false,
  law: 'batches',
  order: 1,
  harmonicLaw(well, settings) {
    const [eta, mu] = [Number(settings.step), Number(settings.momentum ?? 0)];
    const { k } = well;
    const noise = eta * gradientVariance(well, settings);
    const position = (noise * (1 + mu)) / (k * (1 - mu) * (2 * (1 + mu) - eta * k));
    return { position, momentum: (2 * position * eta * k) / (1 + mu) };
  },
  largestStep: (k, { momentum }) => (2 * (1 + Number(momentum ?? 0))) / k,
  variables: ['x', 'v'],
  scalars: [],
  stored: ['x', 'v'],
  observed: 'x',
  momentum: 'v',
  draws: ({ batch }) => ({ normals: 0, batch: Number(batch) }),
  coefficients: ({ step, momentum }) => ({ step: Number(step), momentum: Number(momentum) }),
  step: {
    wgsl: ({ batchGradient, each }) => [batchGradient('x'), each('v$ = momentum * v$ - step * g$;'), each('x$ += v$;')],
    twin({ state: { x, v }, batchGradient, coefficients: { step, momentum } }) {
      const g = batchGradient(x);
      forEach(x, (i, k) => {
        v[i][k] = momentum * v[i][k] - step * g[i][k];
        x[i][k] += v[i][k];
      });
    },
  },
  bridge: false,
  noise: 'discrete',
};
