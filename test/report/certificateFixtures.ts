import {
  type Certificate,
  type CertifiedClaim,
  certificateSchema,
  judgeEvidence,
  verdictOver,
} from '../../src/certificate';
import type { ClaimFigure, ClaimSeries, CurveFigure, Evidence, MapFigure } from '../../src/model/claim';
import { normals } from './mathematics';

/** A claim before it is judged. */
interface Draft {
  id: string;
  title: string;
  seedStep: string;
  seedStatement: string;
  seedVerdict: CertifiedClaim['seedVerdict'];
  seedBecause: string;
  statement: string;
  source: string;
  evidence: Evidence[];
  figure: ClaimFigure;
  particlesNeeded?: number | null;
}

type Terms = Partial<Evidence> & Pick<Evidence, 'quantity' | 'value' | 'standardError' | 'expected'>;

const evidence = (terms: Terms): Evidence => ({
  ...{ test: 'equal', bias: 0, resolution: 0.1 * Math.abs(terms.expected), freedom: 63 },
  ...terms,
});

const ladder = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Number((low * (high / low) ** (i / (count - 1))).toPrecision(3)));

/** Noisy values about a function, each with its error. */
function around(noise: () => number, xs: readonly number[], f: (x: number) => number, relative: number) {
  return xs.map((x) => ({ x, y: f(x) * (1 + relative * Math.tanh(noise())), error: relative * Math.abs(f(x)) }));
}

const line = (xs: readonly number[], f: (x: number) => number) => xs.map((x) => ({ x, y: f(x) }));

function tubes(noise: () => number): CurveFigure {
  const radii = [0.6, 0.4, 0.25, 0.15, 0.1];
  const names = ['plane', 'line', 'point'];
  const masses = names.map((_, k) => (x: number) => 0.8 * (x / 1.6) ** (k + 1));
  return {
    kind: 'curves',
    title: 'Mass of tubes of shrinking radius',
    text: 'The mass within a radius of a plane, a line and a point: straight lines of slopes 1, 2 and 3.',
    x: { label: 'radius ε', scale: 'log' },
    y: { label: 'stationary mass of the tube', scale: 'log' },
    series: names.flatMap((name, set): ClaimSeries[] => [
      {
        name: `${name}, codimension ${set + 1}`,
        role: 'measured',
        set,
        points: around(noise, radii, masses[set], 0.004 * 8 ** set).map((point, i) =>
          set === 2 && i === 4 ? { ...point, y: null as unknown as number } : point,
        ),
      },
      { name: 'exact', role: 'exact', set, points: line(radii, masses[set]) },
    ]),
  };
}

function temperatures(noise: () => number): CurveFigure {
  const rates = [0.02, 0.04, 0.08, 0.12, 0.16, 0.2];
  const fine = Array.from({ length: 41 }, (_, i) => i / 200);
  return {
    kind: 'curves',
    title: 'Variance of θ under mini-batches',
    text: 'The stationary variance grows with the learning rate along the exact curve, well above what T = η/B predicts.',
    x: { label: 'learning rate η' },
    y: { label: 'stationary variance of θ, in units of the squared distance between minima of rows' },
    series: [
      { name: 'measured', role: 'measured', points: around(noise, rates, (x) => (x * 2.3) / (2 - x), 0.03) },
      { name: 'exact', role: 'exact', points: line(fine, (x) => (x * 2.3) / (2 - x)) },
      { name: 'the seed: T = η/B', role: 'seed', points: line(fine, (x) => x / 8) },
      { name: 'small η', role: 'guide', points: line(fine, (x) => x * 1.15) },
    ],
  };
}

function hitting(noise: () => number): CurveFigure {
  const radii = ladder(1e-4, 0.3, 8);
  const time = (x: number) => 1.0 * Math.log(1 / x) + 0.3;
  return {
    kind: 'curves',
    title: 'Mean time to hit a point in the plane',
    text: 'The time grows by the same amount with every decade of the radius.',
    x: { label: 'radius ε', scale: 'log' },
    y: { label: 'mean hitting time, units of 1/k' },
    series: [
      { name: 'd = 2', role: 'measured', points: around(noise, radii, time, 0.02) },
      { name: 'd = 1', role: 'measured', set: 1, points: around(noise, radii, (x) => 0.9 - x, 0.02) },
      { name: 'exact', role: 'exact', set: 1, points: line(radii, (x) => 0.9 - x) },
    ],
  };
}

