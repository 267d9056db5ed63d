import { z } from 'zod';
import { dependencies, gradient, type Node } from '../expression';
import type { Observable, ObserverContext, RecordWriter, Report, ReportContext, TwinRecord } from '../model/observable';
import type { SweepPoint } from '../model/plan';
import type { GroupTally } from '../model/tally';
import { jackknife, survivalEstimates } from '../statistics';
import { atRisk, cellsPerTime, countArrival, countArrivals, horizonSettings, keepArrival, waiting } from './arrivals';
import { bridgeVariance, normalDistance, stepsIn } from './bridge';

const schema = z.strictObject({
  into: z.string().describe('The region: where this expression is at least 0'),
  horizon: z
    .number()
    .positive()
    .describe('Time after which nothing is looked at any more; the whole run by default')
    .optional(),
});

/** Intervals of the survival curve: at least half as many and at most so many. */
const mostIntervals = 128;

/**
 * First passage: the time at which a particle first lies in the region {into ≥ 0}, from the end of burn-in on; one that lies in it
 * then has arrived at 0.
 *
 * Under Euler–Maruyama (test `bridge`) the path between two step ends is a Brownian bridge to leading order. At distances a before and
 * b after a step of variance s² from a plane it has crossed that plane with probability exp(−2ab/s²). Distances are to first order
 * into/|∇into|, s² = 2Th, or the noise along the normal where it depends on the position. Each particle has one uniform number U; it
 * arrives when Π(1 − pₙ) falls below U, which has the law of a number for each step. What only step ends tell is `stepEnd`: late by
 * O(√h). Other methods have step ends alone (test `step-end`).
 *
 * A passage is counted at the end of its step.
 */
export const passage: Observable<z.infer<typeof schema>> = {
  kind: 'passage',
  title: 'First passage into a region',
  reports: {
    arrived: 'fraction that has arrived by the horizon',
    mean: 'E τ: the restricted mean, and beyond the horizon an exponential tail of the measured hazard',
    restrictedMean: 'E min(τ, horizon)',
    rate: 'arrivals per unit of time at risk, over the whole horizon',
    hazard: 'arrivals per unit of time at risk, over the second half of the horizon',
    test: 'bridge or step-end',
    horizon: 'in units of time',
    stepEnd: 'the same five numbers by step ends alone, beside the bridge',
    times: 'times of the survival curve',
    survival: 'P(τ > t) at each of them',
  },
  source:
    'Bridge: Gobet 2000, Stoch. Process. Appl. 87:167–197. Restricted mean: Royston & Parmar 2013, BMC Med. Res. Methodol. 13:152. Rates: Aalen, Borgan & Gjessing 2008, Survival and Event History Analysis, §5.1',
  schema,
  observe(spec, context) {
    const region = context.formula(spec.into, 'into');
    const { bridges, distance, variance } = readRegion(region, context);
    const horizons = new Map(context.points.map((point) => [point, horizonOf(spec.horizon, point, context)]));
    const tests = bridges ? 2 : 1;
    return {
      every: 1,
      expressions: bridges ? [distance, ...(variance ? [variance] : [])] : [region],
      blocks: [
        { name: 'times', kind: 'indexedSum', count: tests * cellsPerTime },
        { name: 'curve', kind: 'indexedSum', count: mostIntervals + 2 },
      ],
      memory: bridges ? [waiting, 1, 0, waiting] : [waiting],
      pilot: [],
      settings: (_, point) =>
        settingsOf(horizons.get(point) ?? context.steps, bridges ? bridgeVariance(context, point) : 1),
      begin: {
        wgsl: (write) => begin(write, bridges, variance !== null),
        twin: (record) => beginTwin(record, bridges),
      },
      record: {
        wgsl: (write) => recordStatements(write, bridges, variance !== null),
        twin: (record) => recordTwin(record, bridges),
      },
      finish: { wgsl: (write) => finish(write, bridges), twin: (record) => finishTwin(record, bridges) },
      settled: ({ memory }) =>
        timesOf(bridges)
          .map((w) => `(${memory(w)} >= 0.0)`)
          .join(' & '),
      report: (run) => report(run, region, tests),
    };
  },
};

interface Region {
  bridges: boolean;
  /** Signed distance to the boundary, above 0 inside. */
  distance: Node;
  /** Variance of the noise along the normal in units of the point's; null where it is 1 everywhere. */
  variance: Node | null;
}

function readRegion(region: Node, context: ObserverContext): Region {
  const { graph } = context.scope;
  if (dependencies(region).size === 0)
    return context.refuse(
      'into',
      'an expression that no coordinate changes',
      'expected a region that particles may enter',
    );
  const slopes = gradient(graph, region);
  const flat = slopes.every((slope) => slope === graph.zero);
  const bridges = context.method.bridge && !flat;
  return { bridges, ...normalDistance(context, region, slopes) };
}

/** In steps. */
function horizonOf(horizon: number | undefined, point: SweepPoint, context: ObserverContext): number {
  if (horizon === undefined) return context.steps;
  const steps = stepsIn(horizon, point);
  if (steps < 1 || steps > context.steps) {
    const all = context.steps * Number(point.method.step);
    context.refuse(
      'horizon',
      `${horizon}, ${steps} steps of ${point.method.step}`,
      `expected between one step and ${all}, the whole run`,
    );
  }
  return steps;
}

// Settings: −2 log₂e/s², the horizon and half of it, the length of an interval of the curve, in steps.
const at = { bridge: 0, horizon: 1, tail: 2, interval: 3 } as const;

function settingsOf(horizon: number, variance: number): number[] {
  const interval = 2 ** Math.max(0, Math.ceil(Math.log2(horizon / mostIntervals)));
  return [(-2 * Math.LOG2E) / variance, ...horizonSettings(horizon), interval];
}

