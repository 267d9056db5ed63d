import { z } from 'zod';
import { literal, type Node } from '../expression';
import type { Estimate } from '../model/estimate';
import type { Observable, PilotRange, RecordWriter, Report, ReportContext, TwinRecord } from '../model/observable';
import type { GroupTally } from '../model/tally';
import {
  bulkEffectiveSize,
  chainsRHat,
  estimate,
  jackknife,
  nestedRHat,
  rankNormalizedRHat,
  type Superchain,
} from '../statistics';
import { mostCounted } from './parts/clock';
import { every } from './parts/fields';
import { largestAmount, scaleFor, spreadOf } from './parts/fixedPoint';

const schema = z.strictObject({ of: z.string().describe('Expression that is averaged over time'), every });

const traceParticles = 64;
const traceRecords = 128;
/** Intervals of f at the end of burn-in: particles that began in one of them are a superchain. */
const superchains = 16;

/** R̂ of a run that is called ergodic (Vehtari et al. 2021). */
const converged = 1.01;

/**
 * Averages over time along each particle's path, from the end of burn-in on, against averages over the ensemble.
 *
 * A path much longer than the time of mixing has forgotten its start, its time average is the ensemble's but for a variance of
 * 2 Var(f) τ/T, and R̂ is near 1. R̂ is told of all paths (`chains`), of superchains of those that began with f in one of 16 equal
 * intervals of the range that the pilot saw (`nested`), and, rank-normalised and split, of the first 64 (`split`). A run is called
 * ergodic when all are below 1.01 and the mean is the exact one where that is known: R̂ cannot tell of a well that nobody has left for.
 */
export const timeAverage: Observable<z.infer<typeof schema>> = {
  kind: 'timeAverage',
  title: 'Time averages along paths against averages over the ensemble',
  reports: {
    ensembleMean: 'E f over particles at the end of the run',
    timeMean: 'mean over particles of the average over time',
    variance: 'variance over particles of the average over time; exact for a stationary path',
    rHat: 'R̂: split (rank-normalised, of 64 paths), nested (superchains by where they began), chains (all paths)',
    effectiveSamples:
      'independent draws that would tell the mean of f as well as the paths do: Var f over the variance of their mean',
    bulkEffectiveSize: 'the same by rank-normalised autocorrelation, of 64 paths and at most 128 records of each',
    ergodicityBreaking:
      'variance of the time average over its squared mean; null where the mean is 0 within 4 standard errors',
    ergodic: 'whether every R̂ is below 1.01 and the mean over time, where it is known exactly, is that',
    saturated: 'particles whose sums were too large for fixed point, left out',
  },
  source:
    'Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, Bayesian Anal. 16:667–718; Margossian et al. 2021, arXiv 2110.13017; He, Burov, Metzler & Barkai 2008, Phys. Rev. Lett. 101:058101',
  schema,
  observe(spec, context) {
    const node = context.formula(spec.of, 'of');
    const records = Math.floor(context.steps / spec.every);
    if (records > mostCounted)
      context.refuse(
        'every',
        `${records} records`,
        `expected at most ${mostCounted}, which single precision sums; record less often`,
      );
    if (records < 4)
      context.refuse('every', `${records} records in ${context.steps} steps`, 'expected at least 4; record more often');
    const thinned = Math.ceil(records / traceRecords);
    // A power of two: steps are taken several at a time where all records let them.
    const stride = 2 ** Math.ceil(Math.log2(thinned));
    const traced = Math.min(traceParticles, context.particles);
    const plan: Records = { records, stride, every: spec.every };
    return {
      every: spec.every,
      expressions: [node],
      blocks: [
        { name: 'saturated', kind: 'counter', count: 1 },
        { name: 'sums', kind: 'sum', count: sumCells },
        { name: 'superchains', kind: 'indexedSum', count: superchains * perSuperchain },
      ],
      memory: [0, 0, 0],
      pilot: [node],
      settings: ([range]) => settingsOf(range),
      trace: { particles: traced, records: Math.floor(records / stride) },
      begin: { wgsl: beginStatements, twin: beginTwin },
      record: { wgsl: recordStatements, twin: recordTwin },
      sparse: {
        every: stride * spec.every,
        record: { wgsl: (write) => keepStatements(write, plan, traced), twin: (record) => keepTwin(record, plan) },
      },
      finish: { wgsl: (write) => finishStatements(write, plan), twin: (record) => finishTwin(record, plan) },
      report: (run) => report(run, node, plan),
    };
  },
};

interface Records {
  records: number;
  /** Records between those of the trace. */
  stride: number;
  every: number;
}

// Settings: the centre, units of values and of squares, where the superchains' intervals begin, intervals per unit.
const at = { centre: 0, value: 1, square: 2, low: 3, perWidth: 4 } as const;

