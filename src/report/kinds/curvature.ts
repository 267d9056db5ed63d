import * as Plot from '@observablehq/plot';
import { estimateTable } from '../cells';
import { figure, type Key, panel, panels } from '../figure';
import { formatCount } from '../format';
import { facts, type Html, html } from '../html';
import { type Fields, isEstimate, isFields, readNumber, readNumbers } from '../read';
import type { KindReport } from './kind';

const quantities = [
  ['trace', 'trace of the Hessian'],
  ['largest', 'largest eigenvalue'],
  ['smallest', 'smallest eigenvalue'],
] as const;

interface Bars {
  /** One more than there are counts. */
  edges: number[];
  counts: number[];
  outside: number;
}

function readBars(histogram: unknown): Bars | null {
  if (!isFields(histogram)) return null;
  const [edges, counts] = [readNumbers(histogram.edges), readNumbers(histogram.counts)];
  if (!edges || !counts || counts.length === 0 || edges.length !== counts.length + 1) return null;
  return { edges, counts, outside: (readNumber(histogram.below) ?? 0) + (readNumber(histogram.above) ?? 0) };
}

/** Share of the records in each bin over its width, as a staircase, with the mean and, where it lies within, the zero. */
function drawing(title: string, { edges, counts, outside }: Bars, mean: number | null): Html {
  const records = Math.max(
    counts.reduce((sum, n) => sum + n, outside),
    1,
  );
  const heights = counts.map((n, i) => n / records / (edges[i + 1] - edges[i]));
  const steps = edges.map((x, i) => ({ x, y: heights[Math.min(i, heights.length - 1)] }));
  const [low, high] = [edges[0], edges.at(-1)!];
  const within = (x: number) => x > low && x < high;
  const stairs = { x: 'x', y: 'y', curve: 'step-after' } as const;
  return panel(`Density of the ${title}`, title, {
    width: 300,
    height: 200,
    marginLeft: 46,
    marginTop: 24,
    marginBottom: 26,
    x: { label: null, domain: [low, high], ticks: 5 },
    y: { label: 'density', grid: true, ticks: 4, zero: true, nice: true },
    marks: [
      Plot.areaY(steps, { ...stairs, fill: 'var(--measured)', fillOpacity: 0.3 }),
      Plot.lineY(steps, { ...stairs, stroke: 'var(--measured)', strokeWidth: 1 }),
      Plot.ruleX([0].filter(within), { stroke: 'currentColor', strokeDasharray: '2 3' }),
      Plot.ruleX(mean !== null && within(mean) ? [mean] : [], { stroke: 'var(--measured)', strokeWidth: 2 }),
      Plot.ruleY([0]),
    ],
  });
}

function drawings(report: Fields): Html | false {
  const histograms = isFields(report.histograms) ? report.histograms : {};
  const drawn = quantities.flatMap(([key, title]) => {
    const bars = readBars(histograms[key]);
    const e = report[key];
    return bars ? [drawing(title, bars, isEstimate(e) ? e.value : null)] : [];
  });
  const keys: Key[] = [{ mark: 'measured', text: 'measured, its mean as a line' }];
  return drawn.length > 0 && figure([panels(drawn)], keys, 'A dotted line marks zero curvature.');
}

/** Records beyond the ends of the histograms. */
function outsideFacts(report: Fields): Html {
  const histograms = isFields(report.histograms) ? report.histograms : {};
  return facts(
    quantities.flatMap(([key, title]): [string, string][] => {
      const outside = readBars(histograms[key])?.outside ?? 0;
      return outside > 0 ? [[`Beyond the bins: ${title}`, formatCount(outside)]] : [];
    }),
  );
}

/** Curvature of the landscape where the particles are: trace and extreme eigenvalues of its Hessian. */
export const curvature: KindReport = {
  render(report, { name }) {
    const rows = quantities.flatMap(([key, label]) => {
      const estimate = report[key];
      return isEstimate(estimate) ? [{ label, estimate }] : [];
    });
    if (rows.length === 0) return null;
    return html`${drawings(report)}${outsideFacts(report)}${estimateTable(`Curvature: ${name}`, 'mean of', rows)}`;
  },
};
