import type { Claim, ClaimFigure, ClaimResults, Evidence } from '../model/claim';
import type { Estimate } from '../model/estimate';
import { carRows, standardCars } from './parts/cars';
import { estimateAt, ratio, referenceAt, scaled } from './parts/estimates';
import { differs, equal } from './parts/evidence';

const etas = [0.05, 0.1, 0.2, 0.4, 0.8];
const batches = [1, 4, 16];

/** Curvature 1 and gradient noise of variance 1: Var x is the effective temperature. */
const well = { variables: ['x'], loss: 'x^2/2 + z*x', data: [{ z: 1 }, { z: -1 }] };

/** T(η, B) = (η/B)/(2 − η): the variance of the chain, times the curvature. */
const chainTemperature = (eta: number, batch: number): number => eta / (batch * (2 - eta));

/** The diffusion of learning rate η by Euler's scheme with a step of its own: (η/B)/(2 − h). */
const diffusionStep = 0.05;
const diffusionEtas = [0.1, 0.8];
const diffusionTemperature = (eta: number): number => eta / (2 - diffusionStep);

const columns = ['weight', 'year', 'mpg'];

/** Two standardised columns have the second moments 1, r, 1: curvatures 1 + r and 1 − r along their sum and their difference. */
const cars = standardCars(columns);
const correlation = cars.columns[0].reduce((sum, x, i) => sum + x * cars.columns[1][i], 0) / cars.count;
const directions = [
  { name: 'sum of the two weights', of: '(w1 + w2)/sqrt(2)', curvature: 1 + correlation },
  { name: 'difference of the two weights', of: '(w1 - w2)/sqrt(2)', curvature: 1 - correlation },
];

const ensemble = (particles: number, d: number) => ({ particles, start: { kind: 'point', at: Array(d).fill(0) } });

export const sgdTemperature: Claim = {
  id: 'sgd-temperature',
  title: 'The temperature of mini-batch descent',
  seedStep: '2',
  seedStatement: 'dθ = −∇L(θ)dt + √(2T) dW_t where T = η / B (temperature = learning rate / batch size)',
  seed: {
    verdict: 'holds with a condition',
    because:
      'it takes noise of one variance σ² in all directions and small η, and then the temperature is ησ²/(2B); on real data every direction has a temperature of its own',
  },
  statement:
    'In a well of curvature a, descent with step η whose gradients have noise of variance σ²/B has the stationary variance T/a with T = ησ²/(B(2 − ηa)): a function of η/B alone for small η, where it is ησ²/(2B), the temperature of the diffusion with that noise. Noise that is not isotropic has no single temperature: in linear regression on a real table the directions differ.',
  source:
    'Mandt, Hoffman & Blei, JMLR 18 (2017) 134; on the table the exact second moments of the chain, a linear system',
  experiments: (scale) => ({
    chain: {
      title: 'Descent in a well with noise of variance 1',
      ...well,
      method: { name: 'sgd', step: etas, batch: batches },
      ensemble: ensemble(2 ** 14 * scale, 1),
      burnIn: 160,
      steps: 160,
      observe: { moments: { kind: 'moments', of: ['x'], every: 20 } },
    },
    diffusion: {
      title: 'The diffusion with the noise of the same batches',
      ...well,
      method: { name: 'sgd-sde', step: diffusionStep, learningRate: diffusionEtas, batch: 1 },
      ensemble: ensemble(2 ** 15 * scale, 1),
      burnIn: 200,
      steps: 200,
      observe: { moments: { kind: 'moments', of: ['x'], every: 20 } },
    },
    cars: {
      title: 'Linear regression of the range of cars on their weight and year',
      variables: ['w[2]'],
      loss: '(dot(w, x) - y)^2/2',
      data: { rows: carRows(columns), columns: { x: ['weight', 'year'], y: 'mpg' }, standardize: true },
      method: { name: 'sgd', step: 0.1, batch: [1, 8] },
      ensemble: ensemble(2 ** 15 * scale, 2),
      burnIn: 200,
      steps: 100,
      observe: { moments: { kind: 'moments', of: directions.map(({ of }) => of), every: 25 } },
    },
  }),
  judge: (results) => ({
    evidence: [...ofChain(results), ...ofDiffusion(results), ...onCars(results)],
    figure: figure(results),
  }),
};