function settingsOf({ mean, low, high, ...range }: PilotRange): number[] {
  const size = spreadOf({ mean, ...range });
  const [from, to] = [low ?? mean - size, high ?? mean + size].map(Math.fround);
  const width = to > from ? to - from : size;
  return [Math.fround(mean), scaleFor(size), scaleFor(size * size), from, Math.fround(superchains / width)];
}

// Memory, of f less the centre: its sum and the sum of squares; and the superchain.
const word = { total: 0, squares: 1, superchain: 2 } as const;

// Sums over particles: the time average in whole units q, its exact square as q² = 2³⁰ h² + 2¹⁶ h l + l² with q = 2¹⁵ h + l, the mean
// square over time, the value at the end. In long runs q² varies by less than a unit of squares, so that the square must not be rounded.
const cell = { mean: 0, high: 1, mixed: 2, low: 3, square: 4, last: 5 } as const;
const sumCells = 6;
// Of a superchain: particles, and the first five of these sums.
const perSuperchain = 6;

/** Σ q² from the sums of its parts. */
const squaresOf = (cells: ArrayLike<number>, first = 0): number =>
  2 ** 30 * cells[first + cell.high] + 2 ** 16 * cells[first + cell.mixed] + cells[first + cell.low];

function beginStatements(write: RecordWriter): string[] {
  const place = `(${write.value(0)} - ${write.setting(at.low)}) * ${write.setting(at.perWidth)}`;
  return [`${write.memory(word.superchain)} = clamp(floor(${place}), 0.0, ${superchains - 1}.0);`];
}

function recordStatements(write: RecordWriter): string[] {
  const [total, squares] = [word.total, word.squares].map((w) => write.memory(w));
  return [
    '{',
    `let f = ${write.value(0)} - ${write.setting(at.centre)};`,
    `${total} += f;`,
    `${squares} += f * f;`,
    '}',
  ];
}

function keepStatements(write: RecordWriter, { stride, every }: Records, particles: number): string[] {
  const record = `${write.clock} / ${stride * every}u - 1u`;
  return [`if (${write.particle} < ${particles}u) {`, write.keep(write.particle, `(${record})`, write.value(0)), '}'];
}

function finishStatements(write: RecordWriter, { records }: Records): string[] {
  const [total, squares] = [word.total, word.squares].map((w) => write.memory(w));
  const [value, square] = [write.setting(at.value), write.setting(at.square)];
  const share = literal(1 / records);
  return [
    '{',
    `let q = fixed_point(${total} * ${share}, ${value});`,
    `let square = fixed_point(${squares} * ${share}, ${square});`,
    `let last = fixed_point(${write.value(0)} - ${write.setting(at.centre)}, ${value});`,
    'let fits = (q != saturated_mark) & (square != saturated_mark) & (last != saturated_mark);',
    write.countIf('saturated', 0, '!fits'),
    'let whole = select(0, q, fits);',
    'let high = whole >> 15u;',
    'let low = whole & 32767;',
    `var amounts = array<i32, ${sumCells}>(whole, high * high, high * low, low * low, select(0, square, fits), select(0, last, fits));`,
    ...Array.from({ length: sumCells }, (_, i) => write.add('sums', i, `amounts[${i}]`)),
    `let first = u32(${write.memory(word.superchain)}) * ${perSuperchain}u;`,
    write.addAt('superchains', 'first', 'select(0, 1, fits)'),
    `for (var i = 1u; i < ${perSuperchain}u; i++) {`,
    write.addAt('superchains', '(first + i)', 'amounts[i - 1u]'),
    '}',
    '}',
  ];
}

function beginTwin({ count, values, settings, memory }: TwinRecord): void {
  for (let k = 0; k < count; k++) {
    const place = Math.floor((values[0][k] - settings[at.low]) * settings[at.perWidth]);
    memory[word.superchain][k] = Math.max(0, Math.min(superchains - 1, place));
  }
}

function recordTwin({ count, values, settings, memory }: TwinRecord): void {
  for (let k = 0; k < count; k++) {
    const f = values[0][k] - settings[at.centre];
    memory[word.total][k] += f;
    memory[word.squares][k] += f * f;
  }
}

function keepTwin(record: TwinRecord, { stride, every }: Records): void {
  for (let k = 0; k < record.count; k++) record.keep(k, record.clock / (stride * every) - 1, record.values[0][k]);
}

function finishTwin({ count, values, settings, memory, add }: TwinRecord, { records }: Records): void {
  for (let k = 0; k < count; k++) {
    const q = Math.round((memory[word.total][k] / records) * settings[at.value]);
    const square = Math.round((memory[word.squares][k] / records) * settings[at.square]);
    const last = Math.round((values[0][k] - settings[at.centre]) * settings[at.value]);
    if (![q, square, last].every((amount) => Math.abs(amount) <= largestAmount)) {
      add('saturated', 0, 1);
      continue;
    }
    const [high, low] = [Math.floor(q / 2 ** 15), q - Math.floor(q / 2 ** 15) * 2 ** 15];
    const amounts = [q, high * high, high * low, low * low, square, last];
    amounts.forEach((amount, i) => {
      add('sums', i, amount);
    });
    const first = memory[word.superchain][k] * perSuperchain;
    [1, ...amounts.slice(0, perSuperchain - 1)].forEach((amount, i) => {
      add('superchains', first + i, amount);
    });
  }
}

