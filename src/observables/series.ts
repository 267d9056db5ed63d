import { z } from 'zod';
import type { Node } from '../expression';
import type { Estimate } from '../model/estimate';
import type {
  Observable,
  ObserverContext,
  PilotRange,
  RecordWriter,
  Report,
  ReportContext,
  TwinRecord,
} from '../model/observable';
import { distanceEstimates, estimate, expectedDistance, jackknife } from '../statistics';
import { type Axis, binFields, binsFirst, cellAt, countCells, edges, readAxes, twinCell } from './parts/binning';
import { constantStep } from './parts/clock';
import { every } from './parts/fields';
import { largestAmount, scaleFor, spreadOf } from './parts/fixedPoint';

const schema = z.strictObject({
  of: z
    .array(z.string())
    .min(1)
    .max(64)
    .describe(
      'Expressions, whose ensemble means are wanted, and distances of a histogram of this file, as density.totalVariation',
    ),
  every,
});

const distances = [
  'totalVariation',
  'kullbackLeibler',
  'hellinger',
  'chiSquare',
  'wasserstein',
  'kolmogorovSmirnov',
] as const;
type Distance = (typeof distances)[number];

/** More cells than this would cost more memory than any curve is worth. */
const mostCells = 2 ** 20;

/**
 * Ensemble means and distances to the stationary law against time: one record a time, over all particles. The histogram of a distance
 * has the bins of the one that is named, with the counts of that time alone.
 *
 * Exact values are those of the continuous dynamics from the start: of a mean its value, of total variation and χ² the mean of what
 * as many independent particles would show. The floor is what they would show once they are stationary.
 */
export const series: Observable<z.infer<typeof schema>> = {
  kind: 'series',
  title: 'Ensemble means and distances to the stationary law against time',
  reports: {
    quantities: 'what is asked for, in its order',
    times: 'times of the records, from the end of burn-in',
    values: 'values[time][quantity]',
    saturated: 'values too large for the fixed-point sums, left out of them',
  },
  source: 'Distances and floors: Gibbs & Su 2002, Int. Stat. Rev. 70:419–435',
  schema,
  observe(spec, context) {
    constantStep(context, 'every');
    const quantities = spec.of.map((text, i) => readQuantity(text, i, context));
    const means = quantities.filter((q) => q.kind === 'mean');
    const binnings = readBinnings(quantities, context);
    const records = Math.floor(context.steps / spec.every);
    const cells = records * (means.length * perMean + binnings.reduce((sum, { count }) => sum + count, 0));
    if (cells > mostCells)
      context.refuse(
        'every',
        `${records} records, ${cells} cells`,
        `expected at most ${mostCells} cells; record less often`,
      );
    const layout: Layout = { quantities, means: means.map(({ node }) => node), binnings };
    return {
      every: spec.every,
      expressions: [...layout.means, ...binnings.flatMap(({ nodes }) => nodes)],
      blocks: [
        { name: 'saturated', kind: 'counter', count: 1 },
        { name: 'sums', kind: 'indexedSum', count: records * means.length * perMean },
        ...binnings.map(({ name, count }) => ({ name, kind: 'histogram', count: records * count }) as const),
      ],
      pilot: layout.means,
      settings: (ranges) => ranges.flatMap((range) => settingsOf(range)),
      record: { wgsl: (write) => recordStatements(write, layout, spec.every), twin: (record) => tally(record, layout) },
      report: (run) => report(run, layout, spec),
    };
  },
};

type Quantity = { kind: 'mean'; node: Node } | { kind: 'distance'; of: string; distance: Distance };

interface Binning {
  /** Of the histogram in the file; of its block of cells. */
  name: string;
  axes: readonly Axis[];
  nodes: readonly Node[];
  /** Cells of one time. */
  count: number;
}

interface Layout {
  quantities: readonly Quantity[];
  means: readonly Node[];
  binnings: readonly Binning[];
}

function readQuantity(text: string, i: number, context: ObserverContext): Quantity {
  const match = /^\s*([\p{L}_][\p{L}\p{N}_ -]*)\.([a-zA-Z]+)\s*$/u.exec(text);
  if (match === null) return { kind: 'mean', node: context.formula(text, `of.${i}`) };
  const [, of, distance] = match;
  const histograms = Object.keys(context.others).filter((name) => context.others[name].kind === 'histogram');
  if (!histograms.includes(of))
    context.refuse(
      `of.${i}`,
      `'${of}', which is no histogram of this file`,
      `expected one of ${histograms.join(', ') || 'none: add one'}`,
    );
  if (!distances.includes(distance as Distance))
    context.refuse(`of.${i}`, `'${distance}', which is no distance`, `expected one of ${distances.join(', ')}`);
  return { kind: 'distance', of, distance: distance as Distance };
}

function readBinnings(quantities: readonly Quantity[], context: ObserverContext): Binning[] {
  const names = new Set(quantities.flatMap((q) => (q.kind === 'distance' ? [q.of] : [])));
  return [...names].map((name) => {
    // The histogram itself is told of what is wrong with it; here the name is all there is to say.
    const spec = z.object(binFields).safeParse(context.others[name]);
    if (!spec.success) return context.refuse('of', `'${name}', which cannot be read`, 'mend that histogram first');
    const axes = readAxes(spec.data, context);
    const nodes = axes.map((axis) => context.formula(axis.of, 'of'));
    return { name, axes, nodes, count: countCells(axes) };
  });
}

// Settings of a mean: the centre and the unit. Cells of a mean at a time: values, and their sum.
const perMean = 2;

const settingsOf = (range: PilotRange): number[] => [Math.fround(range.mean), scaleFor(spreadOf(range))];

