import * as Plot from '@observablehq/plot';
import type { Estimate } from '../model/estimate';
import type { PointResult } from '../model/result';
import { pairText, settingsOf } from './experiment';
import { figure, type Key, panel, panels } from './figure';
import { formatEstimate, formatReference } from './format';
import { type Html, html } from './html';

/** The estimate that stands at a path in a sweep point, if any. */
export type Lookup = (point: PointResult, path: string) => Estimate | undefined;

interface Mark {
  x: number;
  value: number;
  low: number;
  high: number;
  exact: number | null;
  /** The point's place on the axes other than the one drawn. */
  series: string;
  text: string;
}

interface Axes {
  /** The axis drawn along. */
  x: string;
  /** The axis of which each value makes a series, if there is one. */
  series: string | undefined;
}

/** Series that a small chart can tell apart. */
const mostSeries = 8;

function markOf(point: PointResult, e: Estimate | undefined, axes: Axes): Mark[] {
  const settings = settingsOf(point);
  const x = settings[axes.x];
  if (typeof x !== 'number' || !e || e.value === null) return [];
  const [error, exact] = [e.standardError ?? 0, e.reference ?? null];
  const series = axes.series === undefined ? '' : pairText(axes.series, settings[axes.series]);
  const place = [pairText(axes.x, settings[axes.x]), series].filter(Boolean).join(', ');
  const text = `${place}: ${formatEstimate(e)}${exact === null ? '' : `, exact ${formatReference(e)}`}`;
  return [{ x, value: e.value, low: e.value - error, high: e.value + error, exact, series, text }];
}

/** Colours from the middle of the ramp, which show on light and on dark paper. */
function coloursOf(series: readonly string[]): Map<string, string> {
  const scale = Plot.scale({ color: { type: 'linear', scheme: 'viridis', domain: [-0.5, 1.3] } })!;
  const place = (i: number) => (series.length < 2 ? 0 : i / (series.length - 1));
  return new Map(series.map((name, i) => [name, series.length < 2 ? 'var(--measured)' : scale.apply(place(i))]));
}

function smallChart(marks: Mark[], axes: Axes, path: string, colours: Map<string, string>): Html {
  const stroke = (mark: Mark) => colours.get(mark.series)!;
  const exact = marks.filter((mark) => mark.exact !== null);
  const joined = axes.series === undefined ? [] : marks;
  return panel(`${path} against ${axes.x}`, html`<code>${path}</code>`, {
    width: 300,
    height: 215,
    inset: 6,
    marginLeft: 60,
    marginTop: 14,
    marginBottom: 40,
    color: { type: 'identity' },
    x: { label: axes.x, labelOffset: 36, ticks: 4, nice: true },
    y: { label: null, ticks: 5, grid: true, nice: true },
    marks: [
      Plot.lineY(exact, { x: 'x', y: 'exact', z: 'series', stroke: 'var(--exact)', sort: 'x' }),
      Plot.lineY(joined, { x: 'x', y: 'value', z: 'series', stroke, strokeOpacity: 0.5, sort: 'x' }),
      Plot.ruleX(marks, { x: 'x', y1: 'low', y2: 'high', stroke, strokeWidth: 1.5 }),
      Plot.dot(marks, { x: 'x', y: 'value', fill: stroke, r: 3, title: 'text' }),
    ],
  });
}

function keysOf(marks: readonly Mark[], colours: Map<string, string>): Key[] {
  const series = [...colours].map(([text, colour]): Key => ({ mark: 'series', text, colour }));
  const keys: Key[] = series.length > 1 ? series : [{ mark: 'points', text: 'measured ± SE' }];
  return marks.some((mark) => mark.exact !== null) ? [...keys, { mark: 'exact', text: 'exact' }] : keys;
}

/**
 * Small charts of estimates along the last axis of a sweep, a series for each value of the axis before it. Null where there
 * are more axes, or more values, than such charts can show.
 */
export function overviewCharts(
  points: readonly PointResult[],
  axes: readonly string[],
  paths: readonly string[],
  find: Lookup,
): Html | null {
  if (axes.length === 0 || axes.length > 2) return null;
  const drawn: Axes = { x: axes.at(-1)!, series: axes.at(-2) };
  const all = paths.map((path) => ({
    path,
    marks: points.flatMap((point) => markOf(point, find(point, path), drawn)),
  }));
  const charts = all.filter(({ marks }) => marks.length > 1);
  const marks = charts.flatMap((chart) => chart.marks);
  const colours = coloursOf([...new Set(marks.map(({ series }) => series))]);
  if (charts.length === 0 || colours.size > mostSeries) return null;
  const content = charts.map((chart) => smallChart(chart.marks, drawn, chart.path, colours));
  return figure([panels(content)], keysOf(marks, colours));
}
