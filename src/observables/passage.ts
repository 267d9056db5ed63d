import { z } from 'zod';
import { dependencies, gradient, literal, type Node } from '../expression';
import type { Observable, ObserverContext, RecordWriter, Report, ReportContext, TwinRecord } from '../model/observable';
import type { SweepPoint } from '../model/plan';
import type { GroupTally } from '../model/tally';
import { jackknife, survivalEstimates } from '../statistics';
import {
  arrivalStep,
  arrivedAtStart,
  atRisk,
  cellsPerTime,
  countArrival,
  countArrivals,
  horizonSettings,
  survive,
} from './parts/arrivals';
import { bridgeLeft, bridgeScale, bridgeVariance, normalDistance } from './parts/bridge';
import { constantStep, countableSteps, stepsIn } from './parts/clock';

const schema = z.strictObject({
  into: z.string().describe('The region: where this expression is at least 0'),
  test: z
    .enum(['bridge', 'step-end'])
    .describe('How the path between step ends is looked at; the bridge by default where the method has one')
    .optional(),
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
 * arrives when Π(1 − pₙ) falls below U, which has the law of a number for each step. By step ends alone
 * (`step-end`, which is all that other methods have) arrivals are late by O(√h).
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
    asymptote:
      'Eyring and Kramers’ time over the saddle, good for small temperatures, and ΔU/T; null where there is no one saddle',
    times: 'times of the survival curve',
    survival: 'P(τ > t) at each of them',
  },
  source:
    'Bridge: Gobet 2000, Stoch. Process. Appl. 87:167–197. Restricted mean: Royston & Parmar 2013, BMC Med. Res. Methodol. 13:152. Rates: Aalen, Borgan & Gjessing 2008, Survival and Event History Analysis, §5.1',
  schema,
  observe(spec, context) {
    constantStep(context, 'into');
    countableSteps(context, 'horizon');
    const region = context.formula(spec.into, 'into');
    const { bridges, distance, variance } = readRegion(region, spec.test, context);
    const horizons = new Map(context.points.map((point) => [point, horizonOf(spec.horizon, point, context)]));
    return {
      every: 1,
      expressions: bridges ? [distance, ...(variance ? [variance] : [])] : [region],
      blocks: [
        { name: 'times', kind: 'indexedSum', count: cellsPerTime },
        { name: 'curve', kind: 'indexedSum', count: mostIntervals + 2 },
      ],
      memory: bridges ? [0, 1, 0] : [0, -3e38],
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
      settled: {
        wgsl: ({ memory }) => `(${arrived(memory, bridges)})`,
        twin: (memory, k) => hasArrived(memory, k, bridges),
      },
      report: (run) => report(run, region, bridges),
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

function readRegion(region: Node, test: 'bridge' | 'step-end' | undefined, context: ObserverContext): Region {
  const { graph } = context.scope;
  if (dependencies(region).size === 0)
    return context.refuse(
      'into',
      'an expression that no coordinate changes',
      'expected a region that particles may enter',
    );
  const slopes = gradient(graph, region);
  const flat = slopes.every((slope) => slope === graph.zero);
  const can = context.method.bridge && !flat;
  if (test === 'bridge' && !can) {
    const why = flat
      ? 'a region without a normal'
      : `'${context.method.name}', whose noise is not white from step to step`;
    context.refuse(
      'test',
      `'bridge' with ${why}`,
      'expected step-end, or euler-maruyama and a region by a smooth expression',
    );
  }
  const bridges = can && test !== 'step-end';
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

// Settings: −2/s², the horizon and half of it, the length of an interval of the curve, in steps.
const at = { bridge: 0, horizon: 1, tail: 2, interval: 3 } as const;

function settingsOf(horizon: number, variance: number): number[] {
  const interval = 2 ** Math.max(0, Math.ceil(Math.log2(horizon / mostIntervals)));
  return [bridgeScale(variance), ...horizonSettings(horizon), interval];
}

// Memory: steps before the arrival; then by the bridge what is left of 1/U, and the distance before in units of `bridgeScale`; by step
// ends the largest value of the expression so far.
const word = { survived: 0, left: 1, most: 1, before: 2 } as const;

function begin(write: RecordWriter, bridges: boolean, varies: boolean): string[] {
  const inside = `${write.value(0)} >= 0.0`;
  const survived = `${write.memory(word.survived)} = select(0.0, ${literal(arrivedAtStart)}, ${inside});`;
  if (!bridges) return [survived, `${write.memory(word.most)} = ${write.value(0)};`];
  const left = `${write.memory(word.left)} = select(1.0 / u, 0.0, ${inside});`;
  return ['{', survived, write.uniform('u', '0u'), left, keepDistance(write, varies), '}'];
}

function keepDistance(write: RecordWriter, varies: boolean): string {
  const scale = varies ? `(${write.setting(at.bridge)} / max(${write.value(1)}, 1e-30))` : write.setting(at.bridge);
  return `${write.memory(word.before)} = ${scale} * ${write.value(0)};`;
}

function recordStatements(write: RecordWriter, bridges: boolean, varies: boolean): string[] {
  const survived = write.memory(word.survived);
  const [left, most] = [write.memory(word.left), write.memory(word.most)];
  if (!bridges)
    return [
      `${most} = select(${most}, ${write.value(0)}, ${write.value(0)} > ${most});`,
      survive(survived, `select(0.0, 1.0, ${most} < 0.0)`),
    ];
  return [
    `${left} = bridge_left(${left}, ${write.memory(word.before)} * ${write.value(0)});`,
    survive(survived, `at_least(${left}, 1.0)`),
    keepDistance(write, varies),
  ];
}

const arrived = (memory: (i: number) => string, bridges: boolean) =>
  bridges ? `${memory(word.left)} < 1.0` : `${memory(word.most)} >= 0.0`;

const hasArrived = (memory: readonly Float64Array[], k: number, bridges: boolean) =>
  bridges ? memory[word.left][k] < 1 : memory[word.most][k] >= 0;

function finish(write: RecordWriter, bridges: boolean): string[] {
  const interval = `u32(${write.setting(at.interval)})`;
  const place = `((u32(arrival) + ${interval} - 1u) / ${interval})`;
  const step = arrivalStep(write.memory(word.survived), arrived(write.memory, bridges));
  return ['{', ...countArrivals(write, at, [step], [write.addAt('curve', place, '1i')]), '}'];
}

function beginTwin(record: TwinRecord, bridges: boolean): void {
  const { count, values, memory } = record;
  for (let k = 0; k < count; k++) {
    const inside = values[0][k] >= 0;
    memory[word.survived][k] = inside ? arrivedAtStart : 0;
    if (!bridges) memory[word.most][k] = values[0][k];
    else memory[word.left][k] = inside ? 0 : 1 / record.uniform(k, 0);
  }
  if (bridges) keepDistances(record);
}

function keepDistances({ count, values, settings, memory }: TwinRecord): void {
  for (let k = 0; k < count; k++) {
    memory[word.before][k] = (settings[at.bridge] / Math.max(values[1]?.[k] ?? 1, 1e-30)) * values[0][k];
  }
}

function recordTwin(record: TwinRecord, bridges: boolean): void {
  const { count, values, memory } = record;
  const [survived, left, most] = [memory[word.survived], memory[word.left], memory[word.most]];
  for (let k = 0; k < count; k++) {
    if (bridges) left[k] = bridgeLeft(left[k], memory[word.before][k] * values[0][k]);
    else if (values[0][k] > most[k]) most[k] = values[0][k];
    if (bridges ? left[k] >= 1 : most[k] < 0) survived[k]++;
  }
  if (bridges) keepDistances(record);
}

function finishTwin(record: TwinRecord, bridges: boolean): void {
  const { memory } = record;
  memory[word.survived].forEach((steps, k) => {
    if (!hasArrived(memory, k, bridges) || !countArrival(record, at, 0, steps + 1)) return;
    record.add('curve', Math.ceil((steps + 1) / record.settings[at.interval]), 1);
  });
}

function report(run: ReportContext, region: Node, bridges: boolean): Report {
  const [, horizon, tail, interval] = run.settings;
  const step = Number(run.point.method.step);
  const exact = run.dynamics?.passage(region) ?? null;
  const groups = atRisk(run.tally('times'), 0, [horizon, tail], step);
  const measured = survivalEstimates(groups, horizon * step, tail * step);
  const left = exact?.survival([horizon * step]) ?? null;
  const intervals = Math.ceil(horizon / interval);
  const times = Array.from({ length: intervals + 1 }, (_, k) => Math.min(k * interval, horizon) * step);
  const survival = survivalCurve(run.tally('curve'), times, exact?.survival(times) ?? null);
  return {
    values: {
      ...measured,
      arrived: { ...measured.arrived, reference: left && 1 - left[0] },
      mean: { ...measured.mean, reference: exact?.mean ?? null },
      hazard: { ...measured.hazard, reference: exact?.hazard ?? null },
      test: bridges ? 'bridge' : 'step-end',
      horizon: horizon * step,
      asymptote: run.dynamics?.asymptote(region) ?? null,
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
    // Rounding leaves something of a spread of 0.
    standardError: standardError[k] < 1e-12 ? 0 : standardError[k],
    ...(exact && { reference: exact[k] }),
  }));
}
