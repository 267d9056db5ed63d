import type { Method } from '../model/method';
import { forEach } from './parts/twin';
import { startMomenta, underdamped } from './parts/underdamped';

/**
 * BAOAB for underdamped Langevin dynamics: B a half kick, A a half drift, O the exact friction and noise of a whole step. On a
 * harmonic well positions are exact, `⟨q²⟩ = T/k`, and `⟨p²⟩ = T(1 − h²k/4)`; second order for the stationary law.
 */
export const baoab: Method = {
  ...underdamped,
  name: 'baoab',
  title: 'BAOAB (underdamped)',
  formula: 'B p −= (h/2)∇U · A x += (h/2)p · O p = e^(−γh) p + √(T(1 − e^(−2γh))) R · A · B',
  source: 'Leimkuhler & Matthews 2013, Appl. Math. Res. Express 2013:34–56, arXiv:1203.5428',
  harmonicLaw: ({ k, temperature }, { step }) => ({
    position: temperature / k,
    momentum: temperature * (1 - (Number(step) ** 2 * k) / 4),
  }),
  draws: () => ({ normals: 1 }),
  coefficients({ step, friction }, { temperature }) {
    const decay = Math.exp(-Number(friction) * Number(step));
    const amplitude = Math.sqrt(-temperature * Math.expm1(-2 * Number(friction) * Number(step)));
    return { half: Number(step) / 2, decay, amplitude, thermal: Math.sqrt(temperature) };
  },
  initialise: startMomenta,
  step: {
    wgsl: ({ gradient, normals, each }) => [
      each('p$ -= half * f$;'),
      each('x$ += half * p$;'),
      normals(),
      each('p$ = decay * p$ + amplitude * r$;'),
      each('x$ += half * p$;'),
      gradient('x'),
      each('f$ = g$;'),
      each('p$ -= half * f$;'),
    ],
    twin({ state: { x, p, f }, gradient, normals, coefficients: { half, decay, amplitude } }) {
      const r = normals();
      forEach(x, (i, k) => {
        p[i][k] -= half * f[i][k];
        x[i][k] += half * p[i][k];
        p[i][k] = decay * p[i][k] + amplitude * r[i][k];
        x[i][k] += half * p[i][k];
      });
      const g = gradient(x);
      forEach(x, (i, k) => {
        f[i][k] = g[i][k];
        p[i][k] -= half * f[i][k];
      });
    },
  },
};