// Memory: the step of the arrival at step ends; by the bridge also what is left of 1/U, −2 log₂e/s² times the distance before, and
// the step of the arrival along the path.
const word = { ends: 0, left: 1, before: 2, path: 3 } as const;

function begin(write: RecordWriter, bridges: boolean, varies: boolean): string[] {
  const ends = keepArrival(write, write.memory(word.ends), `${write.value(0)} >= 0.0`);
  if (!bridges) return [ends];
  const [left, path] = [write.memory(word.left), write.memory(word.path)];
  return [
    ends,
    keepArrival(write, path, `${write.value(0)} >= 0.0`),
    ...['{', write.uniform('u', '0u'), `${left} = 1.0 / u;`, '}'],
    keepDistance(write, varies),
  ];
}

function keepDistance(write: RecordWriter, varies: boolean): string {
  const scale = varies ? `(${write.setting(at.bridge)} / max(${write.value(1)}, 1e-30))` : write.setting(at.bridge);
  return `${write.memory(word.before)} = ${scale} * ${write.value(0)};`;
}

function recordStatements(write: RecordWriter, bridges: boolean, varies: boolean): string[] {
  const ends = keepArrival(write, write.memory(word.ends), `${write.value(0)} >= 0.0`);
  if (!bridges) return [ends];
  const left = write.memory(word.left);
  return [
    ends,
    // Inside the exponent is above 0: the probability is 1.
    `${left} *= 1.0 - exp2(min(${write.memory(word.before)} * ${write.value(0)}, 0.0));`,
    keepArrival(write, write.memory(word.path), `${left} < 1.0`),
    keepDistance(write, varies),
  ];
}

/** Time 0 is the arrival that the test is named by, with the curve; time 1 that at step ends beside a bridge. */
const timesOf = (bridges: boolean) => (bridges ? [word.path, word.ends] : [word.ends]);

function finish(write: RecordWriter, bridges: boolean): string[] {
  const interval = `u32(${write.setting(at.interval)})`;
  const place = `((u32(arrival) + ${interval} - 1u) / ${interval})`;
  const arrivals = timesOf(bridges).map((w) => write.memory(w));
  return ['{', ...countArrivals(write, at, arrivals, [write.addAt('curve', place, '1i')]), '}'];
}

function beginTwin(record: TwinRecord, bridges: boolean): void {
  const { count, values, memory } = record;
  for (let k = 0; k < count; k++) {
    if (values[0][k] >= 0) for (const w of timesOf(bridges)) memory[w][k] = 0;
    if (bridges) memory[word.left][k] = 1 / record.uniform(k, 0);
  }
  if (bridges) keepDistances(record);
}

function keepDistances({ count, values, settings, memory }: TwinRecord): void {
  for (let k = 0; k < count; k++) {
    memory[word.before][k] = (settings[at.bridge] / Math.max(values[1]?.[k] ?? 1, 1e-30)) * values[0][k];
  }
}

function recordTwin(record: TwinRecord, bridges: boolean): void {
  const { clock, count, values, memory } = record;
  const arrive = (w: number, k: number) => {
    if (memory[w][k] < 0) memory[w][k] = clock;
  };
  for (let k = 0; k < count; k++) {
    if (values[0][k] >= 0) arrive(word.ends, k);
    if (!bridges) continue;
    memory[word.left][k] *= 1 - 2 ** Math.min(memory[word.before][k] * values[0][k], 0);
    if (memory[word.left][k] < 1) arrive(word.path, k);
  }
  if (bridges) keepDistances(record);
}

function finishTwin(record: TwinRecord, bridges: boolean): void {
  timesOf(bridges).forEach((w, time) => {
    for (const arrival of record.memory[w]) {
      if (!countArrival(record, at, time, arrival) || time > 0) continue;
      record.add('curve', Math.ceil(arrival / record.settings[at.interval]), 1);
    }
  });
}

function report(run: ReportContext, region: Node, tests: number): Report {
  const [, horizon, tail, interval] = run.settings;
  const step = Number(run.point.method.step);
  const exact = run.dynamics?.passage(region) ?? null;
  const estimates = (test: number) => {
    const groups = atRisk(run.tally('times'), test, [horizon, tail], step);
    return survivalEstimates(groups, horizon * step, tail * step);
  };
  const measured = estimates(0);
  const intervals = Math.ceil(horizon / interval);
  const times = Array.from({ length: intervals + 1 }, (_, k) => Math.min(k * interval, horizon) * step);
  const survival = survivalCurve(run.tally('curve'), times, exact?.survival(times) ?? null);
  return {
    values: {
      ...measured,
      mean: { ...measured.mean, reference: exact?.mean ?? null },
      hazard: { ...measured.hazard, reference: exact?.hazard ?? null },
      test: tests > 1 ? 'bridge' : 'step-end',
      horizon: horizon * step,
      ...(tests > 1 && { stepEnd: estimates(1) }),
      times,
      survival,
    },
    arrays: {
      times: { shape: [times.length], data: Float64Array.from(times) },
      survival: { shape: [times.length], data: Float64Array.from(survival, (e) => e.value ?? Number.NaN) },
    },
  };
}

function survivalCurve(curve: GroupTally, times: readonly number[], exact: readonly number[] | null) {
  const { value, standardError } = jackknife(curve, (cells, particles) => {
    let left = particles;
    return times.map((_, k) => {
      left -= cells[k];
      return left / particles;
    });
  });
  return times.map((_, k) => ({
    value: value[k],
    standardError: standardError[k],
    ...(exact && { reference: exact[k] }),
  }));
}
