import type { Claim, ClaimFigure, ClaimResults, Evidence } from '../model/claim';
import type { Estimate } from '../model/estimate';
import { estimateAt, logarithm, slopeOf, slopeOfExact } from './parts/estimates';
import { differs, equal } from './parts/evidence';
import { descentExponent, descentTime, diffusionExponent, diffusionTime, gaussianTime } from './parts/twoPointNoise';

/** Noise of strength 3, the steps η at which escapes are measured, the slowest first. */
const strong = { strength: 3, batch: 1 };
const pairs = { strength: 3, batch: 2 };
const weak = { strength: 2, batch: 1 };

const runs = {
  rare: { noise: strong, method: 'sgd', etas: [0.04], steps: 8000, particles: 3 * 2 ** 12 },
  usual: { noise: strong, method: 'sgd', etas: [0.05, 0.06, 0.07], steps: 2000, particles: 3 * 2 ** 12 },
  pairs: { noise: pairs, method: 'sgd', etas: [0.08, 0.1], steps: 4000, particles: 2 ** 13 },
  weak: { noise: weak, method: 'sgd', etas: [0.12], steps: 3000, particles: 2 ** 13 },
  gaussian: { noise: strong, method: 'sgd-sde', etas: [0.04, 0.07], steps: 3000, particles: 2 ** 13 },
} as const;
type Run = keyof typeof runs;

const experiment = (run: Run, scale: number) => {
  const { noise, method, etas, steps, particles } = runs[run];
  return {
    title: `Escapes with noise of strength ${noise.strength}, batches of ${noise.batch}, by ${method}`,
    variables: ['x'],
    parameters: { s: noise.strength },
    loss: '(x^2 - 1)^2 + s*z*x',
    data: [{ z: 1 }, { z: -1 }],
    method: { name: method, step: [...etas], batch: noise.batch },
    ensemble: { particles: particles * scale, start: { kind: 'point', at: [-1] } },
    steps,
    observe: { escape: { kind: 'passage', into: 'x' } },
  };
};

const ratioOf = (noise: typeof strong | typeof weak) => (descentExponent(noise) / diffusionExponent(noise)).toFixed(2);

export const sgdEscape: Claim = {
  id: 'sgd-escape',
  title: 'Mini-batches escape at another rate than their diffusion',
  seedStep: '2, 6',
  seedStatement: 'dθ = −∇L(θ)dt + √(2T) dW_t where T = η/B; τ_escape ∝ exp(λ/T)',
  seed: {
    verdict: 'holds with a condition',
    because:
      'the logarithm of the time does grow in proportion to B/η as η → 0, but the factor is that of the whole law of a batch and not the barrier over the temperature of a diffusion, however small η is',
  },
  statement: `The mean time of descent with step η over a barrier grows as exp(W/η), W = ∫ p dx uphill with the root p ≠ 0 of E exp(−p·g_B) = 1. W is proportional to B, so that η/B decides; but on (x² − 1)² with noise of ±s it is ${ratioOf(strong)} times (s = 3) and ${ratioOf(weak)} times (s = 2) the exponent of the diffusion with the same variance.`,
  source: 'Freidlin & Wentzell, Random Perturbations of Dynamical Systems (2012), §5.2; times by the chain itself',
  experiments: (scale) => Object.fromEntries((Object.keys(runs) as Run[]).map((run) => [run, experiment(run, scale)])),
  judge: (results) => ({
    evidence: [
      ...(['rare', 'usual', 'pairs', 'weak'] as const).flatMap((run) => descents(results, run)),
      ...gaussians(results),
      ...slopes(results),
      ...faults(results),
    ],
    figure: figure(results),
  }),
};

const timeAt = (results: ClaimResults, run: Run, i: number): Estimate => estimateAt(results[run][i], 'escape.mean');

const words = (run: Run, eta: number) => {
  const { noise, method } = runs[run];
  const law = method === 'sgd' ? '' : ', Gaussian noise';
  return `s = ${noise.strength}, B = ${noise.batch}, η = ${eta}${law}`;
};

/** Against the chain of the batches. */
const descents = (results: ClaimResults, run: Run): Evidence[] =>
  runs[run].etas.map((eta, i) => {
    const { mean, error } = descentTime(runs[run].noise, eta);
    const terms = { within: 0.15, bias: error };
    return equal(`mean time from −1 to 0, ${words(run, eta)}`, timeAt(results, run, i), mean, terms);
  });

