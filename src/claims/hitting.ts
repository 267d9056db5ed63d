import type { Claim, ClaimResults, ClaimSeries, Evidence } from '../model/claim';
import type { Estimate } from '../model/estimate';
import type { PointResult } from '../model/result';
import { measuredAt } from './parts/curves';
import { combine, estimateAt, logarithm } from './parts/estimates';
import { chainPassage } from './parts/eulerPassages';
import { equal } from './parts/evidence';
import { type BallHitting, chainHittingTime, hittingTime } from './parts/gaussianHitting';

const sets = {
  plane: { zero: ['x'], codimension: 1 },
  line: { zero: ['x', 'y'], codimension: 2 },
  point: { zero: ['x', 'y', 'z'], codimension: 3 },
} as const;
type Name = keyof typeof sets;
const names = Object.keys(sets) as Name[];

/** Tubes that a step is to hit as its path does are no narrower than the step is long, √(2h). */
const runs = {
  wide: { step: 0.02, radii: [0.8, 0.4], steps: 600 },
  narrow: { step: 0.004, radii: [0.2, 0.1], steps: 5000 },
} as const;
type Run = keyof typeof runs;

const tubes = (Object.keys(runs) as Run[]).flatMap((run) => runs[run].radii.map((radius, i) => ({ run, radius, i })));
const crossingSteps = [0.04, 0.01, 0.0025];
const crossingRun = 1600;
const touchedBy = 4;

/** All coordinates start at 1. */
const ball = (name: Name, radius: number): BallHitting => {
  const dimension = sets[name].codimension;
  return { dimension, radius, from: Math.sqrt(dimension) };
};

export const hitting: Claim = {
  id: 'hitting',
  title: 'Null sets of codimension 1 are hit, those of codimension 2 and more are not',
  seedStep: '9',
  seedStatement: 'Mixing creates barriers against: 3. Measure-zero sets: Zero probability of hitting',
  seed: {
    verdict: 'does not hold',
    because:
      'a set of codimension 1 has measure zero and is hit with probability 1 in a finite mean time; only from codimension 2 on is a null set never hit',
  },
  statement:
    'An ergodic diffusion with a bounded positive density hits a surface, of codimension 1, almost surely, in a finite mean time, and then crosses it infinitely often. Sets of higher codimension are not hit, but their tubes of radius ε are: after a mean time that grows only as ln(1/ε) at codimension 2 and as ε^(2−k) at codimension k ≥ 3.',
  source:
    'Port & Stone, Brownian Motion and Classical Potential Theory (1978), ch. 3; mean times by quadrature, those of the chain by Nyström’s method',
  experiments: (scale) => ({
    wide: hittingOf('wide', 2 ** 15 * scale),
    narrow: hittingOf('narrow', 2 ** 15 * scale),
    crossings: {
      title: 'Changes of sign at smaller and smaller steps',
      variables: ['x'],
      potential: 'x^2/2',
      temperature: 1,
      method: { name: 'euler-maruyama', step: crossingSteps },
      ensemble: { particles: 2 ** 14 * scale, start: { kind: 'normal', mean: [0], deviation: [1] } },
      burnIn: 0,
      steps: crossingRun,
      observe: { plane: { kind: 'nullSet', zero: ['x'], radii: [0.5] } },
    },
  }),
  judge: (results) => ({
    evidence: [
      ...touched(results),
      ...names.flatMap((name) => tubes.map((tube) => timeEvidence(results, name, tube))),
      ...growth(results),
      ...results.crossings.map(crossingEvidence),
    ],
    figure: {
      kind: 'curves',
      title: 'Mean time until a tube is hit',
      text: 'The mean time until the tube of radius ε is hit, against 1/ε on logarithmic axes: it levels off for the plane, grows as the logarithm of 1/ε for the line, and in proportion to 1/ε for the point.',
      x: { label: '1/ε', scale: 'log' },
      y: { label: 'mean hitting time', scale: 'log' },
      series: names.flatMap((name, set) => seriesOf(results, name, set)),
    },
  }),
};

function hittingOf(run: Run, particles: number) {
  const { step, radii, steps } = runs[run];
  const sizes = Object.fromEntries(names.map((name) => [name, { kind: 'nullSet', zero: sets[name].zero, radii }]));
  const touch = { kind: 'passage', into: '-x' };
  return {
    title: `Hitting ${run} tubes around a plane, a line and a point`,
    variables: ['x', 'y', 'z'],
    potential: '(x^2 + y^2 + z^2)/2',
    temperature: 1,
    method: { name: 'euler-maruyama', step },
    ensemble: { particles, start: { kind: 'point', at: [1] } },
    burnIn: 0,
    steps,
    observe: { ...sizes, ...(run === 'wide' && { touch, soon: { ...touch, horizon: touchedBy } }) },
  };
}

