import type { Claim, ClaimFigure, ClaimResults, Evidence } from '../model/claim';
import { estimateAt, scaled, valueAt } from './parts/estimates';
import { differs, equal, exactly } from './parts/evidence';
import { linearMass, lyapunov, stationaryMass, tubeExponent } from './parts/randomMultipliers';

const loss = 'x*w^2/2';
const data = (a: number) => [{ x: 1 }, { x: -(1 + a) }];
/** A step multiplies w by one of them. */
const multipliers = (eta: number, a: number): [number, number] => [1 - eta, 1 + eta * (1 + a)];

/** The chains that are looked at: below the threshold η = a/(1 + a), at it and above it. */
const chains = { quarter: { a: 0.25, etas: [0.1, 0.2, 0.5] }, one: { a: 1, etas: [0.2, 0.5, 0.9] } };
type Chain = keyof typeof chains;
const tubes = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
const every = 10;

/** What is absorbed fastest, and after how many steps it is looked at. */
const absorbed = { chain: 'one', eta: 0.9, times: [10, 50, 100] } as const;

/** Factors ½ and 4 near w = 0; far out they fall by 0.4, so that no particle gets away. */
const confined = { eta: 0.5, a: 5, fall: 0.4 };
const radii = [2, 3, 4, 5, 6, 7].map((k) => 2 ** -k);

const linear = (chain: Chain, scale: number) => {
  const { a, etas } = chains[chain];
  return {
    title: `A null set that every mini-batch keeps, a = ${a}`,
    variables: ['w'],
    loss,
    data: data(a),
    method: { name: 'sgd', step: etas, batch: 1 },
    ensemble: { particles: 2 ** 16 * scale, start: { kind: 'point', at: [1] } },
    steps: 100,
    observe: {
      drift: { kind: 'series', of: ['log(abs(w))', ...tubes.map((r) => `abs(w) < ${r} ? 1 : 0`)], every },
      set: { kind: 'nullSet', zero: ['w'], radii: [0.01], every: 1 },
      bend: { kind: 'curvature', every: 100 },
    },
  };
};

export const absorbing: Claim = {
  id: 'absorbing',
  title: 'A null set can take all the mass',
  seedStep: '4, 10',
  seedStatement: 'Barrier: μ(Σ) = 0 ⟹ π(Σ) = 0; Lock: Degenerate configurations avoided almost surely',
  seed: {
    verdict: 'does not hold',
    because:
      'where every mini-batch keeps the set and its Lyapunov exponent is negative all particles converge to it, though it is a local maximum of the mean loss',
  },
  statement:
    'With the row losses xw²/2, x = 1 or −(1 + a) with equal chances, w = 0 is a local maximum of the mean loss that every batch leaves where it is. Descent has the exponent Λ = ½ ln|1 − η| + ½ ln(1 + η(1 + a)) there: for Λ < 0, as for η between a/(1 + a) and 1, all particles converge to it, though none is on it at any finite time; for Λ > 0, and something that confines, the tube of radius ε carries a mass ∝ ε^α with E|1 − ηx|^(−α) = 1, and α may be below the codimension.',
  source:
    'Furstenberg & Kesten, Ann. Math. Stat. 31 (1960) 457; exponent: Kesten, Acta Math. 131 (1973) 207; masses of the linear chain by the binomial law',
  experiments: (scale) => ({
    quarter: linear('quarter', scale),
    one: linear('one', scale),
    confined: {
      title: 'A null set that every mini-batch keeps and none is absorbed by',
      variables: ['w'],
      loss,
      regularizer: `${confined.fall / confined.eta / 2}*(w^2 - log(1 + w^2))`,
      data: data(confined.a),
      method: { name: 'sgd', step: confined.eta, batch: 1 },
      ensemble: { particles: 2 ** 16 * scale, start: { kind: 'point', at: [1] } },
      burnIn: 400,
      steps: 400,
      observe: { set: { kind: 'nullSet', zero: ['w'], radii, every: 20 } },
    },
  }),
  judge: (results) => ({
    evidence: [
      ...(['quarter', 'one'] as const).flatMap((chain) => drifts(results, chain)),
      ...absorption(results),
      ...(['quarter', 'one'] as const).flatMap((chain) => facts(results, chain)),
      ...confinement(results),
    ],
    figure: figure(results),
  }),
};

/** Mean of ln|w| or a mass after so many steps. */
const after = (results: ClaimResults, chain: Chain, eta: number, steps: number, quantity: number) =>
  estimateAt(results[chain][chains[chain].etas.indexOf(eta)], `drift.values.${steps / every - 1}.${quantity}`);

/** ln|w| after a few steps, before any particle is too near for single precision. */
const driftSteps = 20;