/** The same covariance in every step, but Gaussian. */
const gaussians = (results: ClaimResults): Evidence[] =>
  runs.gaussian.etas.map((eta, i) =>
    equal(
      `mean time from −1 to 0, ${words('gaussian', eta)}`,
      timeAt(results, 'gaussian', i),
      gaussianTime(strong, eta),
      { within: 0.15 },
    ),
  );

const logarithms = (results: ClaimResults, names: readonly Run[]) =>
  names.flatMap((run) => runs[run].etas.map((eta, i) => ({ eta, x: 1 / eta, y: logarithm(timeAt(results, run, i)) })));

/** Slopes of ln τ against 1/η: the exponents, nearly. */
function slopes(results: ClaimResults): Evidence[] {
  const resolution = (descentExponent(strong) - diffusionExponent(strong)) / 2;
  const ofBatches = logarithms(results, ['rare', 'usual']);
  const exact = ofBatches.map(({ eta }) => descentTime(strong, eta));
  const log = (part: number) => exact.map(({ mean, error }) => Math.log(mean + part * error));
  const spread = ofBatches.map((_, i) =>
    slopeOfExact(
      ofBatches,
      log(0).map((l, j) => (i === j ? log(1)[j] - l : 0)),
    ),
  );
  const bias = spread.reduce((sum, off) => sum + Math.abs(off), 0);
  const ofGaussians = logarithms(results, ['gaussian']);
  const gaussian = ofGaussians.map(({ eta }) => Math.log(gaussianTime(strong, eta)));
  const slope = slopeOf(ofBatches);
  return [
    equal('slope of ln τ against 1/η, s = 3, B = 1', slope, slopeOfExact(ofBatches, log(0)), { resolution, bias }),
    equal('the same with Gaussian noise', slopeOf(ofGaussians), slopeOfExact(ofGaussians, gaussian), { resolution }),
    differs(
      'slope of ln τ against 1/η, over that of the diffusion as η → 0',
      slope,
      'above',
      diffusionExponent(strong),
      {
        against: true,
      },
    ),
  ];
}

/** Times that the diffusion of the same variance has wrong. */
const faults = (results: ClaimResults): Evidence[] =>
  (['rare', 'pairs', 'weak'] as const).map((run) => {
    const eta = runs[run].etas[0];
    const quantity = `mean time over that of the diffusion, ${words(run, eta)}`;
    const expected = diffusionTime(runs[run].noise, eta);
    return differs(quantity, timeAt(results, run, 0), 'above', expected, { against: true });
  });

function figure(results: ClaimResults): ClaimFigure {
  const measured = (names: readonly Run[]) =>
    names.flatMap((run) =>
      runs[run].etas.map((eta, i) => {
        const { value, standardError } = timeAt(results, run, i);
        return { x: runs[run].noise.batch / eta, y: value ?? Number.NaN, error: standardError ?? 0 };
      }),
    );
  const along = (count: number, f: (eta: number) => number) =>
    Array.from({ length: count }, (_, k) => 13 + (13 * k) / (count - 1)).map((x) => ({ x, y: f(1 / x) }));
  const [anchor, ...rest] = [1 / 26, ...runs.rare.etas, ...runs.usual.etas, 1 / 13].map((eta) => {
    return { x: 1 / eta, y: descentTime(strong, eta).mean };
  });
  const chain = [anchor, ...rest];
  return {
    kind: 'curves',
    title: 'Mean time over the barrier',
    text: 'The logarithm of the mean time from a minimum to the barrier grows almost in proportion to B/η. Batches of one and of two rows come to the same line, whose slope is W; the diffusion of the same variance and descent with Gaussian noise have a smaller slope, and fall behind ever more as η falls.',
    x: { label: 'B/η' },
    y: { label: 'mean time, steps × η', scale: 'log' },
    series: [
      { name: '±3, batches of 1', role: 'measured', set: 0, points: measured(['rare', 'usual']) },
      { name: 'exact', role: 'exact', set: 0, points: chain },
      { name: '±3, batches of 2', role: 'measured', set: 1, points: measured(['pairs']) },
      { name: 'Gaussian of the same variance', role: 'measured', set: 2, points: measured(['gaussian']) },
      { name: 'exact', role: 'exact', set: 2, points: along(14, (eta) => gaussianTime(strong, eta)) },
      { name: 'diffusion', role: 'seed', set: 3, points: along(60, (eta) => diffusionTime(strong, eta)) },
      {
        name: 'slope W',
        role: 'guide',
        set: 0,
        points: along(2, (eta) => anchor.y * Math.exp(descentExponent(strong) * (1 / eta - anchor.x))),
      },
    ],
  };
}
