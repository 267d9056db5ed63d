import type { Method, MethodSettings, StepWriter, TwinStep } from '../model/method';
import { batched, batchOptions, gradientVariance } from './parts/batches';
import { forEach } from './parts/twin';

const decay = {
  a: { kind: 'number', title: 'a of the step a(b + t)^−γ', least: 1e-30 },
  b: { kind: 'number', title: 'b of the step a(b + t)^−γ, in steps', least: 1e-30 },
  gamma: { kind: 'number', title: 'γ of the step a(b + t)^−γ', least: 0, most: 16 },
} as const;

const decays = (settings: MethodSettings) => settings['decay.a'] !== undefined;

/**
 * Stochastic gradient Langevin dynamics: Euler–Maruyama with the gradient of a mini-batch, `x' = x − h g_B(x) + √(2hT) R`, with
 * a constant step h or with `hₜ = a(b + t)^−γ` at step t = 0, 1, …
 *
 * On a harmonic well the stationary variance is `(T/k)(1 + h s²/(2T))/(1 − hk/2)` with the variance s² of the gradient: the noise
 * of the mini-batches comes on top of the temperature and vanishes with the step.
 */
export const sgld: Method = {
  ...batched,
  name: 'sgld',
  title: 'Stochastic gradient Langevin dynamics',
  formula: "x' = x − h g_B(x) + √(2hT) R",
  source: 'Welling & Teh 2011, ICML; Vollmer, Zygalakis & Teh 2016, J. Mach. Learn. Res. 17(159):1–48',
  options: {
    ...batchOptions,
    decay: { kind: 'group', title: 'decreasing step a(b + t)^−γ in place of step', members: decay, replacesStep: true },
  },
  temperature: true,
  law: 'gibbs',
  order: 1,
  harmonicLaw(well, settings) {
    const [{ k, temperature }, step] = [well, Number(settings.step)];
    const heat = temperature + (step * gradientVariance(well, settings)) / 2;
    return { position: heat / k / (1 - (step * k) / 2) };
  },
  largestStep: (k) => 2 / k,
  variables: ['x'],
  scalars: [],
  stored: ['x'],
  observed: 'x',
  draws: ({ batch }) => ({ normals: 1, batch: Number(batch) }),
  coefficients(settings, { temperature }): Readonly<Record<string, number>> {
    if (!decays(settings)) {
      const step = Number(settings.step);
      return { step, amplitude: Math.sqrt(2 * step * temperature) };
    }
    const [scale, offset, power] = ['a', 'b', 'gamma'].map((name) => Number(settings[`decay.${name}`]));
    return { scale, offset, power: -power, twice: 2 * temperature };
  },
  step: { wgsl, twin },
  bridge: false,
  noise: 'continuous',
};

function wgsl({ settings, stepIndex, batchGradient, normals, each }: StepWriter): string[] {
  const lengths = decays(settings)
    ? [`let step = scale * ergodic_pow(offset + ${stepIndex}, power);`, 'let amplitude = sqrt(twice * step);']
    : [];
  return [...lengths, normals(), batchGradient('x'), each('x$ = (x$ - step * g$) + amplitude * r$;')];
}

function twin({ settings, stepIndex, state: { x }, batchGradient, normals, coefficients }: TwinStep): void {
  let { step, amplitude } = coefficients;
  if (decays(settings)) {
    step = coefficients.scale * (coefficients.offset + stepIndex) ** coefficients.power;
    amplitude = Math.sqrt(coefficients.twice * step);
  }
  const r = normals();
  const g = batchGradient(x);
  forEach(x, (i, k) => {
    x[i][k] += -step * g[i][k] + amplitude * r[i][k];
  });
}
