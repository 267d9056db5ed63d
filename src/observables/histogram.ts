import { z } from 'zod';
import { literal } from '../expression';
import type { Observable, ObserverContext, RecordWriter, Report, ReportContext, TwinRecord } from '../model/observable';
import type { GroupTally } from '../model/tally';
import { distanceEstimates, pool } from '../statistics';
import { every } from './fields';

/** More cells than this would cost more memory than any histogram is worth: 8 bytes per cell, group and sweep point. */
const mostCells = 2 ** 20;

const range = z.tuple([z.number(), z.number()]);
const bins = z.int().min(1).max(mostCells);

const schema = z.strictObject({
  of: z
    .union([z.string(), z.array(z.string()).min(1).max(2)])
    .describe('One expression, or two for a histogram in 2-D'),
  range: z.union([range, z.array(range).min(1).max(2)]).describe('[low, high]; in 2-D one for each expression'),
  bins: z.union([bins, z.array(bins).min(1).max(2)]).describe('Number of equal bins; in 2-D one for each expression'),
  every,
});

type Spec = z.infer<typeof schema>;

/** One axis: bins of equal width over [low, high). */
interface Axis {
  of: string;
  low: number;
  high: number;
  bins: number;
}

export const histogram: Observable<Spec> = {
  kind: 'histogram',
  title: 'Histogram of one or two expressions, and its distances to the exact masses',
  reports: {
    edges: 'edges of the bins; in 2-D [x, y]',
    counts: 'records per bin; in 2-D counts[iy][ix]',
    below: 'records below the range (1-D)',
    above: 'records above the range (1-D)',
    outside: 'records outside the ranges (2-D)',
    samples: 'all records',
    reference: 'exact masses, shaped like counts',
    totalVariation: '½ Σ |p̂ − p|',
    kullbackLeibler: 'Σ p̂ log(p̂/p)',
    hellinger: '√(½ Σ (√p̂ − √p)²)',
    chiSquare: 'Σ (p̂ − p)²/p',
    wasserstein: 'W₁, the area between the distribution functions (1-D)',
    kolmogorovSmirnov: 'largest distance between the distribution functions (1-D)',
  },
  source: 'Distances and floors: Gibbs & Su 2002, Int. Stat. Rev. 70:419–435',
  schema,
  observe(spec, context) {
    const axes = readAxes(spec, context);
    const [x, y] = axes;
    const cells = y === undefined ? x.bins + 2 : x.bins * y.bins + 1;
    if (cells > mostCells)
      context.refuse('bins', `${cells} cells`, `a histogram has at most ${mostCells}; use fewer bins`);
    const expressions = axes.map((axis, i) => context.formula(axis.of, Array.isArray(spec.of) ? `of.${i}` : 'of'));
    return {
      every: spec.every,
      expressions,
      blocks: [{ name: 'cells', kind: 'histogram', count: cells }],
      pilot: [],
      settings: () => [],
      record: {
        wgsl: (write) => [write.bump('cells', y === undefined ? cellOf(write, 0, x) : rectangleOf(write, x, y))],
        twin: (record) => tally(record, axes),
      },
      report: (run) =>
        y === undefined
          ? reportLine(run, x, run.density?.bins1d(expressions[0], edges(x)) ?? null)
          : reportPlane(run, x, y, expressions),
    };
  },
};

function readAxes(spec: Spec, context: ObserverContext): Axis[] {
  const of = [spec.of].flat();
  const ranges = (Array.isArray(spec.range[0]) ? spec.range : [spec.range]) as [number, number][];
  const counts = [spec.bins].flat();
  if (ranges.length !== of.length)
    context.refuse('range', `${ranges.length} range(s)`, `expected one for each of the ${of.length} expressions`);
  if (counts.length !== of.length)
    context.refuse(
      'bins',
      `${counts.length} number(s) of bins`,
      `expected one for each of the ${of.length} expressions`,
    );
  return of.map((expression, i) => {
    const [low, high] = ranges[i].map(Math.fround);
    if (!(low < high))
      context.refuse('range', `an empty range [${ranges[i].join(', ')}]`, 'expected [low, high] with low < high');
    if (!Number.isFinite(Math.fround(counts[i] / (high - low)))) {
      context.refuse(
        'range',
        `[${ranges[i].join(', ')}] in ${counts[i]} bins`,
        'bins too narrow for single precision; rescale',
      );
    }
    return { of: expression, low, high, bins: counts[i] };
  });
}

const edges = ({ low, high, bins }: Axis) =>
  Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
