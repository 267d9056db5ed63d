import type { Claim, ClaimExperiment, ClaimResults, ClaimSeries, Evidence } from '../model/claim';
import type { PointResult } from '../model/result';
import { saddleExitTime } from '../reference/passage/asymptotes';
import { curve, measuredAt } from './parts/curves';
import { combine, estimateAt, logarithm, slopeOf, slopeOfExact, valueAt } from './parts/estimates';
import { chainPassage, type LinePassage, passageTime } from './parts/eulerPassages';
import { differs, equal } from './parts/evidence';
import { flatAndSharp } from './parts/flatAndSharp';

/** Where particles start, and what they have to leave, at each temperature. */
interface Exit {
  title: string;
  potential: string;
  parameters?: Readonly<Record<string, number>>;
  from: number;
  into: string;
  /** The interval they leave; nothing goes beyond an end that is none of the region's. */
  outside: readonly [number, number];
  temperatures: readonly number[];
  step: number;
  steps: number;
}

const saddle: Exit = {
  title: 'Exit from a saddle, along its unstable direction',
  potential: '-x^2/2',
  ...{ from: 0, into: 'abs(x) - 1', outside: [-1, 1] },
  temperatures: [0.3, 0.1, 0.01, 0.001],
  ...{ step: 0.02, steps: 800 },
};

const { potential, c, top, barrier, curvatureAt } = flatAndSharp;
const sharp: Exit = {
  title: 'Exit from the sharper of two wells',
  ...{ potential, parameters: { c }, from: 1, into: `${top} - x`, outside: [top, 3] },
  temperatures: [0.8, 0.6, 0.4],
  ...{ step: 0.005, steps: 4800 },
};
const lateness = 25;

const exits = { saddle, sharp };
type Name = keyof typeof exits;

const tube = { potential: 'x^2/2', temperature: 1, step: 0.0005, radii: [0.4, 0.2, 0.1] };

export const saddleExit: Claim = {
  id: 'saddle-exit',
  title: 'Saddles and sharp minima are left in times of two kinds',
  seedStep: '9',
  seedStatement:
    'Mixing creates barriers against: 1. Sharp minima: Escaped via noise 2. Saddle points: Unstable under noise',
  seed: {
    verdict: 'holds with a condition',
    because:
      'every mean exit time is finite at every T > 0, but as T falls a sharp minimum keeps its particles exponentially long, a saddle only logarithmically',
  },
  statement:
    'With noise along the unstable direction, of curvature −λ, a saddle is left to the distance L in a mean time (1/2λ)[ln(λL²/T) + γ + ln 2] to leading order, logarithmic in 1/T. A minimum is left, however sharp, in a time exponential in ΔU/T. The tube of radius ε around a surface is left in a time near ε²/(2T), which vanishes with ε.',
  source: 'Kifer, Israel Journal of Mathematics 40 (1981) 74; Kramers, Physica 7 (1940) 284; mean times by quadrature',
  experiments: (scale) => ({
    saddle: exitFrom(saddle, 2 ** 16 * scale),
    sharp: exitFrom(sharp, 2 ** 14 * scale),
    tube: {
      title: 'Exit from tubes around a surface',
      variables: ['x'],
      potential: tube.potential,
      parameters: { radius: tube.radii },
      temperature: tube.temperature,
      method: { name: 'euler-maruyama', step: tube.step },
      ensemble: { particles: 2 ** 15 * scale, start: { kind: 'point', at: [0] } },
      ...{ burnIn: 0, steps: 1600 },
      observe: { exit: { kind: 'passage', into: 'abs(x) - radius' } },
    },
  }),
  judge: (results) => ({
    evidence: [...saddleEvidence(results), ...sharpEvidence(results), ...results.tube.map(tubeEvidence)],
    figure: {
      kind: 'curves',
      title: 'Mean exit time against one over the temperature',
      text: 'The mean exit time against 1/T, both on logarithmic axes. That from the saddle creeps up by 1.15 for each factor of ten in 1/T; that from the sharp minimum, of barrier 1.53, rises exponentially and lies above it at every temperature.',
      x: { label: '1/temperature, 1/T', scale: 'log' },
      y: { label: 'mean exit time', scale: 'log' },
      series: seriesOf(results),
    },
  }),
};

function exitFrom({ title, into, from, temperatures, step, ...rest }: Exit, particles: number): ClaimExperiment {
  return {
    ...{ title, variables: ['x'], potential: rest.potential },
    ...(rest.parameters && { parameters: rest.parameters }),
    temperature: temperatures,
    method: { name: 'euler-maruyama', step },
    ensemble: { particles, start: { kind: 'point', at: [from] } },
    ...{ burnIn: 0, steps: rest.steps },
    observe: { exit: { kind: 'passage', into } },
  };
}