type Tube = (typeof tubes)[number];

const timeAt = (results: ClaimResults, name: Name, { run, i }: Tube): Estimate =>
  estimateAt(results[run][0], `${name}.radii.${i}.meanHittingTime`);

const chainTime = (name: Name, { run, radius }: Tube) => chainHittingTime(ball(name, radius), runs[run].step);

/** The plane itself: the only null set of the three that is hit. */
function touched({ wide: [point] }: ClaimResults): Evidence[] {
  const { step } = runs.wide;
  const problem = { potential: 'x^2/2', temperature: 1, from: 1, into: '-x' };
  const { mean, survival } = chainPassage(problem, step, [0, 9]);
  const [left] = survival([Math.round(touchedBy / step)]);
  const share = `share of paths that have hit the plane itself, of measure zero, by time ${touchedBy}`;
  return [
    equal(share, estimateAt(point, 'soon.arrived'), 1 - left, { within: 0.01, against: true }),
    equal('mean time until the plane itself is hit', estimateAt(point, 'touch.mean'), mean, {
      within: 0.06,
      against: true,
    }),
  ];
}

function timeEvidence(results: ClaimResults, name: Name, tube: Tube): Evidence {
  const quantity = `mean time until the ${name}’s tube of radius ${tube.radius} is hit`;
  return equal(quantity, timeAt(results, name, tube), chainTime(name, tube), {
    // Short times spread more.
    within: tube.radius > 0.5 ? 0.1 : 0.06,
  });
}

/** From ε = 0.4 to 0.1, which are of independent runs. */
function growth(results: ClaimResults): Evidence[] {
  const [, wider, , narrower] = tubes;
  const span = Math.log(wider.radius / narrower.radius);
  const perLogarithm = (times: (tube: Tube) => Estimate) =>
    combine([
      [1 / span, times(narrower)],
      [-1 / span, times(wider)],
    ]);
  const slope = (f: (x: number) => number, name: Name) =>
    (f(chainTime(name, narrower)) - f(chainTime(name, wider))) / span;
  const line = perLogarithm((tube) => timeAt(results, 'line', tube));
  const point = perLogarithm((tube) => logarithm(timeAt(results, 'point', tube)));
  const range = `from ε = ${wider.radius} to ${narrower.radius}`;
  return [
    equal(
      `growth of the line’s mean time per unit of ln(1/ε), ${range}`,
      line,
      slope((t) => t, 'line'),
      { within: 0.1 },
    ),
    equal(`exponent of the point’s mean time in 1/ε, ${range}`, point, slope(Math.log, 'point'), { within: 0.06 }),
  ];
}

/**
 * Changes of sign per unit time of x' = (1 − h) x + √(2h) R from a standard normal start: two normal variables of correlation ρ differ in
 * sign with probability arccos(ρ)/π.
 */
function crossingRate(step: number, steps: number): number {
  let [variance, sum] = [1, 0];
  for (let n = 0; n < steps; n++) {
    const next = (1 - step) ** 2 * variance + 2 * step;
    sum += Math.acos(((1 - step) * variance) / Math.sqrt(variance * next));
    variance = next;
  }
  return sum / (Math.PI * steps * step);
}

function crossingEvidence(point: PointResult): Evidence {
  const step = Number(point.method.step);
  const quantity = `changes of sign per unit time at a step of ${step}, which grow as one over its root`;
  return equal(quantity, estimateAt(point, 'plane.crossings'), crossingRate(step, crossingRun), { within: 0.05 });
}

function seriesOf(results: ClaimResults, name: Name, set: number): ClaimSeries[] {
  const times = tubes.map((tube) => timeAt(results, name, tube));
  const inverses = Array.from({ length: 40 }, (_, i) => 1.2 * 16 ** (i / 39));
  const exact = inverses.map((x) => ({ x, y: hittingTime(ball(name, 1 / x)) }));
  const label = `${name}, codimension ${sets[name].codimension}`;
  return [
    measuredAt(
      label,
      set,
      tubes.map(({ radius }) => 1 / radius),
      times,
    ),
    { name: 'exact', role: 'exact', set, points: exact },
  ];
}
