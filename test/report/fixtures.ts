import type { Estimate } from '../../src/model/estimate';
import type { ExpectationResult, ObservableResult, PointResult, Result } from '../../src/model/result';
import { erf, normals } from './mathematics';

type Noise = () => number;

/** An estimate that missed its exact value by a normal number of standard errors. */
const around = (reference: number, standardError: number, noise: Noise): Estimate => ({
  value: reference + standardError * noise(),
  standardError,
  reference,
});

const sum = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0);

/** Midpoint rule over [low, high]. */
function integrate(f: (x: number) => number, low: number, high: number, n = 400): number {
  const width = (high - low) / n;
  return sum(Array.from({ length: n }, (_, i) => f(low + (i + 0.5) * width))) * width;
}

const edgesOf = (low: number, high: number, bins: number): number[] =>
  Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);

/** Counts of `samples` records whose cells are `wider` times as noisy as independent samples. */
const counted = (masses: readonly number[], samples: number, wider: number, noise: Noise): number[] =>
  masses.map((p) => Math.max(0, Math.round(samples * p + wider * Math.sqrt(samples * p * (1 - p)) * noise())));

function distances(masses: readonly number[], counts: readonly number[], samples: number, wider: number) {
  const cells = masses.length;
  const floor = 0.5 * wider * sum(masses.map((p) => Math.sqrt((2 * p * (1 - p)) / (Math.PI * samples))));
  const value = 0.5 * sum(masses.map((p, i) => Math.abs(counts[i] / samples - p)));
  const near = (level: number, spread: number): Estimate => ({
    value: level * 1.02,
    standardError: level * spread,
    floor: level,
  });
  return {
    totalVariation: { value, standardError: floor * 0.08, floor },
    kullbackLeibler: near((wider ** 2 * (cells - 1)) / (2 * samples), 0.15),
    hellinger: near(wider * Math.sqrt((cells - 1) / (8 * samples)), 0.07),
    chiSquare: near((wider ** 2 * (cells - 1)) / samples, 0.15),
  };
}

function histogram(masses: readonly number[], edges: number[], samples: number, noise: Noise): ObservableResult {
  const wider = 2.4;
  const counts = counted(masses, samples, wider, noise);
  const outside = samples - sum(counts);
  return {
    kind: 'histogram',
    edges,
    counts,
    below: Math.max(0, Math.floor(outside / 2)),
    above: Math.max(0, Math.ceil(outside / 2)),
    samples,
    reference: masses,
    ...distances(masses, counts, samples, wider),
    wasserstein: { value: 2.1e-4, standardError: 1.6e-5, floor: 2.2e-4 },
    kolmogorovSmirnov: { value: null, standardError: null },
  };
}

function doubleWell(temperature: number, samples: number, noise: Noise): Record<string, ObservableResult> {
  const weight = (x: number) => Math.exp(-((x * x - 1) ** 2) / temperature);
  const Z = integrate(weight, -4, 4, 4000);
  const edges = edgesOf(-2.5, 2.5, 100);
  const masses = edges.slice(1).map((high, i) => integrate(weight, edges[i], high) / Z);
  const moment = (power: number) => integrate((x) => x ** power * weight(x), -4, 4, 4000) / Z;
  const tube = (radius: number) => {
    const mass = integrate(weight, -radius, radius) / Z;
    return {
      radius,
      occupancy: around(mass, Math.sqrt(mass / samples) * 3, noise),
      hitFraction: { value: 1 - radius / 100, standardError: 0.00004 },
      meanHittingTime: { value: 3.2 - radius, standardError: 0.004 },
      regime: radius > 0.15 ? 'diffusive' : 'step',
    };
  };
  return {
    density: histogram(masses, edges, samples, noise),
    moments: {
      kind: 'moments',
      mean: [around(0, 2.1e-4, noise), around(moment(2), 1.2e-4, noise)],
      variance: [around(moment(2), 1.2e-4, noise), around(moment(4) - moment(2) ** 2, 2.4e-4, noise)],
      covariance: [
        [around(moment(2), 1.2e-4, noise), around(0, 3e-4, noise)],
        [around(0, 3e-4, noise), around(moment(4) - moment(2) ** 2, 2.4e-4, noise)],
      ],
    },
    barrier: {
      kind: 'nullSet',
      codimension: 1,
      radii: [0.4, 0.2, 0.1, 0.05, 0.025].map(tube),
      exponent: { value: 1.0004, standardError: 0.0009, reference: 1 },
      exactHits: 0,
      crossings: { value: 1.283, standardError: 0.0011 },
    },
  };
}