function recordStatements(write: RecordWriter, { means, binnings }: Layout, period: number): string[] {
  const time = `(${write.clock} / ${period}u - 1u)`;
  let first = means.length;
  const counts = binnings.map(({ name, axes, nodes, count }) => {
    const cell = cellAt(write, axes, first);
    first += nodes.length;
    return write.bump(name, `(${time} * ${count}u + ${cell})`);
  });
  return ['{', ...means.flatMap((_, i) => meanStatements(write, i, means.length, time)), ...counts, '}'];
}

function meanStatements(write: RecordWriter, i: number, count: number, time: string): string[] {
  const cell = `((${time} * ${count}u + ${i}u) * ${perMean}u)`;
  return [
    `let q${i} = fixed_point(${write.value(i)} - ${write.setting(2 * i)}, ${write.setting(2 * i + 1)});`,
    write.countIf('saturated', 0, `q${i} == saturated_mark`),
    write.addAt('sums', cell, `select(0, 1, q${i} != saturated_mark)`),
    write.addAt('sums', `(${cell} + 1u)`, `select(0, q${i}, q${i} != saturated_mark)`),
  ];
}

function tally({ clock, every: period, count, values, settings, add }: TwinRecord, { means, binnings }: Layout): void {
  const time = clock / period - 1;
  for (let k = 0; k < count; k++) {
    means.forEach((_, i) => {
      const q = Math.round((values[i][k] - settings[2 * i]) * settings[2 * i + 1]);
      const fits = Math.abs(q) <= largestAmount;
      if (!fits) add('saturated', 0, 1);
      add('sums', (time * means.length + i) * perMean, fits ? 1 : 0);
      add('sums', (time * means.length + i) * perMean + 1, fits ? q : 0);
    });
    let first = means.length;
    for (const { name, axes, nodes, count: cells } of binnings) {
      add(name, time * cells + twinCell(values, axes, k, first), 1);
      first += nodes.length;
    }
  }
}

function report(run: ReportContext, layout: Layout, spec: z.infer<typeof schema>): Report {
  const interval = spec.every * Number(run.point.method.step);
  const times = Array.from({ length: run.records }, (_, t) => (t + 1) * interval);
  // All distances of a histogram are had at once, at some 40 ms a time.
  const distances = new Map(layout.binnings.map((binning) => [binning.name, distancesOf(run, binning, times)]));
  const columns = layout.quantities.map((q) =>
    q.kind === 'mean' ? meanColumn(run, layout, q.node, times) : distances.get(q.of)!(q.distance),
  );
  const values = times.map((_, t) => columns.map((column) => column[t]));
  const shape = [times.length, columns.length];
  return {
    values: {
      quantities: spec.of,
      times,
      values,
      saturated: run.tally('saturated').cells.reduce((sum, cells) => sum + cells[0], 0),
    },
    arrays: {
      times: { shape: [times.length], data: Float64Array.from(times) },
      values: { shape, data: Float64Array.from(values.flat(), (e) => e.value ?? Number.NaN) },
    },
  };
}

function meanColumn(run: ReportContext, { means }: Layout, node: Node, times: readonly number[]): Estimate[] {
  const i = means.indexOf(node);
  const [centre, scale] = run.settings.slice(2 * i, 2 * i + 2);
  const at = (t: number) => (t * means.length + i) * perMean;
  const { value, standardError } = jackknife(run.tally('sums'), (cells) =>
    times.map((_, t) => centre + cells[at(t) + 1] / scale / cells[at(t)]),
  );
  const exact = run.dynamics?.means(node, times) ?? null;
  return times.map((_, t) => estimate(value[t], standardError[t], { reference: exact?.[t] ?? null }));
}

/** Every distance of a histogram against time. */
function distancesOf(run: ReportContext, binning: Binning, times: readonly number[]): (of: Distance) => Estimate[] {
  const { name, axes, nodes, count } = binning;
  const exact = stationaryMasses(run, binning);
  const nothing = { value: null, standardError: null };
  if (exact === null) return () => times.map(() => nothing);
  const line = axes.length === 1;
  const moving = line ? (run.dynamics?.masses(nodes[0], edges(axes[0]), times) ?? null) : null;
  const tallied = run.tally(name);
  const particles = tallied.particles.reduce((a, b) => a + b, 0);
  const found = times.map((_, t) => {
    const own = (cells: Float64Array) => cells.subarray(t * count, (t + 1) * count);
    const cells = tallied.cells.map((all) => (line ? binsFirst(own(all)) : own(all)));
    return distanceEstimates({ particles: tallied.particles, cells }, exact, ...(line ? [edges(axes[0])] : []));
  });
  return (distance) =>
    found.map(({ [distance]: estimate }, t) => {
      if (estimate === undefined) return nothing;
      const law = moving && oneOutside(binsFirst(moving[t]));
      return { ...estimate, reference: law && expectedDistance(distance, law, oneOutside(exact), particles) };
    });
}

/** Masses with those below and above as one cell, as distances of a line have them. */
const oneOutside = (masses: ArrayLike<number>): number[] => {
  const [below, above] = [masses[masses.length - 2], masses[masses.length - 1]];
  return [...Array.from(masses).slice(0, -2), below + above];
};

/** Exact masses of the bins, then of what lies outside. */
function stationaryMasses({ density }: ReportContext, { axes, nodes }: Binning): number[] | null {
  if (axes.length === 1) {
    const line = density?.bins1d(nodes[0], edges(axes[0]));
    return line ? [...line.masses, line.below, line.above] : null;
  }
  const plane = density?.bins2d(nodes[0], nodes[1], edges(axes[0]), edges(axes[1]));
  return plane ? [...plane.masses.flat(), plane.outside] : null;
}
