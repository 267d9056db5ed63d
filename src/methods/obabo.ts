import type { Method } from '../model/method';
import { forEach } from './parts/twin';
import { startMomenta, underdamped } from './parts/underdamped';

/**
 * OBABO for underdamped Langevin dynamics: velocity Verlet (BAB) between two half steps of friction and noise (O). On a harmonic
 * well `⟨q²⟩ = (T/k)/(1 − h²k/4)` and `⟨p²⟩ = T`; second order for the stationary law.
 */
export const obabo: Method = {
  ...underdamped,
  name: 'obabo',
  title: 'OBABO (underdamped)',
  formula: 'O p = e^(−γh/2) p + √(T(1 − e^(−γh))) R · B p −= (h/2)∇U · A x += h p · B · O',
  source: 'Bussi & Parrinello 2007, Phys. Rev. E 75:056707',
  harmonicLaw: ({ k, temperature }, { step }) => ({
    position: temperature / k / (1 - (Number(step) ** 2 * k) / 4),
    momentum: temperature,
  }),
  draws: () => ({ normals: 2 }),
  coefficients({ step, friction }, { temperature }) {
    const decay = Math.exp((-Number(friction) * Number(step)) / 2);
    const amplitude = Math.sqrt(-temperature * Math.expm1(-Number(friction) * Number(step)));
    return { step: Number(step), half: Number(step) / 2, decay, amplitude, thermal: Math.sqrt(temperature) };
  },
  initialise: startMomenta,
  step: {
    wgsl: ({ gradient, normals, each }) => [
      normals(),
      each('p$ = decay * p$ + amplitude * r$;'),
      each('p$ -= half * f$;'),
      each('x$ += step * p$;'),
      gradient('x'),
      each('f$ = g$;'),
      each('p$ -= half * f$;'),
      normals('q'),
      each('p$ = decay * p$ + amplitude * q$;'),
    ],
    twin({ state: { x, p, f }, gradient, normals, coefficients: { step, half, decay, amplitude } }) {
      const r = normals();
      forEach(x, (i, k) => {
        p[i][k] = decay * p[i][k] + amplitude * r[i][k];
        p[i][k] -= half * f[i][k];
        x[i][k] += step * p[i][k];
      });
      const g = gradient(x);
      const q = normals();
      forEach(x, (i, k) => {
        f[i][k] = g[i][k];
        p[i][k] -= half * f[i][k];
        p[i][k] = decay * p[i][k] + amplitude * q[i][k];
      });
    },
  },
};
