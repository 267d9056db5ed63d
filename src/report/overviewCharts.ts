import * as Plot from '@observablehq/plot';
import type { PointResult } from '../model/result';
import type { Grid } from './facets';
import { figure, type Key, panel, panels } from './figure';
import { formatEstimate, formatNumber, formatReference } from './format';
import type { Headline } from './headlines';
import { type Html, html } from './html';
import { isGeometric, isWide } from './scales';
import { pairText, settingsOf } from './settings';

interface Mark {
  x: number;
  value: number;
  low: number;
  high: number;
  exact: number | null;
  /** The point's place on the axis that makes series. */
  series: string;
  text: string;
}

/** What the charts of one quantity have in common. */
interface Look {
  x: string;
  joined: boolean;
  colours: Map<string, string>;
  /** Of all facets, so that they can be compared by eye. */
  domain: [number, number];
  logX: boolean;
  logY: boolean;
}

/** Marks from which bars and dots give way to a band. */
const dense = 240;

function markOf(point: PointResult, e: Headline['estimates'][number], { x: along, y }: Grid): Mark[] {
  const settings = settingsOf(point);
  const x = settings[along];
  if (typeof x !== 'number' || !e || e.value === null) return [];
  const [error, exact] = [e.standardError ?? 0, e.reference ?? null];
  const series = y === undefined ? '' : pairText(y, settings[y]);
  const place = [pairText(along, x), series].filter(Boolean).join(', ');
  const text = `${place}: ${formatEstimate(e)}${exact === null ? '' : `, exact ${formatReference(e)}`}`;
  return [{ x, value: e.value, low: e.value - error, high: e.value + error, exact, series, text }];
}

/** Colours from the middle of the ramp, which show on light and on dark paper. */
function coloursOf(series: readonly string[]): Map<string, string> {
  const scale = Plot.scale({ color: { type: 'linear', scheme: 'viridis', domain: [-0.5, 1.3] } })!;
  const place = (i: number) => (series.length < 2 ? 0 : i / (series.length - 1));
  return new Map(series.map((name, i) => [name, series.length < 2 ? 'var(--measured)' : scale.apply(place(i))]));
}

function lookOf(marks: readonly Mark[], x: string, colours: Map<string, string>): Look {
  const shown = marks.flatMap(({ value, exact }) => (exact === null ? [value] : [value, exact]));
  const logY = isWide(shown);
  const ends = logY ? shown : [...shown, ...marks.flatMap(({ low, high }) => [low, high])];
  const domain: Look['domain'] = [Math.min(...ends), Math.max(...ends)];
  return { x, joined: colours.size > 1, colours, domain, logX: isGeometric(marks.map((mark) => mark.x)), logY };
}

/** Measured values with their standard errors: dots and bars, or a band where they stand close. */
function measured(marks: Mark[], { joined, colours, domain, logY }: Look): Plot.Markish[] {
  const stroke = (mark: Mark) => colours.get(mark.series)!;
  const low = (mark: Mark) => (logY ? Math.max(mark.low, domain[0]) : mark.low);
  const along = { x: 'x', z: 'series', sort: 'x' };
  if (marks.length > dense)
    return [
      Plot.areaY(marks, { ...along, y1: low, y2: 'high', fill: stroke, fillOpacity: 0.3 }),
      Plot.lineY(marks, { ...along, y: 'value', stroke }),
    ];
  return [
    Plot.lineY(joined ? marks : [], { ...along, y: 'value', stroke, strokeOpacity: 0.5 }),
    Plot.ruleX(marks, { x: 'x', y1: low, y2: 'high', stroke, strokeWidth: 1.5 }),
    Plot.dot(marks, { x: 'x', y: 'value', fill: stroke, r: 3, title: 'text' }),
  ];
}

/** Among series an exact line takes the colour of its own. */
const exactLook = ({ joined, colours }: Look) =>
  joined
    ? { stroke: (mark: Mark) => colours.get(mark.series)!, strokeDasharray: '4 3', strokeWidth: 1.25 }
    : { stroke: 'var(--exact)' };

const logTicks = { tickFormat: (x: number) => formatNumber(x, 2), ticks: 3 };

function smallChart(label: string, title: Html | string, marks: Mark[], look: Look): Html {
  const exact = marks.filter((mark) => mark.exact !== null);
  return panel(label, title, {
    width: 300,
    height: 215,
    inset: 6,
    marginLeft: 60,
    marginTop: 14,
    marginBottom: 40,
    color: { type: 'identity' },
    x: { label: look.x, labelOffset: 36, ...(look.logX ? { type: 'log', ...logTicks } : { ticks: 4, nice: true }) },
    y: {
      label: null,
      grid: true,
      nice: !look.logY,
      domain: look.domain,
      ...(look.logY ? { type: 'log', ...logTicks } : { ticks: 5 }),
    },
    marks: [
      Plot.lineY(exact, { x: 'x', y: 'exact', z: 'series', sort: 'x', ...exactLook(look) }),
      ...measured(marks, look),
    ],
  });
}

/** Charts of one quantity, one for each facet. */
function charts(path: string, facets: readonly { title: string; marks: Mark[] }[], look: Look): Html {
  const name = html`<code>${path}</code>`;
  const drawn = facets.map(({ title, marks }) =>
    smallChart(`${path} against ${look.x}${title && ` at ${title}`}`, title || name, marks, look),
  );
  if (facets.length === 1) return drawn[0];
  return html`<p class="quantity">${name}</p>${panels(drawn)}`;
}

function keysOf(marks: readonly Mark[], colours: Map<string, string>): Key[] {
  const series = [...colours].map(([text, colour]): Key => ({ mark: 'series', text, colour }));
  const keys: Key[] = series.length > 1 ? series : [{ mark: 'points', text: 'measured ± SE' }];
  const exact: Key = { mark: series.length > 1 ? 'guide' : 'exact', text: 'exact' };
  return marks.some((mark) => mark.exact !== null) ? [...keys, exact] : keys;
}

/** Small charts of headlines along an axis, a series for each value of the next one; null where nothing can be drawn so. */
export function overviewCharts(points: readonly PointResult[], grid: Grid, paths: readonly Headline[]): Html | null {
  const all = paths.map(({ path, estimates }) => ({
    path,
    facets: grid.facets.map(({ title, indices }) => ({
      title,
      marks: indices.flatMap((i) => markOf(points[i], estimates[i], grid)),
    })),
  }));
  const marks = all.flatMap(({ facets }) => facets.flatMap((facet) => facet.marks));
  if (marks.length < 2) return null;
  const colours = coloursOf([...new Set(marks.map(({ series }) => series))]);
  const content = all.map(({ path, facets }) => {
    const own = facets.flatMap((facet) => facet.marks);
    return charts(path, facets, lookOf(own, grid.x, colours));
  });
  return figure(grid.facets.length === 1 ? [panels(content)] : content, keysOf(marks, colours));
}