function drifts(results: ClaimResults, chain: Chain): Evidence[] {
  const { a, etas } = chains[chain];
  const found = etas.map((eta) => scaled(after(results, chain, eta, driftSteps, 0), 1 / driftSteps));
  const words = (eta: number) => `growth of ln|w| in a step, η = ${eta}, a = ${a}`;
  return [
    ...etas.map((eta, i) => equal(words(eta), found[i], lyapunov(multipliers(eta, a)), { resolution: 0.02 })),
    differs(`${words(etas[0])}: below the threshold ${a / (1 + a)}`, found[0], 'above', 0),
    differs(`${words(etas[2])}: above the threshold ${a / (1 + a)}`, found[2], 'below', 0, { against: true }),
  ];
}

const absorbedMass = (steps: number, radius: number) =>
  linearMass(multipliers(absorbed.eta, chains[absorbed.chain].a), steps, radius);

/** The mass near the set grows to all there is, however near. */
function absorption(results: ClaimResults): Evidence[] {
  const { chain, eta, times } = absorbed;
  const at = (steps: number) => after(results, chain, eta, steps, tubes.length);
  const radius = tubes[tubes.length - 1];
  const words = (steps: number) => `mass within ${radius} after ${steps} steps, η = ${eta}, a = ${chains[chain].a}`;
  return [
    ...times.slice(0, -1).map((steps) => {
      const expected = absorbedMass(steps, radius);
      return equal(words(steps), at(steps), expected, { resolution: 0.02, against: true });
    }),
    differs(words(times[2]), at(times[2]), 'above', 0.99, { against: true }),
  ];
}

/** What admits no error: the mean loss bends down at the set, and no particle lies on it. */
function facts(results: ClaimResults, chain: Chain): Evidence[] {
  const { a } = chains[chain];
  const bend = estimateAt(results[chain][0], 'bend.largest').value;
  const hits = results[chain].reduce((sum, point) => sum + Number(valueAt(point, 'set.exactHits')), 0);
  return [
    exactly(`curvature of the mean loss, a = ${a}`, bend, -a / 2),
    exactly(`times that a particle lies on the set, underflow apart, a = ${a}`, hits, 0),
  ];
}

const { eta: confinedEta, a: confinedA, fall } = confined;
const factors = multipliers(confinedEta, confinedA);
const confinedMass = () => {
  const map = (m: number) => (w: number) => w * (m - (fall * w * w) / (1 + w * w));
  return stationaryMass([map(factors[0]), map(factors[1])], 500);
};

function confinement({ confined: [point] }: ClaimResults): Evidence[] {
  const mass = confinedMass();
  const exponent = estimateAt(point, 'set.exponent');
  return [
    equal('exponent of the mass near the set, η = 0.5, a = 5, confined', exponent, tubeExponent(factors), {
      resolution: 0.05,
    }),
    differs('the same, under the codimension of the set', exponent, 'below', 1, { against: true }),
    ...[0, 2, 4].map((i) =>
      equal(
        `mass within ${radii[i]} of the set, confined`,
        estimateAt(point, `set.radii.${i}.occupancy`),
        mass(radii[i]),
        {
          within: 0.05,
        },
      ),
    ),
  ];
}

function figure(results: ClaimResults): ClaimFigure {
  const { chain, eta, times } = absorbed;
  const mass = confinedMass();
  const drawn = ({ value, standardError }: ReturnType<typeof estimateAt>, x: number) => ({
    ...{ x, y: value ?? Number.NaN, error: standardError ?? 0 },
  });
  const octaves = Array.from({ length: 60 }, (_, k) => 2 ** (-8 + (7 * k) / 59));
  return {
    kind: 'curves',
    title: 'Mass near a null set that every mini-batch keeps',
    text: `The mass within ε of the set, on logarithmic axes. Where the exponent Λ is negative it rises with the number of steps to 1 at every ε. Where Λ is positive it falls with ε, but as its power ${tubeExponent(factors).toFixed(2)} and not in proportion to it.`,
    x: { label: 'radius ε', scale: 'log' },
    y: { label: 'mass within ε', scale: 'log' },
    series: [
      ...times.flatMap((steps, set) => {
        const measured = tubes.map((radius, i) => drawn(after(results, chain, eta, steps, 1 + i), radius));
        const exact = tubes.map((radius) => ({ x: radius, y: absorbedMass(steps, radius) }));
        return [
          { name: `Λ < 0, after ${steps} steps`, role: 'measured', set, points: measured },
          { name: 'exact', role: 'exact', set, points: exact },
        ] as const;
      }),
      {
        name: 'Λ > 0, stationary',
        role: 'measured',
        set: 3,
        points: radii.map((x, i) => drawn(estimateAt(results.confined[0], `set.radii.${i}.occupancy`), x)),
      },
      { name: 'exact', role: 'exact', set: 3, points: octaves.map((x) => ({ x, y: mass(x) })) },
      {
        name: 'in proportion to ε',
        role: 'seed',
        set: 4,
        points: [1e-6, 0.5].map((x) => ({ x, y: x * mass(0.5) * 2 })),
      },
    ],
  };
}