const lyapunov = (a: number, eta: number) => 0.5 * Math.log(Math.abs(1 - eta)) + 0.5 * Math.log(1 + eta * (1 + a));

function absorption(): MapFigure {
  const [as, etas] = [
    [0.05, 0.1, 0.2, 0.5, 1],
    [0.05, 0.1, 0.2, 0.4, 0.6, 0.9],
  ];
  return {
    kind: 'map',
    title: 'Lyapunov exponent at the absorbing set',
    text: 'Negative above the curve η = a/(1 + a), where the chain is absorbed by a maximum of the mean loss; positive below.',
    x: { label: 'asymmetry a', scale: 'log' },
    y: { label: 'learning rate η', scale: 'log' },
    value: { label: 'mean of ln|w| a step' },
    cells: as.flatMap((x) =>
      etas
        .filter((y) => !(x === 1 && y === 0.05))
        .map((y) => ({ x, y, value: lyapunov(x, y), label: lyapunov(x, y) < 0 ? 'absorbed' : 'free' })),
    ),
    series: [
      { name: 'η = a/(1 + a), exact', role: 'exact', points: line(ladder(0.03, 2, 60), (x) => x / (1 + x)) },
      { name: 'the seed: never absorbed', role: 'seed', points: line([0.05, 0.2, 1], () => 0.85) },
    ],
  };
}

function collapse(): MapFigure {
  const [batches, rates] = [
    [1, 2, 4, 8, 16, 32],
    [0.01, 0.02, 0.05, 0.1, 0.2],
  ];
  return {
    kind: 'map',
    title: 'Escape time over learning rate and batch size',
    text: 'The time grows by orders of magnitude towards small rates and large batches; along thin lines of constant η/B it stays.',
    x: { label: 'batch size B', scale: 'log' },
    y: { label: 'learning rate η', scale: 'log' },
    value: { label: 'mean escape time, steps', scale: 'log' },
    cells: batches.flatMap((x) =>
      rates.map((y) => ({ x, y, value: x === 32 && y < 0.02 ? Number.NaN : 40 * Math.exp(0.12 * Math.sqrt(x / y)) })),
    ),
    series: [0.002, 0.02].map((ratio) => ({
      name: 'constant η/B',
      role: 'guide' as const,
      points: line([1, 2, 4, 8, 16, 32], (x) => ratio * x),
    })),
  };
}

function saddle(noise: () => number): CurveFigure {
  const depths = [-3, -2, -1, 0, 1, 2];
  return {
    kind: 'curves',
    title: 'Drift of the mean near a saddle',
    text: 'The mean drift changes its sign at the saddle; what was measured lies beside the exact line.',
    x: {
      label: 'distance from the saddle along its unstable direction, in units of the half width L of the neighbourhood',
    },
    y: { label: 'mean drift' },
    series: [
      { name: 'measured', role: 'measured', points: around(noise, depths, (x) => 0.8 * x - 0.4, 0.05) },
      { name: 'exact', role: 'exact', points: line(depths, (x) => x) },
      { name: 'the seed: never leaves', role: 'seed', points: line(depths, () => 0) },
    ],
  };
}

