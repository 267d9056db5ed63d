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
    saturated: 'pairs too large for the fixed-point sums, left out of them',
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
        { name: 'sums', kind: 'indexedSum', count: count * perLag },
      ],
      memory: [0, 0, 0],
      pilot: [node],
      settings: (ranges, point) => settingsOf(ranges, schedules.get(point)?.lags ?? [1], count),
      begin: {
        wgsl: (write) => restart(write, `${write.value(0)} - ${write.setting(at.centre)}`),
        twin: (record) => {
          for (let k = 0; k < record.count; k++)
            restartTwin(record, k, record.values[0][k] - record.settings[at.centre]);
        },
      },
      record: { wgsl: recordStatements, twin: recordTwin },
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

// Settings: the centre, units of values and of their products, then the gaps between lags, 0 after the last.
const at = { centre: 0, value: 1, product: 2, lags: 3 } as const;

// Memory: the value at the start, the number of the lag that comes next, and the clock then.
const word = { start: 0, lag: 1, next: 2 } as const;

// Cells of a lag: pairs, and sums of a, b, ab, a², b² of the values at its two ends.
const perLag = 6;

function settingsOf([range]: readonly PilotRange[], lags: readonly number[], count: number): number[] {
  const size = spreadOf(range);
  const gaps = lags.map((lag, j) => lag - (lags[j - 1] ?? 0));
  const padded = [...gaps, ...Array.from({ length: count + 1 - gaps.length }, () => 0)];
  return [Math.fround(range.mean), scaleFor(size), scaleFor(size * size), ...padded];
}

function restart(write: RecordWriter, value: string): string[] {
  return [
    `${write.memory(word.start)} = ${value};`,
    `${write.memory(word.lag)} = 0.0;`,
    `${write.memory(word.next)} = f32(bitcast<i32>${write.clock}) + ${write.settingAt(`${at.lags}u`)};`,
  ];
}

function recordStatements(write: RecordWriter): string[] {
  const [start, lag, next] = [word.start, word.lag, word.next].map((w) => write.memory(w));
  const [values, products] = [write.setting(at.value), write.setting(at.product)];
  const amounts = [
    `fixed_point(a, ${values})`,
    `fixed_point(b, ${values})`,
    ...['a * b', 'a * a', 'b * b'].map((product) => `fixed_point(${product}, ${products})`),
  ];
  return [
    `let a = ${start};`,
    `let b = ${write.value(0)} - ${write.setting(at.centre)};`,
    ...amounts.map((amount, i) => `let q${i} = ${amount};`),
    `let fits = ${amounts.map((_, i) => `(q${i} != saturated_mark)`).join(' & ')};`,
    write.countIf('saturated', 0, '!fits'),
    `let cell = u32(${lag}) * ${perLag}u;`,
    write.addAt('sums', 'cell', 'select(0, 1, fits)'),
    ...amounts.map((_, i) => write.addAt('sums', `cell + ${i + 1}u`, `select(0, q${i}, fits)`)),
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
  const { count, values, settings, memory } = record;
  for (let k = 0; k < count; k++) {
    const b = values[0][k] - settings[at.centre];
    tally(record, memory[word.lag][k], memory[word.start][k], b);
    memory[word.lag][k]++;
    const gap = settings[at.lags + memory[word.lag][k]];
    memory[word.next][k] += gap;
    if (gap === 0) restartTwin(record, k, b);
  }
}

function tally({ settings, add }: TwinRecord, lag: number, a: number, b: number): void {
  const values = [a, b].map((v) => Math.round(v * settings[at.value]));
  const products = [a * b, a * a, b * b].map((v) => Math.round(v * settings[at.product]));
  const amounts = [1, ...values, ...products];
  if (amounts.every((q) => Math.abs(q) <= largestAmount)) {
    amounts.forEach((amount, i) => {
      add('sums', lag * perLag + i, amount);
    });
  } else add('saturated', 0, 1);
}

function report(run: ReportContext, node: Node, asked: readonly number[], { lags }: Schedule): Report {
  const step = Number(run.point.method.step);
  const { values, covariance, groups } = jackknifeCovariance(run.tally('sums'), (cells) =>
    correlations(cells, run.settings, lags.length),
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
function correlations(cells: Float64Array, settings: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, j) => {
    const [n, sa, sb, sab, saa, sbb] = cells.subarray(j * perLag, (j + 1) * perLag);
    const [a, b] = [sa, sb].map((s) => s / settings[at.value] / n);
    const [ab, aa, bb] = [sab, saa, sbb].map((s) => s / settings[at.product] / n);
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
