import { z } from 'zod';
import { dependencies, gradient, type Node } from '../expression';
import type { Observable, ObserverContext, RecordWriter, Report, ReportContext, TwinRecord } from '../model/observable';
import type { SweepPoint } from '../model/plan';
import type { GroupTally } from '../model/tally';
import { jackknife, survivalEstimates } from '../statistics';
import { arrive, arriveTwin, atRisk, cellsPerTime, horizonSettings } from './arrivals';
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
      memory: bridges ? [1, 0, 1, 0] : [0],
      pilot: [],
      settings: (_, point) =>
        settingsOf(horizons.get(point) ?? context.steps, bridges ? bridgeVariance(context, point) : 1),
      begin: {
        wgsl: (write) => begin(write, bridges, variance !== null),
        twin: (record) => beginTwin(record, bridges),
      },
      record: {
        wgsl: (write) => (bridges ? recordBridge(write, variance !== null) : recordEnds(write, 0, 0)),
        twin: (record) => (bridges ? bridgeTwin(record) : endsTwin(record, 0, 0)),
      },
      settled: ({ memory }) => (bridges ? `(${memory(2)} < 0.0) & (${memory(3)} > 0.0)` : `(${memory(0)} > 0.0)`),
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

// Memory by the bridge: what is left of 1/U; −2 log₂e/s² times the distance before; 1 while waited for, −1 after; and of step ends alone
// 0 while waited for, 3e38 after, as in the one word without a bridge: what the distance has to reach.
const word = { left: 0, before: 1, waiting: 2, limit: 3 } as const;

function begin(write: RecordWriter, bridges: boolean, varies: boolean): string[] {
  if (!bridges) return recordEnds(write, 0, 0);
  return [
    '{',
    write.uniform('u', '0u'),
    `${write.memory(word.left)} = select(1.0 / u, 0.0, ${write.value(0)} >= 0.0);`,
    '}',
    ...arriveByBridge(write),
    ...recordEnds(write, word.limit, 1),
    ...keepDistance(write, varies),
  ];
}

function keepDistance(write: RecordWriter, varies: boolean): string[] {
  const scale = varies ? `(${write.setting(at.bridge)} / max(${write.value(1)}, 1e-30))` : write.setting(at.bridge);
  return [`${write.memory(word.before)} = ${scale} * ${write.value(0)};`];
}

function recordBridge(write: RecordWriter, varies: boolean): string[] {
  const left = write.memory(word.left);
  // Inside the exponent is above 0: the probability is 1.
  return [
    `${left} *= 1.0 - exp2(min(${write.memory(word.before)} * ${write.value(0)}, 0.0));`,
    ...arriveByBridge(write),
    ...recordEnds(write, word.limit, 1),
    ...keepDistance(write, varies),
  ];
}

// Loops that run once at most: SwiftShader computes both sides of a branch, but leaves a loop out where no particle enters it.
function arriveByBridge(write: RecordWriter): string[] {
  const waiting = write.memory(word.waiting);
  return [
    `while (${write.memory(word.left)} < ${waiting}) {`,
    `${waiting} = -1.0;`,
    ...arrive(write, at, '0u', curve(write)),
    '}',
  ];
}

function recordEnds(write: RecordWriter, limit: number, test: number): string[] {
  const reached = write.memory(limit);
  return [
    `while (${write.value(0)} >= ${reached}) {`,
    `${reached} = 3e38;`,
    ...arrive(write, at, `${test}u`, test === 0 ? curve(write) : []),
    '}',
  ];
}

function curve(write: RecordWriter): string[] {
  const interval = `u32(${write.setting(at.interval)})`;
  return [write.addAt('curve', `((${write.clock} + ${interval} - 1u) / ${interval})`, '1i')];
}

function beginTwin(record: TwinRecord, bridges: boolean): void {
  const { count, values, memory } = record;
  if (bridges) {
    for (let k = 0; k < count; k++) memory[word.left][k] = values[0][k] >= 0 ? 0 : 1 / record.uniform(k, 0);
    arrivals(record);
  } else endsTwin(record, 0, 0);
}

function bridgeTwin(record: TwinRecord): void {
  const { count, values, memory } = record;
  for (let k = 0; k < count; k++) {
    memory[word.left][k] *= 1 - 2 ** Math.min(memory[word.before][k] * values[0][k], 0);
  }
  arrivals(record);
}

function arrivals(record: TwinRecord): void {
  const { count, values, settings, memory } = record;
  for (let k = 0; k < count; k++) {
    if (memory[word.left][k] < memory[word.waiting][k]) {
      memory[word.waiting][k] = -1;
      tally(record, 0);
    }
    const scale = settings[at.bridge] / Math.max(values[1]?.[k] ?? 1, 1e-30);
    memory[word.before][k] = scale * values[0][k];
  }
  endsTwin(record, word.limit, 1);
}

function endsTwin(record: TwinRecord, limit: number, test: number): void {
  const { count, values, memory } = record;
  for (let k = 0; k < count; k++) {
    if (!(values[0][k] >= memory[limit][k])) continue;
    memory[limit][k] = 3e38;
    tally(record, test);
  }
}

function tally(record: TwinRecord, test: number): void {
  if (!arriveTwin(record, at, test) || test > 0) return;
  record.add('curve', Math.ceil(record.clock / record.settings[at.interval]), 1);
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