function drafts(): Draft[] {
  const noise = normals(7);
  return [
    {
      id: 'null-sets',
      title: 'Null sets carry no mass',
      seedStep: '4',
      seedStatement: 'For mixing dynamics, measure-zero sets are avoided: μ(Σ) = 0 ⟹ P(θ_t ∈ Σ) = 0 for a.e. t',
      seedVerdict: 'holds',
      seedBecause: 'the mass of the tube around a set of codimension k falls as its radius to the power k, to nothing',
      statement:
        'Where the stationary density is bounded and positive, the tube of radius ε around a set of codimension k carries a mass that falls as ε^k: with the plane, the line and the point in three dimensions as 1, 2 and 3.',
      source: 'Federer, Geometric Measure Theory (1969), §3.2: the volume of tubes; masses by quadrature',
      evidence: ['plane', 'line', 'point'].flatMap((name, k) => [
        evidence({
          quantity: `exponent of the ${name}`,
          value: k + 1.0021,
          standardError: 0.0034,
          expected: k + 1,
          against: k > 0 ? true : undefined,
        }),
        ...[0.6, 0.25, 0.1].map((radius) => {
          const [expected, share] = [0.8 * (radius / 1.6) ** (k + 1), 0.004 * (k + 1)];
          const value = expected * (1 + share * noise());
          return evidence({
            quantity: `mass within ${radius} of the ${name}`,
            value,
            standardError: share * expected,
            expected,
          });
        }),
        evidence({
          quantity: `steps that landed on the ${name} exactly`,
          value: 0,
          standardError: 0,
          expected: 0,
          resolution: 0,
          freedom: null,
        }),
      ]),
      figure: tubes(noise),
    },
    {
      id: 'sgd-temperature',
      title: 'The temperature of SGD is ησ²/2B and not η/B',
      seedStep: '2',
      seedStatement: 'dθ = −∇L(θ) dt + √(2T) dW_t where T = η/B (temperature = learning rate / batch size)',
      seedVerdict: 'does not hold',
      seedBecause: 'the constant is σ²/2 and depends on the data, so that only the collapse on η/B is left',
      statement: 'On a quadratic loss constant-step SGD has the stationary variance ηb²/(Ba(2 − ηa)).',
      source: 'Mandt, Hoffman, Blei, JMLR 18 (2017), eq. 13',
      evidence: [
        evidence({
          quantity: 'variance at η = 0.02, B = 8',
          value: 0.02344,
          standardError: 0.00011,
          expected: 0.02323,
          bias: 2e-5,
        }),
        evidence({
          quantity: 'variance at η = 0.2, B = 8',
          value: 0.2549,
          standardError: 0.0012,
          expected: 0.2556,
          bias: 0.0004,
        }),
        evidence({
          quantity: 'variance over η/B at η = 0.2, B = 8',
          value: 10.19,
          standardError: 0.05,
          test: 'above',
          expected: 1,
          against: true,
        }),
        evidence({ quantity: 'skewness of θ', value: -0.0021, standardError: 0.0013, expected: 0, resolution: 0.02 }),
      ],
      figure: temperatures(noise),
    },
    {
      id: 'hitting',
      title: 'Sets of codimension 1 are hit almost surely',
      seedStep: '4, 9',
      seedStatement: 'Measure-zero sets: Zero probability of hitting',
      seedVerdict: 'does not hold',
      seedBecause: 'capacity and not measure decides what is hit, and a plane has capacity',
      statement:
        'A plane is hit almost surely in a time that stays finite as ε → 0; a point in the plane in a time that grows as ln(1/ε).',
      source: 'theory of capacities; hitting times by quadrature',
      evidence: [
        evidence({
          quantity: 'part of the particles that hit the plane by time 20',
          value: 1,
          standardError: 0,
          expected: 1,
          freedom: null,
        }),
        evidence({
          quantity: 'mean time to the plane',
          value: 0.90031,
          standardError: 0.0009,
          expected: 0.90066,
          bias: 0.001,
        }),
        evidence({
          quantity: 'growth of the time to a point, a decade',
          value: 2.31,
          standardError: 0.02,
          test: 'above',
          expected: 0.1,
          against: true,
        }),
        evidence({
          quantity: 'growth of the time to a plane, a decade',
          value: 0.012,
          standardError: 0.002,
          test: 'below',
          expected: 0.1,
        }),
      ],
      figure: hitting(noise),
    },
    {
      id: 'absorbed',
      title: 'An invariant null set takes the whole mass where its Lyapunov exponent is negative',
      seedStep: '9, 10',
      seedStatement: 'Lock: Degenerate configurations avoided almost surely',
      seedVerdict: 'holds with a condition',
      seedBecause: 'the set must not be invariant under every mini-batch, or its Lyapunov exponent has to be positive',
      statement:
        'With ℓ_x(w) = ½xw² and x ∈ {1, −(1 + a)} the chain is absorbed at w = 0 where η > a/(1 + a), a maximum of the mean loss.',
      source: 'Furstenberg & Kesten, Annals of Mathematical Statistics 31 (1960) 457',
      evidence: [
        evidence({
          quantity: 'mean of ln|w| a step at η = 0.9, a = 0.1',
          value: -0.80714,
          standardError: 0.00012,
          expected: -0.8072,
          bias: 1e-5,
          against: true,
        }),
        evidence({
          quantity: 'mean of ln|w| a step at η = 0.05, a = 0.1',
          value: 0.00112,
          standardError: 0.00004,
          expected: 0.0011,
          resolution: 0.0005,
        }),
      ],
      figure: absorption(),
    },
    {
      id: 'escape',
      title: 'Escape times collapse on η/B',
      seedStep: '6',
      seedStatement: 'Time to escape minimum with curvature λ: τ_escape ∝ exp(λ / T)',
      seedVerdict: 'undecided',
      seedBecause: 'the exponent is the barrier and not the curvature, which enters the prefactor',
      statement: 'For small η the logarithm of the escape time is a function of η/B alone.',
      source: 'Freidlin & Wentzell, Random Perturbations of Dynamical Systems, chapter 4',
      evidence: [
        evidence({
          quantity: 'ratio of the times at equal η/B',
          value: 1.08,
          standardError: 0.09,
          expected: 1,
          resolution: 0.05,
        }),
        evidence({
          quantity: 'difference of the exponents',
          value: 0.31,
          standardError: 0.14,
          test: 'above',
          expected: 0,
          against: true,
        }),
        evidence({ quantity: 'time at the largest batch', value: null, standardError: null, expected: 2_400_000 }),
      ],
      figure: collapse(),
      particlesNeeded: 13_100_000,
    },
    {
      id: 'saddle',
      title: 'Saddles are left in finite time',
      seedStep: '9',
      seedStatement: 'Saddle points: Unstable under noise',
      seedVerdict: 'undecided',
      seedBecause: 'noise along the unstable direction leads away from the saddle in a time that grows as ln(1/T)',
      statement: 'The mean exit time is (1/2λ)(ln(λL²/T) + γ + ln 2) to leading order.',
      source: 'Kifer, Israel Journal of Mathematics 40 (1981) 74',
      evidence: [
        evidence({
          quantity: 'mean exit time at T = 0.01',
          value: 2.871,
          standardError: 0.0041,
          expected: 2.932689,
          bias: 0.004,
        }),
        evidence({ quantity: 'particles that came back', value: 3, standardError: 0, expected: 0, freedom: null }),
        evidence({ quantity: 'mean exit time at T = 10⁻⁷', value: 1.3e-5, standardError: 2.1e-7, expected: 1.28e-5 }),
      ],
      figure: saddle(noise),
    },
  ];
}

