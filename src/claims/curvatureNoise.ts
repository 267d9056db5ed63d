import type { Claim } from '../model/claim';
import type { Estimate } from '../model/estimate';
import type { PointResult } from '../model/result';
import { curve, measuredAt } from './parts/curves';
import { estimateAt, logarithm, slopeOf, slopeOfExact, transform } from './parts/estimates';
import { differs, equal } from './parts/evidence';
import { diffusionOf, exponentOfCurvatureNoise, type Noise, oddsOfChain, oddsOfEquation } from './parts/flatSharpNoise';
import { basin, flatSharpIn } from './parts/flatSharpWells';

const temperatures = [1, 0.7, 0.5];
const step = 0.01;
const wells = flatSharpIn(1);

/** By noise. The wells mix in 1 and in 8 units of time at the lowest temperature. */
const experiments = {
  curvature: {
    title: 'A flat and a sharp well of equal depth under noise in proportion to the curvature',
    parameters: { ...wells.parameters, heat: temperatures },
    diffusion: diffusionOf.curvature,
    ...{ particles: 2 ** 14, burnIn: 1500, steps: 4000 },
  },
  white: {
    title: 'The same wells under white noise',
    parameters: wells.parameters,
    temperature: temperatures,
    ...{ particles: 2 ** 12, burnIn: 6000, steps: 6000 },
  },
} as const;

const noises: readonly Noise[] = ['curvature', 'white'];
const colour = { curvature: 0, white: 1 } as const;

export const curvatureNoise: Claim = {
  id: 'curvature-noise',
  title: 'Noise that grows with the curvature empties sharp minima',
  seedStep: '5, 8',
  seedStatement:
    'SGD Selects Flat Minima. Among equivalent minima (same loss), SGD prefers those with: Smaller Hessian eigenvalues, Larger basin volume',
  seed: {
    verdict: 'holds with a condition',
    because:
      'the preference is exponential in 1/T where the noise grows with the curvature, and bounded by the basin volumes where it does not',
  },
  statement:
    'Of two wells of equal depth, noise in proportion to the curvature prefers the flat one exponentially: the log of the odds grows in proportion to 1/T, by ∫ U′/(D/T) dx between the minima. Under white noise the odds of the same wells, for small steps, stay below the 3 of their basin volumes at every temperature.',
  source:
    'Risken 1989, The Fokker–Planck Equation, §5.2: π ∝ (1/D) exp(−∫ U′/D); with the step by the chain’s transition matrix',
  experiments: (scale) =>
    Object.fromEntries(
      noises.map((noise) => {
        const { particles, ...settings } = experiments[noise];
        return [
          noise,
          { variables: wells.variables, potential: wells.potential, ...settings, ...common(particles * scale) },
        ];
      }),
    ),
  judge(results) {
    const masses = (noise: Noise) => results[noise].map(sharpMass);
    const [curvature, white] = noises.map((noise) => temperatures.map((T) => oddsOfChain(noise, T, step)));
    const exact = { curvature, white };
    return {
      evidence: noises.flatMap((noise) => evidenceOf(noise, masses(noise), exact)),
      figure: {
        kind: 'curves',
        title: 'Odds of the flat well against 1/T',
        text: 'How many times as much mass the flat well holds as the sharp one. Under noise in proportion to the curvature the odds rise along a straight line on a logarithmic axis, from some 40 at T = 1 to some 200 at T = 0.5; under white noise they stay below 3.',
        x: { label: 'inverse temperature 1/T (1 / potential units)' },
        y: { label: 'mass of the flat well over mass of the sharp well', scale: 'log' },
        series: [...noises.flatMap((noise) => seriesOf(noise, masses(noise))), growth()],
      },
    };
  },
};

const common = (particles: number) => ({
  method: { name: 'euler-maruyama', step },
  ensemble: { particles, start: { kind: 'uniform', low: [-1.8], high: [1.2] } },
  observe: { sharp: { kind: 'moments', of: [`1 - (${basin})`], every: 5 } },
});

const sharpMass = (point: PointResult) => estimateAt(point, 'sharp.mean.0');

/** (1 − p)/p of the sharp well's mass p. */
const flatOdds = (p: Estimate) =>
  transform(
    p,
    (x) => 1 / x - 1,
    (x) => 1 / (x * x),
  );

const named = { curvature: 'curvature noise', white: 'white noise' } as const;

/** @param exact odds of the chains by noise, at the temperatures */
function evidenceOf(noise: Noise, masses: readonly Estimate[], exact: Record<Noise, readonly number[]>) {
  const log = masses.map((mass, i) => ({ x: 1 / temperatures[i], y: logarithm(flatOdds(mass)) }));
  const slope = slopeOf(log);
  const slopeUnder = (which: Noise) => slopeOfExact(log, exact[which].map(Math.log));
  const growth = `growth of the log odds with 1/T, ${named[noise]}`;
  const contrast =
    noise === 'curvature'
      ? differs(`${growth}, above that under white noise`, slope, 'above', slopeUnder('white'), { against: true })
      : differs(`${growth}, below that under curvature noise`, slope, 'below', slopeUnder('curvature'), {
          against: true,
        });
  return [
    ...masses.map((mass, i) => {
      const quantity = `mass of the sharp well at T = ${temperatures[i]}, ${named[noise]}`;
      return equal(quantity, mass, 1 / (1 + exact[noise][i]), { within: 0.18 });
    }),
    equal(growth, slope, slopeUnder(noise), { resolution: 0.25 }),
    contrast,
  ];
}

function seriesOf(noise: Noise, masses: readonly Estimate[]) {
  const inverse = temperatures.map((T) => 1 / T);
  return [
    measuredAt(named[noise], colour[noise], inverse, masses.map(flatOdds)),
    curve('exact', 'exact', colour[noise], 0.8, 2.4, (x) => oddsOfEquation(noise, 1 / x)),
  ];
}

/** A line of the slope that the log odds have as T → 0, through the exact odds at T = 1/2. */
function growth() {
  const exponent = exponentOfCurvatureNoise();
  const at = oddsOfEquation('curvature', 0.5);
  return curve('exp(∫ U′/(D/T) dx / T)', 'guide', 0, 0.8, 2.4, (x) => at * Math.exp(exponent * (x - 2)));
}
