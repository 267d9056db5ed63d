import * as Plot from '@observablehq/plot';
import { type Binned, fewest, residuals, samplesOf, widening } from '../binned';
import { chart, figure, type Key } from '../figure';
import { formatCount, formatNumber } from '../format';
import { facts, type Html, html } from '../html';
import { type Fields, readNumber, readNumbers } from '../read';
import { distanceTable } from './distances';
import type { KindContext } from './kind';

interface Line extends Binned {
  /** Bin edges, one more than there are bins. */
  edges: number[];
}

/** Bins that a drawing can tell apart. */
const mostBins = 400;

function readLine(report: Fields): Line | null {
  const edges = readNumbers(report.edges);
  const counts = readNumbers(report.counts);
  if (!edges || !counts || counts.length === 0 || edges.length !== counts.length + 1) return null;
  const reference = readNumbers(report.reference);
  const fits = reference?.length === counts.length;
  return { edges, counts, reference: fits ? reference : null, samples: samplesOf(report, counts) };
}

/** Joins neighbouring bins until the drawing has at most `mostBins`. */
function coarsen(line: Line): Line {
  const step = Math.ceil(line.counts.length / mostBins);
  if (step === 1) return line;
  const starts = line.counts.map((_, i) => i).filter((i) => i % step === 0);
  const join = (x: number[]) => starts.map((i) => x.slice(i, i + step).reduce((a, b) => a + b, 0));
  const edges = [...starts.map((i) => line.edges[i]), line.edges.at(-1)!];
  return { ...line, edges, counts: join(line.counts), reference: line.reference && join(line.reference) };
}

/** Points of a staircase: one per edge, so that the last step has its full width. */
const stairs = (edges: readonly number[], values: readonly number[]) =>
  edges.map((x, i) => ({ x, y: values[Math.min(i, values.length - 1)] }));

const axes = { marginLeft: 52, marginRight: 12, grid: false } as const;

function densityPlot(line: Line, of: string): (width: number) => Plot.PlotOptions {
  const widths = line.counts.map((_, i) => line.edges[i + 1] - line.edges[i]);
  const measured = line.counts.map((n, i) => n / Math.max(line.samples, 1) / widths[i]);
  const exact = line.reference?.map((p, i) => ({ x: (line.edges[i] + line.edges[i + 1]) / 2, y: p / widths[i] }));
  return (width) => ({
    ...axes,
    height: width > 600 ? 300 : 230,
    marginBottom: exact ? 24 : 40,
    x: { label: exact ? null : of, labelOffset: 36, domain: [line.edges[0], line.edges.at(-1)!], ticks: width / 90 },
    y: { label: 'density', ticks: 5, grid: true, nice: true, zero: true },
    marks: [
      Plot.areaY(stairs(line.edges, measured), {
        x: 'x',
        y: 'y',
        curve: 'step-after',
        fill: 'var(--measured)',
        fillOpacity: 0.3,
      }),
      Plot.lineY(stairs(line.edges, measured), {
        x: 'x',
        y: 'y',
        curve: 'step-after',
        stroke: 'var(--measured)',
        strokeWidth: 1,
      }),
      exact ? Plot.lineY(exact, { x: 'x', y: 'y', stroke: 'var(--exact)', strokeWidth: 1.75 }) : null,
      Plot.ruleY([0]),
    ],
  });
}

function residualPlot(line: Line, wider: number, of: string): (width: number) => Plot.PlotOptions {
  const steps = stairs(line.edges, residuals(line, wider));
  const reach = Math.max(3, ...steps.map(({ y }) => Math.abs(y)));
  return (width) => ({
    ...axes,
    height: 132,
    marginBottom: 40,
    x: { label: of, labelOffset: 36, domain: [line.edges[0], line.edges.at(-1)!], ticks: width / 90 },
    y: {
      label: 'residual / SE',
      domain: [-reach, reach],
      ticks: reach < 6 ? [-2, 0, 2] : 3,
      tickFormat: (y: number) => formatNumber(y),
    },
    marks: [
      Plot.rect([0], {
        x1: line.edges[0],
        x2: line.edges.at(-1)!,
        y1: -2,
        y2: 2,
        fill: 'currentColor',
        fillOpacity: 0.07,
      }),
      Plot.areaY(steps, { x: 'x', y1: 0, y2: 'y', curve: 'step-after', fill: 'var(--measured)', fillOpacity: 0.7 }),
      Plot.ruleY([0], { strokeWidth: 1 }),
    ],
  });
}

function caption(wider: number | null): Html {
  const factor =
    wider !== null &&
    html` × ${formatNumber(wider, 3)}, the factor by which the noise measured between
groups of particles exceeds that of independent samples`;
  const doubt =
    wider === null && '; records of one particle at neighbouring times are not independent, so it may be wider';
  return html`Below: measured − exact in standard errors √(p(1 − p)/N)${factor}${doubt}. The band is ±2. Bins that expect fewer than
${fewest} independent records are left blank; bins that one slow motion fills and empties deviate together.`;
}

function drawings(whole: Line, report: Fields, { name, spec, points }: KindContext): Html {
  const wider = widening(report, whole);
  const line = coarsen(whole);
  const of = typeof spec.of === 'string' ? spec.of : name;
  const density = chart(
    `Density of ${of}: measured${line.reference ? ' against exact' : ''}`,
    points,
    densityPlot(line, of),
  );
  const keys: Key[] = [{ mark: 'measured', text: 'measured' }];
  if (!line.reference) return figure([density], keys);
  const strip = chart(
    `Measured minus exact density of ${of}, in standard errors`,
    points,
    residualPlot(line, wider ?? 1, of),
  );
  return figure([density, strip], [...keys, { mark: 'exact', text: 'exact' }], caption(wider));
}

/** A histogram of one expression; null where the report is none. */
export function line(report: Fields, context: KindContext): Html | null {
  const data = readLine(report);
  if (!data) return null;
  const count = (key: string) => formatCount(readNumber(report[key]) ?? 0);
  return html`${drawings(data, report, context)}
${facts([
  ['Records', formatCount(data.samples)],
  ['Bins', formatCount(data.counts.length)],
  ['Below the range', count('below')],
  ['Above the range', count('above')],
])}
${distanceTable(report, context.name)}`;
}