const hex = (text: string, c: number): string =>
  [...`${text}${c}`.repeat(64)]
    .map((l) => (l.charCodeAt(0) % 16).toString(16))
    .join('')
    .slice(0, 64);

function certified(draft: Draft, count: number, c: number): CertifiedClaim {
  const { particlesNeeded, ...claim } = draft;
  const judged = draft.evidence.map((one) => judgeEvidence(one, count));
  const verdict = verdictOver(judged.map((one) => one.verdict));
  const experiment = {
    hash: hex(draft.id, 1),
    tallies: hex(draft.id, 2),
    seed: 190_000_000_000_001 + c,
    particles: 65536,
    particleSteps: 72_089_600,
  };
  return {
    ...claim,
    ...{ evidence: judged, verdict, particleSteps: 144_179_200 },
    ...(verdict === 'inconclusive' && { particlesNeeded: particlesNeeded ?? null }),
    experiments: [
      { name: 'gaussian', ...experiment },
      { name: 'shifted', ...experiment, seed: 17 + c },
    ],
  };
}

/** A quick certificate of six claims with every verdict, as a person might have it; its numbers are made up. */
export function certificateFixture(): Certificate {
  const all = drafts();
  const count = all.reduce((sum, draft) => sum + draft.evidence.length, 0);
  const claims = all.map((draft, c) => certified(draft, count, c));
  return {
    schema: certificateSchema,
    version: '0.1.0',
    ...{ size: 'quick', seed: 1 },
    machine: { adapter: 'SwiftShader Device (LLVM 10.0.0)', software: true, version: '0.1.0', deviceLosses: 0 },
    timing: { wall: 214.3, particleSteps: 865_075_200 },
    falseAlarms: 1e-3,
    claims,
    verdict: verdictOver(claims.map(({ verdict }) => verdict)),
    signature: hex('signature', 3),
  };
}
