import { z } from 'zod';
import type { Observable, Report, ReportContext, TwinRecord } from '../model/observable';
import type { GroupTally } from '../model/tally';
import { distanceEstimates, pool } from '../statistics';
import {
  type Axis,
  binFields,
  binsFirst,
  cellAt,
  countCells,
  edges,
  mostCells,
  readAxes,
  twinCell,
} from './parts/binning';
import { every } from './parts/fields';

const schema = z.strictObject({ ...binFields, every });

type Spec = z.infer<typeof schema>;

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
    const cells = countCells(axes);
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
        wgsl: (write) => [write.bump('cells', cellAt(write, axes))],
        twin: (record) => tally(record, axes),
      },
      report: (run) =>
        y === undefined
          ? reportLine(run, x, run.density?.bins1d(expressions[0], edges(x)) ?? null)
          : reportPlane(run, x, y, expressions),
    };
  },
};

function tally({ count, values, add }: TwinRecord, axes: readonly Axis[]): void {
  for (let k = 0; k < count; k++) add('cells', twinCell(values, axes, k), 1);
}

type Line = { masses: number[]; below: number; above: number } | null;

function reportLine(run: ReportContext, axis: Axis, exact: Line): Report {
  const tallied = run.tally('cells');
  const groups: GroupTally = { particles: tallied.particles, cells: tallied.cells.map(binsFirst) };
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
