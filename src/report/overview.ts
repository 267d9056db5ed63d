import type { PointResult, Result } from '../model/result';
import { axesOf, settingsOf, settingText } from './experiment';
import { formatEstimate } from './format';
import { type Content, type Html, html, table } from './html';
import { type Headline, kindReport } from './kinds';
import { type Lookup, overviewCharts } from './overviewCharts';

interface Named extends Headline {
  /** Path of the estimate from the point's observables. */
  path: string;
}

/** Estimates of a point that speak for it in a row of the overview. */
const headlines = ({ observables }: PointResult): Named[] =>
  Object.entries(observables).flatMap(([name, report]) =>
    kindReport(report.kind)
      .headlines(report)
      .map((headline) => ({ ...headline, path: `${name}.${headline.label}` })),
  );

const find: Lookup = (point, path) => headlines(point).find((headline) => headline.path === path)?.estimate;

/** Columns that a table and a row of small charts can bear. */
const mostColumns = 6;

function overviewTable(points: readonly PointResult[], axes: readonly string[], paths: readonly string[]): Html {
  const row = (point: PointResult, i: number): Content[] => {
    const settings = settingsOf(point);
    return [
      html`<a href="#point-${i + 1}">${i + 1}</a>`,
      ...axes.map((axis) => settingText(settings[axis])),
      ...paths.map((path) => formatEstimate(find(point, path) ?? none)),
    ];
  };
  const head = ['point', ...axes, ...paths.map((path) => html`<code>${path}</code>`)];
  return table({ caption: 'The sweep at a glance', head, rows: points.map(row) });
}

const none = { value: null, standardError: null };

/** Rows that stand open. */
const mostRows = 24;

/** A sweep in small charts and one table; nothing for a single point. */
export function overview({ points }: Result): Html | false {
  if (points.length === 1) return false;
  const axes = axesOf(points);
  const paths = [...new Set(points.flatMap(headlines).map(({ path }) => path))].slice(0, mostColumns);
  const all = overviewTable(points, axes, paths);
  const folded = html`<details><summary>Table of all ${points.length} points</summary>${all}</details>`;
  return html`<section><h2>Sweep</h2>${overviewCharts(points, axes, paths, find)}${points.length > mostRows ? folded : all}</section>`;
}
