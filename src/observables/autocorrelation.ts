import { z } from 'zod';
import type { Node } from '../expression';
import type { Dynamics } from '../model/dynamics';
import type {
  Observable,
  ObserverContext,
  PilotRange,
  RecordWriter,
  Report,
  ReportContext,
  TwinRecord,
} from '../model/observable';
import type { SweepPoint } from '../model/plan';
import { jackknifeCovariance, relaxationFit } from '../statistics';
import { constantStep, countableSteps, stepsIn } from './parts/clock';
import { largestAmount, scaleFor, spreadOf } from './parts/fixedPoint';

const schema = z.strictObject({
  of: z.string().describe('Expression whose values at two times are correlated'),
  lags: z.array(z.number().nonnegative()).min(1).max(256).describe('Lags in units of time, to the nearest step'),
});

/**
 * Autocorrelation over the ensemble: ρ(t) = corr(f(X_s), f(X_{s+t})) over particles, pooled over start times s that follow one
 * another at the longest lag from the end of burn-in on. Its standard error is about 1/√(particles × start times), without a
 * window in time.
 */
export const autocorrelation: Observable<z.infer<typeof schema>> = {
  kind: 'autocorrelation',
  title: 'Autocorrelation over the ensemble, relaxation rate and integrated time',
  reports: {
    lags: 'the lags as they are, whole steps, in units of time',
    values: 'ρ at each lag; 1 at lag 0',
    relaxationRate: 'rate of the slowest mode in f, from a single exponential on the late lags',
    integratedTime: 'τ = ∫₀^∞ ρ dt, from the lags and that exponential beyond them',
    saturated: 'values too large for the fixed-point sums, taken for the mean in them',
  },
  source: 'Window averaging of the fit: Jay & Neil 2021, Phys. Rev. D 103:114502',
  schema,
  observe(spec, context) {
    const node = context.formula(spec.of, 'of');
    constantStep(context, 'lags');
    countableSteps(context, 'lags');
    const schedules = new Map(context.points.map((point) => [point, schedule(spec.lags, point, context)]));
    const counts = [...schedules.values()].map(({ lags }) => lags.length);
    const count = Math.max(1, ...counts);
    return {
      every: Math.max(1, Math.min(...[...schedules.values()].map(({ lags }) => lags[0]))),
      due: {
        unit: [...schedules.values()].flatMap(({ lags }) => lags).reduce(commonDivisor, 0) || 1,
        wgsl: ({ memory }) => `u32(${memory(word.next)})`,
        twin: (memory) => memory[word.next][0],
      },
      expressions: [node],
      blocks: [
        { name: 'saturated', kind: 'counter', count: 1 },
        { name: 'sums', kind: 'indexedSum', count: perStarts + count * perLag },
      ],
      memory: [0, 0, 0],
      pilot: [node],
      settings: (ranges, point) => settingsOf(ranges, schedules.get(point)?.lags ?? [1], count),
      begin: {
        wgsl: (write) => [
          '{',
          ...declareValue(write, 'a'),
          ...sumStart(write, 'a', startCell.first),
          ...restart(write, 'a'),
          '}',
        ],
        twin: (record) => {
          for (let k = 0; k < record.count; k++) {
            const a = valueTwin(record, k);
            sumTwin(record, [a, a * a], startCell.first);
            restartTwin(record, k, a);
          }
        },
      },
      record: { wgsl: recordStatements, twin: recordTwin },
      finish: {
        wgsl: (write) => sumStart(write, write.memory(word.start), startCell.last),
        twin: (record) => {
          for (const a of record.memory[word.start]) sumTwin(record, [a, a * a], startCell.last);
        },
      },
      report: (run) => report(run, node, spec.lags, schedules.get(run.point)!),
    };
  },
};

interface Schedule {
  /** Lags of at least a step, in steps, ascending and different. */
  lags: number[];
}