const timeAt = (point: PointResult) => estimateAt(point, 'exit.mean');

function chainAt(name: Name, temperature: number) {
  const { step, outside, ...problem } = exits[name];
  return chainPassage({ ...problem, temperature }, step, outside);
}

function timeEvidence(name: Name, words: string, { exit }: Times): Evidence[] {
  return exit.map(({ temperature, measured, exact }) =>
    equal(`mean exit time from the ${words} at T = ${temperature}`, measured, exact, {
      within: name === 'saddle' ? 0.03 : 0.08,
    }),
  );
}

type Times = ReturnType<typeof timesOf>;

const timesOf = (results: ClaimResults, name: Name) => ({
  exit: results[name].map((point) => {
    const temperature = point.temperature!;
    return { temperature, measured: timeAt(point), exact: chainAt(name, temperature).mean };
  }),
});

function saddleEvidence(results: ClaimResults): Evidence[] {
  const times = timesOf(results, 'saddle');
  const [, , cold, colder] = times.exit;
  const share = 1 / Math.log(cold.temperature / colder.temperature);
  const growth = combine([
    [share, colder.measured],
    [-share, cold.measured],
  ]);
  const quantity = 'growth of the mean exit time from the saddle per unit of ln(1/T), from T = 0.01 to 0.001';
  return [
    ...timeEvidence('saddle', 'saddle', times),
    equal(quantity, growth, share * (colder.exact - cold.exact), { within: 0.05 }),
  ];
}

function sharpEvidence(results: ClaimResults): Evidence[] {
  const times = timesOf(results, 'sharp');
  const coldest = results.sharp[results.sharp.length - 1];
  const line = times.exit.map(({ temperature, measured }) => ({ x: 1 / temperature, y: logarithm(measured) }));
  const expected = slopeOfExact(
    line,
    times.exit.map(({ exact }) => Math.log(exact)),
  );
  const slope = `slope of the logarithm of the mean exit time from the sharp minimum in 1/T, its barrier being ${barrier}`;
  const late = (valueAt(coldest, 'exit.times') as number[])[lateness];
  const [left] = chainAt('sharp', coldest.temperature!).survival([Math.round(late / sharp.step)]);
  const still = `share still in the sharp minimum, T = ${coldest.temperature}, after a time of ${late}`;
  return [
    ...timeEvidence('sharp', `minimum of curvature ${curvatureAt(1, c).toPrecision(3)}`, times),
    equal(slope, slopeOf(line), expected, { within: 0.06 }),
    differs(slope, slopeOf(line), 'above', 0, { against: true }),
    equal(still, estimateAt(coldest, `exit.survival.${lateness}`), left, { within: 0.1, against: true }),
  ];
}

function tubeEvidence(point: PointResult): Evidence {
  const { radius } = point.parameters;
  const { step, temperature } = tube;
  const problem = { potential: tube.potential, temperature, from: 0, into: `abs(x) - ${radius}` };
  const { mean } = chainPassage(problem, step, [-radius, radius]);
  const measured = timeAt(point);
  const unit = radius ** 2 / (2 * temperature);
  const quantity = `mean exit time from the tube of radius ${radius} around x = 0, in units of ε²/(2T)`;
  return equal(quantity, combine([[1 / unit, measured]]), mean / unit, { within: 0.05 });
}

function seriesOf(results: ClaimResults): ClaimSeries[] {
  const measured = (name: Name, title: string, set: number) =>
    measuredAt(
      title,
      set,
      results[name].map(({ temperature }) => 1 / temperature!),
      results[name].map(timeAt),
    );
  const exact = (name: Name, set: number, coldest: number): ClaimSeries => {
    const { step, outside, temperatures, ...problem }: Exit = exits[name];
    return onLogs(curve('exact', 'exact', set, 0, -Math.log(coldest), timeOver(problem)));
  };
  const asymptote = (x: number) => saddleExitTime(1, 1, Math.exp(-x));
  return [
    measured('saddle', 'saddle', 0),
    exact('saddle', 0, 0.001),
    onLogs(curve('leading order at the saddle', 'guide', 0, 1, Math.log(1000), asymptote)),
    measured('sharp', 'sharp minimum', 1),
    exact('sharp', 1, 0.35),
  ];
}

/** Mean time against ln(1/T). */
const timeOver = (problem: Omit<LinePassage, 'temperature'>) => (x: number) =>
  passageTime({ ...problem, temperature: Math.exp(-x) });

const onLogs = (series: ClaimSeries): ClaimSeries => ({
  ...series,
  points: series.points.map(({ x, y }) => ({ x: Math.exp(x), y })),
});
