import { z } from 'zod';
import { dependencies, hessian, type Node } from '../expression';
import type { Observable, ObserverContext, PilotRange, RecordWriter, Report, ReportContext } from '../model/observable';
import { estimate, jackknife, pool } from '../statistics';
import { extremeEigenvalues } from './parts/extremeEigenvalues';
import { every } from './parts/fields';
import { largestAmount, scaleFor } from './parts/fixedPoint';

const schema = z.strictObject({
  every,
  bins: z.int().min(1).max(4096).default(50).describe('Number of equal bins of each histogram'),
});

const quantities = ['trace', 'largest', 'smallest'] as const;

/**
 * Every thread keeps the triangle in memory of its own, 8 KiB at 64 coordinates, which is what WGSL promises a function; and its
 * entries are as many formulas: SwiftShader compiles the kernel of a tanh network of 32 weights in 3 s of processor time, of 64
 * in 16 s, the time growing with the cube of their number or so.
 */
const mostCoordinates = 64;

export const curvature: Observable<z.infer<typeof schema>> = {
  kind: 'curvature',
  title: 'Curvature of the landscape where the particles are: trace and extreme eigenvalues of the Hessian',
  reports: {
    trace: 'E tr ∇²U, the mean over all records',
    largest: 'E of the largest eigenvalue of ∇²U',
    smallest: 'E of the smallest eigenvalue of ∇²U',
    saturated: 'records too large for the fixed-point sums or not finite, left out of the means',
    histograms: 'edges and counts of each of the three, and the records below and above; the pilot chooses the range',
  },
  source: 'Eigenvalues: Golub & Van Loan 2013, Matrix Computations, algorithm 8.3.1 and §8.4.1',
  schema,
  observe({ every, bins }, context) {
    const matrix = readMatrix(context);
    const { size, expressions } = matrix;
    return {
      every,
      expressions,
      blocks: [
        { name: 'saturated', kind: 'counter', count: 1 },
        { name: 'sums', kind: 'sum', count: quantities.length },
        ...quantities.map((name) => ({ name, kind: 'histogram', count: bins + 2 }) as const),
      ],
      pilot: expressions,
      ...(size > 1 && { derive: (values, count) => derive(values, count, size) }),
      settings: (ranges) => settingsOf(ranges, bins, size, matrix.constant),
      ...(size > 1 && { library: { name: 'eigen', size } }),
      record: {
        wgsl: (write) => recordStatements(write, size, bins),
        twin: ({ count, values, settings, add }) => tally(derive(values, count, size), count, settings, bins, add),
      },
      report: (run) => report(run, matrix, bins),
    };
  },
};

interface Matrix {
  size: number;
  /** Lower triangle row by row, then the trace; of one coordinate, the three quantities. */
  expressions: readonly Node[];
  /** Whether it is the same everywhere. */
  constant: boolean;
}

function readMatrix({ scope: { graph }, target, refuse }: ObserverContext): Matrix {
  const size = graph.coordinates.length;
  if (target.potential === null)
    return refuse(
      '',
      'an SDE given by its drift, which has no Hessian',
      'expected a "potential", or a "loss" with data',
    );
  if (size > mostCoordinates)
    return refuse(
      '',
      `${size} coordinates`,
      `expected at most ${mostCoordinates}, as every particle keeps its whole Hessian on the device; observe "moments" of second derivatives instead`,
    );
  const second = hessian(graph, target.potential);
  const triangle = second.flatMap((row, i) => row.slice(0, i + 1));
  const trace = graph.sum(second.map((row, i) => row[i]));
  const expressions = size === 1 ? quantities.map(() => trace) : [...triangle, trace];
  return { size, expressions, constant: dependencies(trace, ...triangle).size === 0 };
}

/** Columns of the three quantities from those of the matrix. */
function derive(values: readonly Float64Array[], count: number, size: number): readonly Float64Array[] {
  if (size === 1) return values;
  const trace = values[values.length - 1];
  const [largest, smallest] = [new Float64Array(count), new Float64Array(count)];
  const triangle = new Float64Array(values.length - 1);
  for (let k = 0; k < count; k++) {
    for (let e = 0; e < triangle.length; e++) triangle[e] = values[e][k];
    [smallest[k], largest[k]] = extremeEigenvalues(triangle, size);
  }
  return [trace, largest, smallest];
}

/** Numbers of one quantity: where they begin among the settings. */
const perQuantity = 4;
const at = (quantity: number) => ({
  centre: quantity * perQuantity,
  scale: quantity * perQuantity + 1,
  low: quantity * perQuantity + 2,
  perWidth: quantity * perQuantity + 3,
});

/** Error of an eigenvalue on the device relative to the norm, per row: see shaders/lib/eigen.wgsl. */
const precision = 1e-6;

