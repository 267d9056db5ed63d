import type { Claim, ClaimExperiment, ClaimFigure, Evidence } from '../model/claim';
import type { PointResult } from '../model/result';
import { stationaryChain } from '../reference';
import { curve, measuredAt } from './parts/curves';
import { doubleWell, steppedDoubleWell } from './parts/doubleWell';
import { estimateAt, logarithm, referenceAt, slopeOf, slopeOfExact } from './parts/estimates';
import { differs, equal } from './parts/evidence';

const step = 0.01;
const warm = 1;
const cold = { temperature: 0.125, time: 50 };
const every = 10;
/** Times of observation at the warm temperature, at which paths cross the barrier all the time; at the cold one they hardly do. */
const lengths = { short: 5, middle: 20, long: 80 } as const;
const names = Object.keys(lengths) as (keyof typeof lengths)[];
const times = names.map((name) => lengths[name]);
const records = (time: number) => Math.round(time / step / every);

const path = 'x.variance';

export const timeAverages: Claim = {
  id: 'time-averages',
  title: 'Time averages converge to averages over the ensemble',
  seedStep: '3',
  seedStatement: 'Ergodic Theorem: Time averages converge to ensemble averages: (1/T) ∫₀ᵀ f(θ_t) dt → ∫ f dπ',
  seed: {
    verdict: 'holds',
    because:
      'paths that are long next to the relaxation time all have the average of the ensemble, but for a variance that falls as one over their length; shorter ones do not have it yet',
  },
  statement:
    'In a potential that confines, the average of f over a path of length t has the mean ∫ f dπ and, over stationary paths, a variance that tends to 2 Var(f) τ/t, τ the integrated correlation time. Paths much shorter than the relaxation time keep the average of the well that they are in.',
  source:
    'Birkhoff 1931, PNAS 17:656–660; variance: Kipnis & Varadhan 1986, Commun. Math. Phys. 104:1–19, here from the generator for the records that are taken',
  experiments: (scale) => ({
    ...Object.fromEntries(names.map((name) => [name, experiment(scale, warm, lengths[name], uniform)])),
    trapped: experiment(scale, cold.temperature, cold.time, uniform),
    oneWell: experiment(scale, cold.temperature, cold.time, { kind: 'point', at: [1] }),
  }),
  judge: (results) => {
    const points = names.map((name) => results[name][0]);
    const [trapped, oneWell] = [results.trapped[0], results.oneWell[0]];
    const variances = [steppedVariance(warm, lengths.long), steppedVariance(cold.temperature, lengths.long)];
    return {
      evidence: [...ofTheLong(points, variances[0]), ...ofTheTrapped(trapped, oneWell, variances[1])],
      figure: figureOf(points, trapped, variances),
    };
  },
};

/** Of equal weight on both sides of the barrier, so that what decays slowly is not there from the beginning. */
const uniform = { kind: 'uniform', low: [-1.5], high: [1.5] };

function experiment(scale: number, temperature: number, time: number, start: object): ClaimExperiment {
  return {
    title: `Averages over a time of ${time} at temperature ${temperature}`,
    ...doubleWell,
    temperature,
    method: { name: 'leimkuhler-matthews', step },
    ensemble: { particles: 2 ** 15 * scale, start },
    burnIn: 500,
    steps: Math.round(time / step),
    observe: { x: { kind: 'timeAverage', of: 'x', every }, square: { kind: 'timeAverage', of: 'x^2', every } },
  };
}

/** Variance, at a length of at most `longest`, of the mean of x over the records of a stationary path of the chain with its step. */
type SteppedVariance = (time: number) => number;

function steppedVariance(temperature: number, longest: number): SteppedVariance {
  const law = stationaryChain('leimkuhler-matthews', steppedDoubleWell(temperature, step));
  const lags = Array.from({ length: records(longest) }, (_, k) => k * every);
  const correlation = law.correlation((x) => x, lags);
  // The mean of x is 0.
  const variance = law.mean((x) => x * x);
  return (time) => {
    const count = records(time);
    const pairs = (k: number) => (k === 0 ? count : 2 * (count - k));
    const sum = correlation.slice(0, count).reduce((total, rho, k) => total + pairs(k) * rho, 0);
    return (variance * sum) / count ** 2;
  };
}

function varianceEvidence(quantity: string, point: PointResult, stepped: number): Evidence {
  const expected = referenceAt(point, path);
  return equal(quantity, estimateAt(point, path), expected, { bias: Math.abs(stepped - expected), within: 0.1 });
}

function ofTheLong(points: readonly PointResult[], variance: SteppedVariance): Evidence[] {
  const last = points[points.length - 1];
  const law = stationaryChain('leimkuhler-matthews', steppedDoubleWell(warm, step));
  const square = referenceAt(last, 'square.timeMean');
  const stepped = times.map(variance);
  return [
    equal(`mean over time ${lengths.long} of x`, estimateAt(last, 'x.timeMean'), 0, { resolution: 0.02 }),
    equal(`mean over time ${lengths.long} of x²`, estimateAt(last, 'square.timeMean'), square, {
      bias: Math.abs(law.mean((x) => x * x) - square),
      within: 0.01,
    }),
    ...points.map((point, i) =>
      varianceEvidence(`variance over paths of the average of x over time ${times[i]}`, point, stepped[i]),
    ),
    powerOfLength(points.slice(1), stepped.slice(1)),
  ];
}

/** From the two longest, at which it is near −1. */
function powerOfLength(points: readonly PointResult[], stepped: readonly number[]): Evidence {
  const logs = points.map((point, i) => ({ x: Math.log(times[i + 1]), y: logarithm(estimateAt(point, path)) }));
  const exact = slopeOfExact(
    logs,
    points.map((point) => Math.log(referenceAt(point, path))),
  );
  const bias = Math.abs(slopeOfExact(logs, stepped.map(Math.log)) - exact);
  const quantity = `power of the length by which that variance falls, from ${times[1]} to ${times[2]}`;
  return equal(quantity, slopeOf(logs), exact, { bias, within: 0.08 });
}

function ofTheTrapped(trapped: PointResult, oneWell: PointResult, variance: SteppedVariance): Evidence[] {
  const { temperature, time } = cold;
  const average = `average of x over time ${time} at temperature ${temperature}`;
  return [
    varianceEvidence(`variance over paths of the ${average}, both wells`, trapped, variance(time)),
    differs(`${average}, started in the well at 1`, estimateAt(oneWell, 'x.timeMean'), 'above', 0.5),
  ];
}

function figureOf(
  points: readonly PointResult[],
  trapped: PointResult,
  variances: readonly SteppedVariance[],
): ClaimFigure {
  const measured = [points, [trapped]].map((all) => all.map((point) => estimateAt(point, path)));
  const temperatures = [warm, cold.temperature];
  const places = [times, [cold.time]];
  return {
    kind: 'curves',
    title: 'Variance of the average over time against the length of the path',
    text: 'The variance over paths of the average of x, on logarithmic axes: at the temperature where paths cross the barrier it falls as one over their length, at a low one it has not begun to fall. The measured points lie on the exact curves.',
    x: { label: 'length of the path, time', scale: 'log' },
    y: { label: 'variance of the time average', scale: 'log' },
    series: temperatures.flatMap((temperature, set) => [
      measuredAt(`measured, T = ${temperature}`, set, places[set], measured[set]),
      curve(`exact, T = ${temperature}`, 'exact', set, 1, lengths.long, variances[set]),
    ]),
  };
}