function resultOf(
  experiment: Record<string, unknown>,
  points: PointResult[],
  expectations: ExpectationResult[],
): Result {
  return {
    schema: 'https://ergodic.invalid/schema/result.json',
    experiment,
    hash: '3b4f8a02c9d17e6655aa90be12f07d4c8e21b6a3f95d0c7748e1d2ab60f3c915',
    machine: { adapter: 'NVIDIA H100 (Vulkan)', software: false, version: '0.1.0' },
    timing: { wall: 1.934, particleSteps: 3_000_000_000, rate: 1.551e9 },
    points,
    expectations,
  };
}

const pointAt = (temperature: number, observables: Record<string, ObservableResult>): PointResult => ({
  parameters: {},
  temperature,
  method: { name: 'leimkuhler-matthews', step: 0.02 },
  nonFinite: 0,
  observables,
});

const doubleWellExperiment = {
  title: 'Double well',
  variables: ['x'],
  potential: '(x^2 - 1)^2',
  temperature: 0.25,
  method: { name: 'leimkuhler-matthews', step: 0.02 },
  ensemble: { particles: 1_000_000, seed: 1, start: { kind: 'uniform', low: [-2], high: [2] } },
  burnIn: 2000,
  steps: 1000,
  observe: {
    density: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 100, every: 10 },
    moments: { kind: 'moments', of: ['x', 'x^2'], every: 10 },
    barrier: { kind: 'nullSet', zero: ['x'], radii: [0.4, 0.2, 0.1, 0.05, 0.025] },
  },
};

/** One-dimensional double well with a null set, on a GPU, every expectation met. */
export function doubleWellResult(): Result {
  const point = pointAt(0.25, doubleWell(0.25, 1e8, normals(1)));
  return resultOf(
    doubleWellExperiment,
    [point],
    [
      { path: 'density.totalVariation', limit: { below: 0.001 }, value: 0.000731, holds: true },
      { path: 'barrier.exponent', limit: { near: 1, standardErrors: 4 }, value: 1.0004, holds: true },
      {
        path: 'moments.mean.1',
        limit: { near: 0.9176708607, standardErrors: 4, within: 0.0002 },
        value: 0.91772,
        holds: true,
      },
    ],
  );
}

/** The double well at six temperatures. */
export function sweepResult(): Result {
  const temperatures = [0.125, 0.2, 0.25, 0.3, 0.4, 0.5];
  const noise = normals(2);
  const points = temperatures.map((temperature) => pointAt(temperature, doubleWell(temperature, 2e6, noise)));
  const experiment = { ...doubleWellExperiment, title: 'Double well, six temperatures', temperature: temperatures };
  return resultOf(experiment, points, [
    { path: 'density.totalVariation', limit: { below: 0.001 }, value: 0.0042, holds: false },
  ]);
}