const chainAt = (results: ClaimResults, eta: number, batch: number): Estimate =>
  estimateAt(results.chain[etas.indexOf(eta) * batches.length + batches.indexOf(batch)], 'moments.variance.0');

const corners = [
  [0.05, 1],
  [0.2, 4],
  [0.8, 16],
  [0.1, 1],
  [0.4, 4],
  [0.8, 1],
] as const;

function ofChain(results: ClaimResults): Evidence[] {
  const at = (eta: number, batch: number) => chainAt(results, eta, batch);
  const small = chainTemperature(0.05, 1);
  return [
    ...corners.map(([eta, batch]) =>
      equal(`effective temperature, η = ${eta}, B = ${batch}`, at(eta, batch), chainTemperature(eta, batch), {
        within: 0.04,
      }),
    ),
    differs('effective temperature, η = 0.05, B = 1, under the seed’s η/B', at(0.05, 1), 'below', 0.05, {
      against: true,
    }),
    equal('ratio of temperatures at one η/B, η = 0.2 to η = 0.05', ratio(at(0.2, 4), at(0.05, 1)), 1.95 / 1.8, {
      within: 0.05,
    }),
    differs('effective temperature, η = 0.8, B = 16, over that of η = 0.05, B = 1', at(0.8, 16), 'above', small, {
      against: true,
    }),
  ];
}

/** The diffusion has the temperature η/2 at every η; the chain comes to it by O(η). */
const ofDiffusion = (results: ClaimResults): Evidence[] =>
  diffusionEtas.flatMap((eta, i) => {
    const found = estimateAt(results.diffusion[i], 'moments.variance.0');
    const expected = diffusionTemperature(eta);
    const both = ratio(chainAt(results, eta, 1), found);
    return [
      equal(`effective temperature of the diffusion, η = ${eta}`, found, expected, { within: 0.04 }),
      equal(`that of the chain to that of the diffusion, η = ${eta}`, both, chainTemperature(eta, 1) / expected, {
        within: 0.05,
      }),
    ];
  });

function onCars(results: ClaimResults): Evidence[] {
  const temperatures = results.cars.map((point) =>
    directions.map(({ curvature }, i) => ({
      found: scaled(estimateAt(point, `moments.variance.${i}`), curvature),
      exact: curvature * referenceAt(point, `moments.variance.${i}`),
    })),
  );
  const contrast = temperatures[0];
  return [
    ...temperatures.flatMap((pair, p) =>
      pair.map(({ found, exact }, i) =>
        equal(`effective temperature on cars, ${directions[i].name}, B = ${[1, 8][p]}`, found, exact, {
          within: 0.05,
        }),
      ),
    ),
    differs(
      `effective temperature on cars, ${directions[1].name}, over the exact one of the other, B = 1`,
      contrast[1].found,
      'above',
      contrast[0].exact,
      { against: true },
    ),
  ];
}

function figure(results: ClaimResults): ClaimFigure {
  return {
    kind: 'curves',
    title: 'Effective temperature against step over batch',
    text: 'The variance times the curvature lies on one line, half of η/B, as long as η is small; for each batch it leaves that line upwards as η grows. The line T = η/B of the seed lies above by a factor of two.',
    x: { label: 'η/B', scale: 'log' },
    y: { label: 'effective temperature, potential units', scale: 'log' },
    series: [
      ...batches.flatMap((batch, set) => {
        const measured = etas.map((eta) => {
          const { value, standardError } = chainAt(results, eta, batch);
          return { x: eta / batch, y: value ?? Number.NaN, error: standardError ?? 0 };
        });
        const curve = Array.from({ length: 60 }, (_, k) => 0.05 * 20 ** (k / 59)).map((eta) => ({
          x: eta / batch,
          y: chainTemperature(eta, batch),
        }));
        return [
          { name: `batches of ${batch}`, role: 'measured', set, points: measured },
          { name: 'exact', role: 'exact', set, points: curve },
        ] as const;
      }),
      { name: 'T = η/B', role: 'seed', set: 3, points: [0.05 / 16, 1].map((x) => ({ x, y: x })) },
    ],
  };
}
