import type { Method, TwinStep } from '../model/method';
import { forEach } from './parts/twin';

/**
 * Metropolis-adjusted Langevin: Euler's step as a proposal y, accepted with probability
 * `min{1, exp[−(U(y) − U(x))/T − (|x − y + h∇U(y)|² − |y − x + h∇U(x)|²)/(4hT)]}`, so that exp(−U/T) is exact at every step.
 *
 * With `y − x + h∇U(x) = √(2hT) R` and `q = √(h/2T) (∇U(x) + ∇U(y))` the last fraction is `Σ q(q − 2R)/2`, which rounds less.
 */
export const mala: Method = {
  name: 'mala',
  title: 'Metropolis-adjusted Langevin',
  formula: "x' = y = x − h∇U(x) + √(2hT) R where accepted, otherwise x' = x",
  source:
    'Roberts & Tweedie 1996, Bernoulli 2:341–363; best acceptance 0.574: Roberts & Rosenthal 1998, J. R. Stat. Soc. B 60:255–268',
  options: {},
  temperature: true,
  batches: false,
  stateDependentNoise: false,
  law: 'gibbs',
  order: Number.POSITIVE_INFINITY,
  harmonicLaw: ({ k, temperature }) => ({ position: temperature / k }),
  largestStep: () => Number.POSITIVE_INFINITY,
  variables: ['x', 'g'],
  scalars: ['u', 'accepted'],
  stored: ['x', 'g', 'u'],
  observed: 'x',
  accepted: 'accepted',
  draws: () => ({ normals: 1, uniforms: 1 }),
  coefficients: ({ step }, { temperature }) => ({
    step: Number(step),
    amplitude: Math.sqrt(2 * Number(step) * temperature),
    pull: Math.sqrt(Number(step) / (2 * temperature)),
    coldness: 1 / temperature,
  }),
  initialise: {
    wgsl: ({ gradientAndPotential, each }) => [gradientAndPotential('x'), each('g$ = f$;'), 'u = potential;'],
    twin({ state: { x, g }, scalars: { u }, gradientAndPotential }) {
      const { slope, potential } = gradientAndPotential(x);
      forEach(g, (i, k) => {
        g[i][k] = slope[i][k];
      });
      u.set(potential.subarray(0, u.length));
    },
  },
  step: {
    wgsl: ({ gradientAndPotential, normals, uniform, each }) => [
      normals(),
      each('let y$ = (x$ - step * g$) + amplitude * r$;'),
      gradientAndPotential('y'),
      'var chance = coldness * (u - potential);',
      each('let q$ = pull * (g$ + f$);'),
      each('chance -= 0.5 * q$ * (q$ - 2.0 * r$);'),
      uniform('coin'),
      // A proposal that is not a number is never accepted.
      'let accept = coin < exp(min(chance, 0.0));',
      each('x$ = select(x$, y$, accept); g$ = select(g$, f$, accept);'),
      'u = select(u, potential, accept);',
      'accepted += select(0.0, 1.0, accept);',
    ],
    twin,
  },
  bridge: false,
  noise: 'continuous',
};

function twin({ state: { x, g }, scalars: { u, accepted }, ...step }: TwinStep): void {
  const { step: h, amplitude, pull, coldness } = step.coefficients;
  const r = step.normals();
  const y = x.map((column, i) => column.map((xi, k) => xi - h * g[i][k] + amplitude * r[i][k]));
  const { slope, potential } = step.gradientAndPotential(y);
  const coin = step.uniform();
  for (let k = 0; k < step.count; k++) {
    let chance = coldness * (u[k] - potential[k]);
    for (let i = 0; i < x.length; i++) {
      const q = pull * (g[i][k] + slope[i][k]);
      chance -= 0.5 * q * (q - 2 * r[i][k]);
    }
    if (!(coin[k] < Math.exp(Math.min(chance, 0)))) continue;
    for (let i = 0; i < x.length; i++) {
      x[i][k] = y[i][k];
      g[i][k] = slope[i][k];
    }
    u[k] = potential[k];
    accepted[k]++;
  }
}
