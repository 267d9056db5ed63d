import type { Estimate } from '../../src/model/estimate';
import type { ObservableResult, Result } from '../../src/model/result';
import { doubleWellResult } from './fixtures';
import { normals } from './mathematics';

const around = (reference: number, standardError: number, noise: () => number): Estimate => ({
  value: reference + standardError * noise(),
  standardError,
  reference,
});

const steps = (n: number, end: number) => Array.from({ length: n + 1 }, (_, i) => (end * i) / n);

/** −1 → 0 in the double well at T = ¼: 33.946 exactly, 37.72 when only step ends of h = 0.01 are looked at. */
export function passageReport(): ObservableResult {
  const noise = normals(11);
  const [particles, horizon, hazard] = [1e5, 100, 0.0293];
  const share = (t: number) => (t < 1 ? 1 : 1.005 * Math.exp(-hazard * t));
  const times = steps(50, horizon);
  return {
    kind: 'passage',
    arrived: around(1 - share(horizon), 0.0007, noise),
    mean: around(33.9457, 0.11, noise),
    restrictedMean: around(32.1, 0.09, noise),
    rate: around(0.0296, 0.0001, noise),
    hazard: around(hazard, 0.00013, noise),
    test: 'bridge',
    horizon,
    times,
    survival: times.map((t) => around(share(t), Math.sqrt((share(t) * (1 - share(t))) / particles), noise)),
  };
}

/** Ring in the plane: a slow mode and a fast one, the last lags in the noise. */
export function autocorrelationReport(): ObservableResult {
  const noise = normals(12);
  const lags = [0, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 20, 24];
  const rho = (t: number) => 0.9 * Math.exp(-0.3 * t) + 0.1 * Math.exp(-3 * t);
  return {
    kind: 'autocorrelation',
    lags,
    values: lags.map((t) => around(rho(t), t === 0 ? 0 : 0.003, noise)),
    relaxationRate: { value: 0.3011, standardError: 0.0021, reference: 0.300298 },
    integratedTime: { value: 3.031, standardError: 0.019, reference: 3.0333 },
  };
}

export function timeAverageReport(ergodic: boolean | null): ObservableResult {
  return {
    kind: 'timeAverage',
    ensembleMean: { value: 0.9175, standardError: 0.0004, reference: 0.91767 },
    timeMean: { value: 0.9178, standardError: 0.0003, reference: 0.91767 },
    variance: { value: 0.00281, standardError: 0.00004, reference: 0.00279 },
    rHat: { split: 1.0032, nested: 1.0008, chains: null },
    effectiveSamples: { value: 35.2, standardError: 0.5 },
    ergodicityBreaking: { value: 0.00334, standardError: 0.00005, reference: 0.00331 },
    ergodic,
  };
}

/** A second moment that relaxes, and the distance of a histogram that falls to its floor. */
export function seriesReport(): ObservableResult {
  const noise = normals(13);
  const times = steps(60, 12);
  const moment = (t: number) => 0.9177 - 0.7 * Math.exp(-0.8 * t);
  const distance = (t: number): Estimate => {
    const value = Math.hypot(0.6 * Math.exp(-0.8 * t), 0.0031) * (1 + 0.02 * noise());
    return { value, standardError: 0.03 * value, floor: 0.0031 };
  };
  return {
    kind: 'series',
    quantities: ['x^2', 'totalVariation of density'],
    times,
    values: times.map((t) => [around(moment(t), 0.002, noise), distance(t)]),
  };
}

/** A point in the plane under a Gaussian (codimension 2): the two smallest balls are stepped over. */
export function hittingReport(): ObservableResult {
  const noise = normals(14);
  const radii = [0.3, 0.1, 0.03, 0.01, 0.003, 0.001].map((radius) => {
    const discrete = radius < 0.01;
    const reference = 0.35 - Math.log(radius);
    const value = discrete ? 2 / (radius * radius) / 1e5 + 12 : reference * (1 + 0.004 * noise());
    const mass = 1 - Math.exp((-radius * radius) / 2);
    return {
      radius,
      occupancy: around(mass, Math.sqrt(mass / 1e9), noise),
      hitFraction: { value: 0.998, standardError: 0.0002 },
      meanHittingTime: { value, standardError: 0.004 * value, reference },
      regime: discrete ? 'discrete' : 'capacity',
    };
  });
  return {
    kind: 'nullSet',
    codimension: 2,
    radii,
    exponent: { value: 1.999, standardError: 0.002, reference: 2 },
    exactHits: null,
    crossings: null,
  };
}

/** The double well with one observable of every kind that speaks of time. */
export function timeResult(): Result {
  const result = doubleWellResult();
  result.points[0].observables = {
    escape: passageReport(),
    memory: autocorrelationReport(),
    average: timeAverageReport(true),
    approach: seriesReport(),
    origin: hittingReport(),
  };
  result.experiment.observe = {
    escape: { kind: 'passage', into: 'x', horizon: 100 },
    memory: { kind: 'autocorrelation', of: 'x', lags: [0, 0.25, 0.5] },
    average: { kind: 'timeAverage', of: 'x^2' },
    approach: { kind: 'series', of: ['x^2'], every: 10 },
    origin: { kind: 'nullSet', zero: ['x', 'y'], radii: [0.3, 0.1] },
  };
  result.expectations = [];
  return result;
}