const perWidth = ({ low, high, bins }: Axis) => bins / (high - low);

/** 0 below, 1 … bins inside, bins + 1 above: shaders/lib/tally.wgsl. */
function cellOf(write: RecordWriter, i: number, axis: Axis): string {
  return `histogram_cell(${write.value(i)}, ${literal(axis.low)}, ${literal(perWidth(axis))}, ${axis.bins}.0)`;
}

function rectangleOf(write: RecordWriter, x: Axis, y: Axis): string {
  return `rectangle_cell(${cellOf(write, 0, x)}, ${cellOf(write, 1, y)}, ${x.bins}u, ${y.bins}u)`;
}

function cell(value: number, axis: Axis): number {
  if (!Number.isFinite(value)) return axis.bins + 1;
  return Math.max(-1, Math.min(axis.bins, Math.floor((value - axis.low) * perWidth(axis)))) + 1;
}

function tally({ count, values, add }: TwinRecord, [x, y]: Axis[]): void {
  for (let k = 0; k < count; k++) {
    const ix = cell(values[0][k], x);
    if (y === undefined) add('cells', ix, 1);
    else {
      const iy = cell(values[1][k], y);
      const inside = ix >= 1 && ix <= x.bins && iy >= 1 && iy <= y.bins;
      add('cells', inside ? (iy - 1) * x.bins + ix - 1 : x.bins * y.bins, 1);
    }
  }
}

type Line = { masses: number[]; below: number; above: number } | null;

function reportLine(run: ReportContext, axis: Axis, exact: Line): Report {
  // Statistics wants the bins first and then what lies below and above.
  const groups = reorder(run.tally('cells'), (c) => [...c.subarray(1, -1), c[0], c[c.length - 1]]);
  const { cells } = pool(groups);
  const counts = Array.from(cells.subarray(0, axis.bins));
  const [below, above] = [cells[axis.bins], cells[axis.bins + 1]];
  const distances = exact && distanceEstimates(groups, [...exact.masses, exact.below, exact.above], edges(axis));
  const measured = { edges: edges(axis), counts, below, above, samples: cells.reduce((a, b) => a + b, 0) };
  return {
    values: { ...measured, reference: exact?.masses ?? null, ...(distances ?? noDistances) },
    arrays: {
      edges: { shape: [axis.bins + 1], data: Float64Array.from(measured.edges) },
      counts: { shape: [axis.bins], data: Float64Array.from(counts) },
      ...(exact && { reference: { shape: [axis.bins], data: Float64Array.from(exact.masses) } }),
    },
  };
}

function reportPlane(
  run: ReportContext,
  x: Axis,
  y: Axis,
  [f, g]: Parameters<NonNullable<ReportContext['density']>['mean']>[0][],
): Report {
  const groups = run.tally('cells');
  const { cells } = pool(groups);
  const exact = run.density?.bins2d(f, g, edges(x), edges(y)) ?? null;
  const counts = Array.from({ length: y.bins }, (_, iy) => Array.from(cells.subarray(iy * x.bins, (iy + 1) * x.bins)));
  const distances = exact && distanceEstimates(groups, [...exact.masses.flat(), exact.outside]);
  const samples = cells.reduce((a, b) => a + b, 0);
  const { wasserstein: _w, kolmogorovSmirnov: _k, ...none } = noDistances;
  return {
    values: {
      edges: [edges(x), edges(y)],
      counts,
      outside: cells[cells.length - 1],
      samples,
      reference: exact?.masses ?? null,
      ...(distances ?? none),
    },
    arrays: {
      xEdges: { shape: [x.bins + 1], data: Float64Array.from(edges(x)) },
      yEdges: { shape: [y.bins + 1], data: Float64Array.from(edges(y)) },
      counts: { shape: [y.bins, x.bins], data: Float64Array.from(counts.flat()) },
      ...(exact && { reference: { shape: [y.bins, x.bins], data: Float64Array.from(exact.masses.flat()) } }),
    },
  };
}

const reorder = (groups: GroupTally, order: (cells: Float64Array) => number[]): GroupTally => ({
  particles: groups.particles,
  cells: groups.cells.map((cells) => Float64Array.from(order(cells))),
});

const nothing = { value: null, standardError: null };

/** Without exact masses there is nothing to be distant from. */
const noDistances = {
  totalVariation: nothing,
  kullbackLeibler: nothing,
  hellinger: nothing,
  chiSquare: nothing,
  wasserstein: nothing,
  kolmogorovSmirnov: nothing,
};