function schedule(times: readonly number[], point: SweepPoint, context: ObserverContext): Schedule {
  const steps = times.map((t) => stepsIn(t, point));
  const most = Math.max(...steps);
  if (most > context.steps) {
    const all = context.steps * Number(point.method.step);
    context.refuse(
      'lags',
      `a lag of ${Math.max(...times)}, ${most} steps`,
      `expected at most ${all}, the time that is observed`,
    );
  }
  times.forEach((t, i) => {
    if (t > 0 && steps[i] === 0)
      context.refuse(`lags.${i}`, `${t}`, `expected 0 or at least half a step of ${point.method.step}`);
  });
  const lags = [...new Set(steps)].filter((n) => n > 0).sort((a, b) => a - b);
  if (lags.length === 0) context.refuse('lags', 'no lag above 0', 'expected at least one');
  return { lags };
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

// Settings: the centre, units of values and of their products, the largest value that both hold, then the gaps between lags, 0 after the
// last.
const at = { centre: 0, value: 1, product: 2, largest: 3, lags: 4 } as const;

// Memory: the value at the start, the number of the lag that comes next, and the clock then.
const word = { start: 0, lag: 1, next: 2 } as const;

// All particles begin anew at the same times, so that the pairs of a lag need no count, and a value at a start is the one at the longest
// lag from the start before. Summed are, once, the value at the first start and its square, and those at the last one; and for each lag
// b, b² and ab of the values at its ends.
const startCell = { first: 0, last: 2 } as const;
const perStarts = 4;
const perLag = 3;

function settingsOf([range]: readonly PilotRange[], lags: readonly number[], count: number): number[] {
  const size = spreadOf(range);
  const gaps = lags.map((lag, j) => lag - (lags[j - 1] ?? 0));
  const padded = [...gaps, ...Array.from({ length: count + 1 - gaps.length }, () => 0)];
  const [value, product] = [scaleFor(size), scaleFor(size * size)];
  const largest = Math.fround(Math.min(largestAmount / value, Math.sqrt(largestAmount / product)) * (1 - 1e-6));
  return [Math.fround(range.mean), value, product, largest, ...padded];
}

function restart(write: RecordWriter, value: string): string[] {
  return [
    `${write.memory(word.start)} = ${value};`,
    `${write.memory(word.lag)} = 0.0;`,
    `${write.memory(word.next)} = f32(bitcast<i32>${write.clock}) + ${write.settingAt(`${at.lags}u`)};`,
  ];
}

/** Declares the value less the centre, 0 where the sums cannot hold it. */
function declareValue(write: RecordWriter, name: string): string[] {
  return [
    `let whole = ${write.value(0)} - ${write.setting(at.centre)};`,
    `let fits = is_finite(whole) & (abs(whole) <= ${write.setting(at.largest)});`,
    `let ${name} = select(0.0, whole, fits);`,
    write.countIf('saturated', 0, '!fits'),
  ];
}

const inUnits = (write: RecordWriter, value: string, unit: number) => `i32(round(${value} * ${write.setting(unit)}))`;

/** Adds a value at a start and its square. */
const sumStart = (write: RecordWriter, a: string, cell: number): string[] => [
  write.addAt('sums', `${cell}u`, inUnits(write, a, at.value)),
  write.addAt('sums', `${cell + 1}u`, inUnits(write, `${a} * ${a}`, at.product)),
];

function recordStatements(write: RecordWriter): string[] {
  const [start, lag, next] = [word.start, word.lag, word.next].map((w) => write.memory(w));
  const amounts = [
    inUnits(write, 'b', at.value),
    inUnits(write, 'b * b', at.product),
    inUnits(write, `${start} * b`, at.product),
  ];
  return [
    ...declareValue(write, 'b'),
    `let cell = u32(${lag}) * ${perLag}u + ${perStarts}u;`,
    ...amounts.map((amount, i) => `let q${i} = ${amount};`),
    ...amounts.map((_, i) => write.addAt('sums', `cell + ${i}u`, `q${i}`)),
    `${lag} += 1.0;`,
    `let gap = ${write.settingAt(`${at.lags}u + u32(${lag})`)};`,
    `${next} += gap;`,
    'if (gap == 0.0) {',
    ...restart(write, 'b'),
    '}',
  ];
}

function restartTwin({ memory, settings, clock }: TwinRecord, k: number, value: number): void {
  memory[word.start][k] = value;
  memory[word.lag][k] = 0;
  memory[word.next][k] = clock + settings[at.lags];
}

function recordTwin(record: TwinRecord): void {
  const { count, settings, memory } = record;
  for (let k = 0; k < count; k++) {
    const b = valueTwin(record, k);
    sumTwin(record, [b, b * b, memory[word.start][k] * b], perStarts + memory[word.lag][k] * perLag);
    memory[word.lag][k]++;
    const gap = settings[at.lags + memory[word.lag][k]];
    memory[word.next][k] += gap;
    if (gap === 0) restartTwin(record, k, b);
  }
}

function valueTwin({ values, settings, add }: TwinRecord, k: number): number {
  const whole = values[0][k] - settings[at.centre];
  if (Math.abs(whole) <= settings[at.largest]) return whole;
  add('saturated', 0, 1);
  return 0;
}

/** Adds a value and products to cells from `first` on. */
function sumTwin({ settings, add }: TwinRecord, [value, ...products]: readonly number[], first: number): void {
  const amounts = [value * settings[at.value], ...products.map((p) => p * settings[at.product])];
  amounts.forEach((amount, i) => {
    add('sums', first + i, Math.round(amount));
  });
}

function report(run: ReportContext, node: Node, asked: readonly number[], { lags }: Schedule): Report {
  const step = Number(run.point.method.step);
  const { values, covariance, groups } = jackknifeCovariance(run.tally('sums'), (cells, particles) =>
    correlations(cells, particles, run, lags),
  );
  const times = lags.map((lag) => lag * step);
  const exact = run.dynamics?.correlation(node, times) ?? null;
  const fit = relaxationFit({ lags: times, values, covariance, groups });
  const none = { value: null, standardError: null };
  const estimates = asked.map((time) => {
    const j = lags.indexOf(stepsIn(time, run.point));
    if (j < 0) return { value: 1, standardError: 0, ...(exact && { reference: 1 }) };
    const error = Math.sqrt(covariance[j][j]);
    return { value: finite(values[j]), standardError: finite(error), ...(exact && { reference: exact[j] }) };
  });
  const shown = asked.map((time) => stepsIn(time, run.point) * step);
  return {
    values: {
      lags: shown,
      values: estimates,
      relaxationRate: { ...(fit?.rate ?? none), reference: run.dynamics && slowestRate(run.dynamics, node) },
      integratedTime: { ...(fit?.integratedTime ?? none), reference: run.dynamics?.integratedTime(node) ?? null },
      saturated: run.tally('saturated').cells.reduce((sum, cells) => sum + cells[0], 0),
    },
    arrays: {
      lags: { shape: [shown.length], data: Float64Array.from(shown) },
      values: { shape: [shown.length], data: Float64Array.from(estimates, (e) => e.value ?? Number.NaN) },
    },
  };
}

const finite = (x: number) => (Number.isFinite(x) ? x : null);

/** ρ per lag from pooled cells. */
function correlations(cells: Float64Array, particles: number, { settings, steps }: ReportContext, lags: number[]) {
  const longest = lags[lags.length - 1];
  const whole = Math.floor(steps / longest);
  const of = (j: number) => cells.subarray(perStarts + j * perLag, perStarts + (j + 1) * perLag);
  const ends = of(lags.length - 1);
  return lags.map((lag, j) => {
    // From the last start on only the shorter lags are reached.
    const reached = lag <= steps - whole * longest;
    const n = particles * (whole + (reached ? 1 : 0));
    const start = (i: number) => cells[startCell.first + i] + ends[i] - (reached ? 0 : cells[startCell.last + i]);
    const [sb, sbb, sab] = of(j);
    const [a, b] = [start(0), sb].map((s) => s / settings[at.value] / n);
    const [aa, bb, ab] = [start(1), sbb, sab].map((s) => s / settings[at.product] / n);
    const [va, vb] = [aa - a * a, bb - b * b];
    // Below a unit there is only rounding.
    return Math.min(va, vb) * settings[at.product] < 1 ? Number.NaN : (ab - a * b) / Math.sqrt(va * vb);
  });
}

/** The rate at which the exact correlation of f falls in the end: the smallest one of a mode that is part of f. */
function slowestRate(dynamics: Dynamics, node: Node): number | null {
  const rates = dynamics.rates(8);
  if (rates === null) return null;
  // Late enough for the faster modes to be gone, early enough for digits.
  for (let t = 1 / rates[rates.length - 1]; t < 100 / rates[0]; t *= 1.5) {
    const late = dynamics.correlation(node, [t, 1.5 * t]);
    if (late === null) return null;
    if (Math.abs(late[0]) > 1e-4) continue;
    const slope = Math.log(late[0] / late[1]) / (t / 2);
    return rates.find((rate) => Math.abs(rate - slope) < 0.02 * rate) ?? null;
  }
  return null;
}
