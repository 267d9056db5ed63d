import type { Method, NumberOption, StepWriter, TwinStep } from '../../model/method';
import { forEach } from './twin';

/** The friction γ of dp = −∇U dt − γp dt + √(2γT) dW. */
export const friction: NumberOption = { kind: 'number', title: 'friction γ, per unit time', least: 0, default: 1 };

/** What methods for underdamped Langevin dynamics (unit mass) share. The gradient is kept, so that a step needs one only. */
export const underdamped = {
  options: { friction },
  temperature: true,
  batches: false,
  stateDependentNoise: false,
  law: 'gibbs',
  order: 2,
  variables: ['x', 'p', 'f'],
  scalars: [],
  stored: ['x', 'p', 'f'],
  observed: 'x',
  momentum: 'p',
  // Velocity Verlet inside of them turns unstable here.
  largestStep: (k) => 2 / Math.sqrt(k),
  bridge: false,
  noise: 'continuous',
} as const satisfies Partial<Method>;

/** Momenta start at their stationary law N(0, T); `f` holds the gradient at the position. */
export const startMomenta: Method['initialise'] = {
  wgsl: ({ gradient, normals, each }: StepWriter) => [
    normals(),
    gradient('x'),
    each('p$ = thermal * r$;'),
    each('f$ = g$;'),
  ],
  twin({ state: { x, p, f }, gradient, normals, coefficients: { thermal } }: TwinStep) {
    const r = normals();
    const g = gradient(x);
    forEach(p, (i, k) => {
      p[i][k] = thermal * r[i][k];
      f[i][k] = g[i][k];
    });
  },
};