/** Ring in the plane, on a software adapter, with particles lost and a kind this page does not know. */
export function ringResult(cells = 60): Result {
  const noise = normals(3);
  const weight = (x: number, y: number) => Math.exp(-((x * x + y * y - 1) ** 2) / 0.1);
  const edges = edgesOf(-1.8, 1.8, cells);
  const middle = edges.slice(1).map((high, i) => (high + edges[i]) / 2);
  const raw = middle.map((y) => middle.map((x) => weight(x, y)));
  const total = sum(raw.flat());
  const reference = raw.map((row) => row.map((p) => p / total));
  const samples = 5e6;
  const counts = reference.map((row) => counted(row, samples, 1.3, noise));
  const experiment = {
    title: 'Ring',
    variables: ['x', 'y'],
    parameters: { radius: 1 },
    potential: '(x^2 + y^2 - radius)^2',
    temperature: 0.1,
    method: { name: 'baoab', step: 0.05, friction: 1 },
    ensemble: { particles: 50_000, seed: 7, start: { kind: 'normal', mean: [0, 0], deviation: [1, 1] } },
    burnIn: 500,
    steps: 1000,
    observe: {
      density: {
        kind: 'histogram',
        of: ['x', 'y'],
        range: [
          [-1.8, 1.8],
          [-1.8, 1.8],
        ],
        bins: [cells, cells],
        every: 10,
      },
      memory: { kind: 'autocorrelation', of: 'x', lags: [0, 0.5, 1, 2] },
      last: { kind: 'snapshot', count: 1000 },
    },
  };
  const observables = {
    density: {
      kind: 'histogram',
      edges: [edges, edges],
      counts,
      outside: 3,
      samples,
      reference,
      ...distances(reference.flat(), counts.flat(), samples, 1.3),
      wasserstein: null,
    },
    memory: {
      kind: 'autocorrelation',
      values: [1, 0.86, 0.741, 0.549].map((value) => ({ value, standardError: value === 1 ? 0 : 0.0042 })),
      relaxationRate: { value: 0.3011, standardError: 0.0021, reference: 0.300298 },
      integratedTime: { value: null, standardError: null },
    },
    last: { kind: 'snapshot', count: 1000 },
  };
  const point: PointResult = {
    parameters: { radius: 1 },
    temperature: 0.1,
    method: { name: 'baoab', step: 0.05, friction: 1 },
    nonFinite: 12,
    observables,
  };
  const result = resultOf(experiment, [point], []);
  result.machine = { adapter: 'SwiftShader Device (LLVM 16.0.0)', software: true, version: '0.1.0' };
  result.timing = { wall: 214.7, particleSteps: '75000000', rate: 349_325 };
  return result;
}

/** Point in three dimensions under a Gaussian: codimension 3, the smallest tubes hardly visited. */
export function gaussianResult(): Result {
  const noise = normals(5);
  const samples = 1e7;
  const mass = (r: number) =>
    r < 0.2
      ? Math.sqrt(2 / Math.PI) * (r ** 3 / 3 - r ** 5 / 10)
      : erf(r / Math.SQRT2) - Math.sqrt(2 / Math.PI) * r * Math.exp((-r * r) / 2);
  const hitting = (r: number) => 1.2533 / r;
  const radii = [0.8, 0.4, 0.2, 0.1, 0.05, 0.025].map((radius) => {
    const hits = Math.max(0, Math.round(mass(radius) * samples + Math.sqrt(mass(radius) * samples) * noise()));
    return {
      radius,
      occupancy: {
        value: hits / samples,
        standardError: (1.5 * Math.sqrt(Math.max(hits, 0))) / samples,
        reference: mass(radius),
      },
      hitFraction: null,
      meanHittingTime:
        radius > 0.04 ? around(hitting(radius), hitting(radius) * 0.004, noise) : { value: null, standardError: null },
    };
  });
  radii.push({
    radius: 0.002,
    occupancy: { value: 0, standardError: null, reference: mass(0.002) } as never,
    hitFraction: null,
    meanHittingTime: { value: null, standardError: null },
  });
  const experiment = {
    ...doubleWellExperiment,
    title: 'A point in three dimensions',
    variables: ['x', 'y', 'z'],
    potential: '(x^2 + y^2 + z^2)/2',
    temperature: 1,
    observe: { origin: { kind: 'nullSet', zero: ['x', 'y', 'z'], radii: radii.map(({ radius }) => radius) } },
  };
  const origin: ObservableResult = {
    kind: 'nullSet',
    codimension: 3,
    radii,
    exponent: { value: 2.987, standardError: 0.021, reference: 3 },
    exactHits: 0,
    roundedHits: 2,
    crossings: null,
  };
  return resultOf(experiment, [pointAt(1, { origin })], []);
}
