import type { Method } from '../model/method';
import { batched, batchFactor, batchOptions, gradientVariance } from './parts/batches';
import { forEach } from './parts/twin';

// From here on a person should know what a normal per row and step costs.
const manyRows = 1000;

/**
 * The diffusion approximation of SGD, `dθ = −∇L dt + √(ηC(θ)/B) dW` (Itô), by Euler's scheme with step h: C(θ) is the covariance
 * of the gradients of single rows. The noise `√C ξ` is drawn as `N^(−1/2) Σᵢ zᵢ (gᵢ − ḡ)` with a standard normal per row, which
 * has covariance C exactly and needs no matrix root. Without a `learningRate` η is the step, as it is in SGD; with one, h → 0
 * leads to the SDE itself. Where batches are drawn without replacement C/B gets the factor (N − B)/(N − 1).
 */
export const sgdSde: Method = {
  ...batched,
  name: 'sgd-sde',
  title: 'Diffusion approximation of SGD',
  formula: "x' = x − h∇L(x) + √(hη/B) N^(−1/2) Σᵢ zᵢ (gᵢ − ḡ)",
  source: 'Li, Tai & E 2017, ICML, arXiv:1511.06251; Mandt, Hoffman & Blei 2017, arXiv:1704.04289',
  options: {
    ...batchOptions,
    learningRate: {
      kind: 'number',
      title: 'η of the noise; the step where it is left out',
      least: 1e-30,
      optional: true,
    },
  },
  temperature: false,
  law: 'batches',
  order: 1,
  harmonicLaw(well, settings) {
    const h = Number(settings.step);
    const eta = Number(settings.learningRate ?? h);
    return { position: (eta * gradientVariance(well, settings)) / (well.k * (2 - h * well.k)) };
  },
  largestStep: (k) => 2 / k,
  variables: ['x'],
  scalars: [],
  stored: ['x'],
  observed: 'x',
  draws: () => ({ normals: 0, noisy: true }),
  coefficients(settings, { rows }) {
    const h = Number(settings.step);
    const eta = Number(settings.learningRate ?? h);
    return { step: h, amplitude: Math.sqrt(h * eta * batchFactor(settings, rows)) };
  },
  warn(settings, { rows }) {
    if (rows < manyRows) return null;
    const ratio = (rows / Number(settings.batch)).toFixed(0);
    return `sgd-sde draws a normal for each of the ${rows} rows at every step: expect about ${ratio} times the work of sgd with this batch; a sample of the rows, or sgd itself, is faster`;
  },
  step: {
    wgsl: ({ noisyGradient, each }) => [noisyGradient('x'), each('x$ = (x$ - step * g$) + amplitude * e$;')],
    twin({ state: { x }, noisyGradient, coefficients: { step, amplitude } }) {
      const { slope, noise } = noisyGradient(x);
      forEach(x, (i, k) => {
        x[i][k] += -step * slope[i][k] + amplitude * noise[i][k];
      });
    },
  },
  bridge: false,
  noise: 'continuous',
};