function report(run: ReportContext, node: Node, plan: Records): Report {
  const { density, dynamics, settings, point } = run;
  const groups = counted(run);
  const measured = jackknife(groups, (cells, particles) => statistics(cells, particles, settings));
  const [ensemble, time, variance, effective, breaking] = Array.from(measured.value, (v, i) =>
    estimate(v, measured.standardError[i]),
  );
  const mean = density?.mean(node) ?? null;
  const spacing = plan.every * Number(point.method.step);
  const exact = dynamics?.timeMeanVariance(node, spacing, plan.records) ?? null;
  const spread = density?.covariance(node, node) ?? null;
  const particles = groups.particles.reduce((a, b) => a + b, 0);
  const ratio = exact === null || spread === null ? null : (particles * spread) / exact;
  const vanishes = Math.abs(time.value ?? 0) <= 4 * (time.standardError ?? 0);
  const rHat = rHats(run, plan);
  const known = Object.values(rHat).filter((r) => r !== null);
  return {
    values: {
      ensembleMean: { ...ensemble, reference: mean },
      timeMean: { ...time, reference: mean },
      variance: { ...variance, reference: exact },
      rHat,
      effectiveSamples: { ...effective, reference: ratio },
      bulkEffectiveSize: run.trace === null ? null : bulkEffectiveSize(traces(run.trace, plan)),
      ergodicityBreaking: vanishes
        ? { value: null, standardError: null }
        : { ...breaking, reference: exactBreaking(exact, mean, spread) },
      ergodic: known.length === 0 ? null : known.every((r) => r < converged) && near(time, mean),
      saturated: run.tally('saturated').cells.reduce((sum, cells) => sum + cells[0], 0),
    },
  };
}

/** Whether a mean is within 5 standard errors of the exact one, and half a per cent for the method's step; true where none is known. */
function near({ value, standardError }: Estimate, exact: number | null): boolean {
  if (exact === null || value === null || standardError === null) return true;
  return Math.abs(value - exact) <= 5 * standardError + 0.005 * Math.abs(exact);
}

/** Null where the mean is 0 but for rounding. */
function exactBreaking(variance: number | null, mean: number | null, spread: number | null): number | null {
  if (variance === null || mean === null || spread === null) return null;
  return mean ** 2 < 1e-18 * spread ? null : variance / mean ** 2;
}

/** The sums, and how many particles are in them. */
function counted(run: ReportContext): GroupTally {
  const [sums, saturated] = [run.tally('sums'), run.tally('saturated')];
  return { particles: sums.particles.map((n, g) => n - saturated.cells[g][0]), cells: sums.cells };
}

/** Mean at the end, mean over time, its variance over particles, effective draws, and the variance over the squared mean. */
function statistics(cells: Float64Array, particles: number, settings: readonly number[]): number[] {
  const unit = settings[at.value];
  const mean = cells[cell.mean] / particles;
  const variance = Math.max(0, squaresOf(cells) - mean ** 2 * particles) / (particles - 1) / unit ** 2;
  const spread = cells[cell.square] / settings[at.square] / particles - (mean / unit) ** 2;
  const whole = settings[at.centre] + mean / unit;
  // Below a unit there is only rounding.
  const known = variance * unit ** 2 > 1 ? variance : Number.NaN;
  const last = settings[at.centre] + cells[cell.last] / unit / particles;
  return [last, whole, variance, (particles * spread) / known, known / whole ** 2];
}

function traces(trace: Float32Array, { records, stride }: Records): Float64Array[] {
  const length = Math.floor(records / stride);
  return Array.from({ length: trace.length / length }, (_, k) =>
    Float64Array.from(trace.subarray(k * length, (k + 1) * length)),
  );
}

function rHats(run: ReportContext, plan: Records) {
  const { records } = plan;
  const [value, square] = [run.settings[at.value], run.settings[at.square]];
  const pooled = run.tally('superchains').cells.reduce((sum, cells) => sum.map((v, i) => v + cells[i]));
  const chains = Array.from({ length: superchains }, (_, s): Superchain => {
    const [n, ...sums] = pooled.subarray(s * perSuperchain, (s + 1) * perSuperchain);
    const sumOfSquaredMeans = squaresOf(sums) / value ** 2;
    const within = Math.max(0, sums[cell.square] / square - sumOfSquaredMeans);
    const sumOfVariances = within * (records / (records - 1));
    return { chains: n, sumOfMeans: sums[cell.mean] / value, sumOfSquaredMeans, sumOfVariances };
  });
  return {
    split: run.trace === null ? null : rankNormalizedRHat(traces(run.trace, plan)),
    nested: nestedRHat(chains),
    chains: chainsRHat(chains, records),
  };
}