/** Centre, scale, low end and bins per width of each quantity, exact in f32; then the eigenvalues where they never change. */
function settingsOf(ranges: readonly PilotRange[], bins: number, size: number, constant: boolean): number[] {
  const whole = ranges.slice(0, quantities.length).map(wholeRange);
  const [, largest, smallest] = whole;
  const norm = Math.max(...[largest, smallest].flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  const blur = precision * size * norm;
  return [...whole.flatMap((range) => numbersOf(range, bins, blur)), ...(constant ? [largest.low, smallest.low] : [])];
}

const wholeRange = ({ mean, spread, low = mean - spread, high = mean + spread }: PilotRange) => ({
  mean,
  spread,
  low,
  high,
});

/** The pilot sees few of the records: an eighth of its range is added at each end, and never less than the device scatters. */
function numbersOf({ mean, spread, low, high }: Required<PilotRange>, bins: number, blur: number): number[] {
  const margin = Math.max((high - low) / 8, 8 * blur) || 1;
  const start = Math.fround(low - margin);
  return [Math.fround(mean), scaleFor(Math.max(spread, blur) || 1), start, Math.fround(bins / (high + margin - start))];
}

function recordStatements(write: RecordWriter, size: number, bins: number): string[] {
  const entries = (size * (size + 1)) / 2;
  const matrix = Array.from({ length: entries }, (_, e) => write.value(e)).join(', ');
  const extremes = [
    // All at once: as many assignments take SwiftShader twice as long to compile, 29 s and not 12 s at 64 coordinates.
    `var matrix = array<f32, ${entries}>(${matrix});`,
    'let extremes = extreme_eigenvalues(&matrix);',
  ];
  const names =
    size === 1 ? quantities.map((_, q) => write.value(q)) : [write.value(entries), 'extremes.y', 'extremes.x'];
  const setting = (q: number, name: keyof ReturnType<typeof at>) => write.setting(at(q)[name]);
  const cell = (q: number) => `histogram_cell(${names[q]}, ${setting(q, 'low')}, ${setting(q, 'perWidth')}, ${bins}.0)`;
  return [
    '{',
    ...(size === 1 ? [] : extremes),
    ...names.map((name, q) => `let q${q} = fixed_point(${name} - ${setting(q, 'centre')}, ${setting(q, 'scale')});`),
    `let fits = ${names.map((_, q) => `(q${q} != saturated_mark)`).join(' & ')};`,
    write.countIf('saturated', 0, '!fits'),
    ...names.map((_, q) => write.add('sums', q, `select(0, q${q}, fits)`)),
    ...quantities.map((name, q) => write.bump(name, cell(q))),
    '}',
  ];
}

function tally(
  columns: readonly Float64Array[],
  count: number,
  settings: readonly number[],
  bins: number,
  add: (block: string, cell: number, amount: number) => void,
): void {
  for (let k = 0; k < count; k++) {
    const sums = columns.map((x, q) => Math.round((x[k] - settings[at(q).centre]) * settings[at(q).scale]));
    if (sums.every((s) => Math.abs(s) <= largestAmount)) {
      sums.forEach((s, q) => {
        add('sums', q, s);
      });
    } else add('saturated', 0, 1);
    columns.forEach((x, q) => {
      add(quantities[q], cellOf(x[k], settings[at(q).low], settings[at(q).perWidth], bins), 1);
    });
  }
}

/** 0 below, 1 … bins inside, bins + 1 above: `histogram_cell` of shaders/lib/tally.wgsl. */
function cellOf(x: number, low: number, perWidth: number, bins: number): number {
  if (!Number.isFinite(x)) return bins + 1;
  return Math.max(-1, Math.min(bins, Math.floor((x - low) * perWidth))) + 1;
}

function report(run: ReportContext, matrix: Matrix, bins: number): Report {
  const saturated = run.tally('saturated').cells.map((cells) => cells[0]);
  const means = meansOf(run, saturated);
  const references = referencesOf(run, matrix);
  const histograms = quantities.map((name, q) => histogramOf(run, name, q, bins));
  return {
    values: {
      ...Object.fromEntries(quantities.map((name, q) => [name, { ...means[q], reference: references[q] }])),
      saturated: saturated.reduce((a, b) => a + b, 0),
      histograms: Object.fromEntries(quantities.map((name, q) => [name, histograms[q]])),
    },
    arrays: Object.fromEntries(
      quantities.flatMap((name, q) => [
        [`${name}Edges`, { shape: [bins + 1], data: Float64Array.from(histograms[q].edges) }],
        [`${name}Counts`, { shape: [bins], data: Float64Array.from(histograms[q].counts) }],
      ]),
    ),
  };
}

function meansOf(run: ReportContext, saturated: readonly number[]) {
  const sums = run.tally('sums');
  const records = (g: number) => sums.particles[g] * run.records - saturated[g];
  const groups = { ...sums, cells: sums.cells.map((cells, g) => Float64Array.of(records(g), ...cells)) };
  const { value, standardError } = jackknife(groups, ([n, ...totals]) => totals.map((total) => total / n));
  return quantities.map((_, q) => {
    const { centre, scale } = at(q);
    const mean = run.settings[centre] + value[q] / run.settings[scale];
    // Of what never changes the jackknife would find the rounding of its own sums.
    const still = groups.cells.every(([n, ...totals]) => totals[q] === n * value[q]);
    return estimate(mean, still ? 0 : standardError[q] / run.settings[scale]);
  });
}

/** Exact means: of the trace by quadrature, of the eigenvalues where they are the trace or never change. */
function referencesOf(
  { density, settings }: ReportContext,
  { size, expressions, constant }: Matrix,
): (number | null)[] {
  const trace = density?.mean(expressions[expressions.length - 1]) ?? null;
  if (size === 1) return [trace, trace, trace];
  return [trace, ...(constant ? settings.slice(quantities.length * perQuantity) : [null, null])];
}

function histogramOf(run: ReportContext, name: string, quantity: number, bins: number) {
  const { cells } = pool(run.tally(name));
  const [low, perWidth] = [run.settings[at(quantity).low], run.settings[at(quantity).perWidth]];
  return {
    edges: Array.from({ length: bins + 1 }, (_, i) => low + i / perWidth),
    counts: Array.from(cells.subarray(1, -1)),
    below: cells[0],
    above: cells[bins + 1],
  };
}
