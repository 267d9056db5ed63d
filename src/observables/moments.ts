import { z } from 'zod';
import type { Node } from '../expression';
import type { Observable, PilotRange, RecordWriter, Report, ReportContext, TwinRecord } from '../model/observable';
import type { GroupTally } from '../model/tally';
import { momentEstimates, productCell } from '../statistics';
import { every, expressions } from './parts/fields';
import { largestAmount, scaleFor, spreadOf } from './parts/fixedPoint';

const schema = z.strictObject({ of: expressions.describe('Expressions whose moments are wanted'), every });

export const moments: Observable<z.infer<typeof schema>> = {
  kind: 'moments',
  title: 'Means, variances and covariances of expressions',
  reports: {
    mean: 'E f, one estimate per expression',
    variance: 'Var f, one estimate per expression',
    covariance: 'Cov(f, g), one estimate per pair',
    saturated: 'values too large for the fixed-point sums, left out of them',
  },
  source: 'Jackknife: Busing, Meijer & van der Leeden 1999, Stat. Comput. 9:3–8',
  schema,
  observe(spec, context) {
    const nodes = spec.of.map((text, i) => context.formula(text, `of.${i}`));
    const m = nodes.length;
    return {
      every: spec.every,
      expressions: nodes,
      blocks: [
        { name: 'saturated', kind: 'counter', count: 1 },
        { name: 'sums', kind: 'sum', count: productCell(m, m - 1, m - 1) },
      ],
      pilot: nodes,
      settings: centresAndScales,
      record: { wgsl: (write) => recordStatements(write, m), twin: (record) => tally(record, m) },
      report: (run) => report(run, nodes),
    };
  },
};

/** m centres, m scales, and the product scales of the upper triangle: all exact in f32. */
function centresAndScales(ranges: readonly PilotRange[]): number[] {
  const spreads = ranges.map(spreadOf);
  const products = pairs(ranges.length).map(([i, j]) => scaleFor(spreads[i] * spreads[j]));
  return [...ranges.map(({ mean }) => Math.fround(mean)), ...spreads.map(scaleFor), ...products];
}

/** Pairs i ≤ j in the order of `productCell`. */
function pairs(m: number): [number, number][] {
  return Array.from({ length: m }, (_, i) => i).flatMap((i) =>
    Array.from({ length: m - i }, (_, k) => [i, i + k] as [number, number]),
  );
}

/** Settings of pair number p. */
const productScale = (m: number, p: number) => 2 * m + p;

/**
 * Largest square in its units. Where all squares are below it, so are all other amounts below 2³⁰: a unit of a product is within a factor
 * 2 of the geometric mean of those of the squares.
 */
const largestSquare = largestAmount / 2;

function recordStatements(write: RecordWriter, m: number): string[] {
  const name = (i: number) => `centred${i}`;
  const scaled = (i: number, j: number, p: number) => `${name(i)} * ${name(j)} * ${write.setting(productScale(m, p))}`;
  const centred = Array.from({ length: m }, (_, i) => `var ${name(i)} = ${write.value(i)} - ${write.setting(i)};`);
  const checks = pairs(m).flatMap(([i, j], p) => (i === j ? [`fits = fits & fits_squares(${scaled(i, j, p)});`] : []));
  const values = Array.from({ length: m }, (_, i) => `${name(i)} * ${write.setting(m + i)}`);
  const products = pairs(m).map(([i, j], p) => scaled(i, j, p));
  return [
    '{',
    ...centred,
    'var fits = true;',
    ...checks,
    write.countIf('saturated', 0, '!fits'),
    ...values.map((_, i) => `${name(i)} = select(0.0, ${name(i)}, fits);`),
    ...[...values, ...products].map((amount, cell) => write.addRounded('sums', cell, amount)),
    '}',
  ];
}

function tally({ count, values, settings, add }: TwinRecord, m: number): void {
  const products = pairs(m);
  const amounts = new Float64Array(m + products.length);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < m; i++) amounts[i] = (values[i][k] - settings[i]) * settings[m + i];
    products.forEach(([i, j], p) => {
      const product = (values[i][k] - settings[i]) * (values[j][k] - settings[j]);
      amounts[m + p] = product * settings[productScale(m, p)];
    });
    if (products.every(([i, j], p) => i !== j || amounts[m + p] <= largestSquare)) {
      amounts.forEach((amount, cell) => {
        add('sums', cell, Math.round(amount));
      });
    } else add('saturated', 0, 1);
  }
}

function report(run: ReportContext, nodes: readonly Node[]): Report {
  const m = nodes.length;
  const saturated = run.tally('saturated').cells.map((c) => c[0]);
  const groups = unscale(run.tally('sums'), run.settings, m, run.records, saturated);
  const estimates = momentEstimates(groups, run.settings.slice(0, m));
  const { density } = run;
  const covariance = estimates.covariance.map((row, i) =>
    row.map((e, j) => ({ ...e, reference: density?.covariance(nodes[i], nodes[j]) ?? null })),
  );
  return {
    values: {
      mean: estimates.mean.map((e, i) => ({ ...e, reference: density?.mean(nodes[i]) ?? null })),
      variance: covariance.map((row, i) => row[i]),
      covariance,
      saturated: saturated.reduce((a, b) => a + b, 0),
    },
    arrays: {
      mean: { shape: [m], data: Float64Array.from(estimates.mean, (e) => e.value ?? Number.NaN) },
      covariance: { shape: [m, m], data: Float64Array.from(covariance.flat(), (e) => e.value ?? Number.NaN) },
    },
  };
}

/** Records and sums in the units of the expressions, as `momentEstimates` wants them. */
function unscale(
  sums: GroupTally,
  settings: readonly number[],
  m: number,
  records: number,
  saturated: readonly number[],
): GroupTally {
  const scales = settings.slice(m);
  const cells = sums.cells.map((cells, g) => [
    sums.particles[g] * records - saturated[g],
    ...Array.from(cells, (sum, i) => sum / scales[i]),
  ]);
  return { particles: sums.particles, cells: cells.map((c) => Float64Array.from(c)) };
}
