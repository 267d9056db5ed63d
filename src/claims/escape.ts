import type { Claim, ClaimResults, ClaimSeries, Evidence } from '../model/claim';
import type { Estimate } from '../model/estimate';
import type { PointResult } from '../model/result';
import { curve, measuredAt } from './parts/curves';
import { exactTime, experimentOf, families } from './parts/escapeFamilies';
import { estimateAt, logarithm, ratio, scaled, slopeOf, slopeOfExact } from './parts/estimates';
import { passageTime } from './parts/eulerPassages';
import { differs, equal } from './parts/evidence';
import { flatAndSharp } from './parts/flatAndSharp';

type Name = keyof typeof families;
const names = Object.keys(families) as Name[];

export const escapeTime: Claim = {
  id: 'escape',
  title: 'The time of escape is exponential in the barrier, not in the curvature',
  seedStep: '6',
  seedStatement: 'Time to escape minimum with curvature λ: τ_escape ∝ exp(λ/T)',
  seed: {
    verdict: 'holds with a condition',
    because:
      'it is true along families of wells whose barrier grows in proportion to their curvature, as wells of one width have it; at a fixed barrier a sharper well is left sooner',
  },
  statement:
    'Under constant isotropic Gaussian noise the mean time of escape over a barrier ΔU grows as exp(ΔU/T); the curvatures at the bottom and at the top enter its prefactor alone, 1/√(λ|λ_top|). It is exp(λ/T) up to the unit of λ where the barrier is proportional to the curvature, and falls as 1/λ where the curvature grows and the barrier does not.',
  source:
    'Kramers, Physica 7 (1940) 284; mean times by quadrature, those of the chain with its step by Nyström’s method',
  experiments: (scale) =>
    Object.fromEntries(names.map((name) => [name, experimentOf(families[name], 2 ** 14 * scale)])),
  judge: (results) => ({
    evidence: [
      ...names.flatMap((name) => results[name].map((point) => timeEvidence(name, point))),
      ...arrhenius(results),
      ...curvatures(results),
    ],
    figure: {
      kind: 'curves',
      title: 'Mean time of escape against barrier or curvature',
      text: 'The mean time of escape in units of 8/λ, on a logarithmic axis, against the curvature λ over 8T. Where the barrier is λ/8, or is 1 at λ = 8 and the temperature falls, it grows exponentially, along one line; where the barrier stays at 2T while the curvature grows it does not change.',
      x: { label: 'curvature over temperature, λ/(8T)' },
      y: { label: 'mean time of escape × λ/8', scale: 'log' },
      series: seriesOf(results),
    },
  }),
};

const timeAt = (point: PointResult): Estimate => estimateAt(point, 'escape.mean');

const words = {
  barriers: 'barrier 1 and curvature 8',
  fixedWidth: 'barrier λ/8',
  fixedBarrier: 'barrier 1',
  twoWells: `barrier ${flatAndSharp.barrier}`,
};

function timeEvidence(name: Name, point: PointResult): Evidence {
  const lambda = families[name].curvature(point.parameters).toPrecision(3);
  const quantity = `mean time of escape, ${words[name]}, at λ = ${lambda} and T = ${point.temperature}`;
  return equal(quantity, timeAt(point), exactTime(families[name], point), { within: 0.1 });
}

/** The families in which the barrier over the temperature grows. */
function arrhenius(results: ClaimResults): Evidence[] {
  const against = (name: Name, x: (point: PointResult) => number) => {
    const line = results[name].map((point) => ({
      x: x(point),
      y: logarithm(scaled(timeAt(point), families[name].curvature(point.parameters))),
    }));
    const exact = results[name].map((point) =>
      Math.log(exactTime(families[name], point) * families[name].curvature(point.parameters)),
    );
    return { slope: slopeOf(line), expected: slopeOfExact(line, exact) };
  };
  const cooling = against('barriers', ({ temperature }) => 1 / temperature!);
  const growing = against('fixedWidth', ({ parameters, temperature }) => parameters.lambda / temperature!);
  const inTemperature = 'slope of ln τ in 1/T where the barrier is 1 and the curvature 8';
  return [
    equal(inTemperature, cooling.slope, cooling.expected, { within: 0.05 }),
    differs(inTemperature, cooling.slope, 'below', 8, { against: true }),
    equal('slope of ln(λτ) in λ/T where the barrier is λ/8', growing.slope, growing.expected, { within: 0.05 }),
  ];
}

/** The families in which the curvature changes and the barrier does not. */
function curvatures({ fixedBarrier: points, twoWells: [flat, sharp] }: ClaimResults): Evidence[] {
  const logs = points.map((point) => ({
    x: Math.log(families.fixedBarrier.curvature(point.parameters)),
    y: logarithm(timeAt(point)),
  }));
  const exactLogs = points.map((point) => Math.log(exactTime(families.fixedBarrier, point)));
  const share = ratio(timeAt(flat), timeAt(sharp));
  const exactShare = exactTime(families.twoWells, flat) / exactTime(families.twoWells, sharp);
  const exponent = 'exponent of τ in the curvature λ where the barrier stays 1';
  const slower = `mean time out of the flat well over that out of the sharp one, both under the barrier ${flatAndSharp.barrier}`;
  return [
    equal(exponent, slopeOf(logs), slopeOfExact(logs, exactLogs), { resolution: 0.1, against: true }),
    differs(exponent, slopeOf(logs), 'below', 0, { against: true }),
    equal(slower, share, exactShare, { within: 0.1 }),
    differs(slower, share, 'above', 1, { against: true }),
  ];
}

const seriesNames = { barriers: 'barrier 1, T falls', fixedWidth: 'barrier λ/8', fixedBarrier: 'barrier 1, λ grows' };

function seriesOf(results: ClaimResults): ClaimSeries[] {
  const shown = ['barriers', 'fixedWidth', 'fixedBarrier'] as const;
  const measured = shown.map((name, set) => {
    const ofTemperature = results[name].map(
      (point) => families[name].curvature(point.parameters) / 8 / point.temperature!,
    );
    const times = results[name].map((point) => scaled(timeAt(point), families[name].curvature(point.parameters) / 8));
    return measuredAt(seriesNames[name], set, ofTemperature, times);
  });
  const { potential, into, from } = families.barriers;
  const timeOf = (temperature: number) => passageTime({ potential, into, from, temperature });
  const still = timeOf(0.5);
  return [
    ...measured,
    curve('exact, barrier/T grows', 'exact', 0, 1.5, 4.2, (x) => timeOf(1 / x)),
    curve('exact, barrier 2T', 'exact', 2, 2, 8.4, () => still),
    curve('exp(λ/T), λ in units of 8 barriers', 'seed', 2, 2, 8.4, (x) => still * Math.exp(x - 2)),
  ];
}
