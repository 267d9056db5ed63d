import type { PointResult, Result } from '../model/result';
import { gridOf } from './facets';
import { formatEstimate, isFar } from './format';
import { byRank, type Headline, headlines } from './headlines';
import { type Content, type Html, html, table } from './html';
import { overviewCharts } from './overviewCharts';
import { countSections } from './points';
import { remoteness } from './rows';
import { axesOf, settingsOf, settingText } from './settings';
import { sweepMaps } from './sweepMaps';

/** Columns that a table and a row of small charts can bear. */
const mostColumns = 6;

/** Rows that stand open, and rows a page can bear. */
const [openRows, mostRows] = [24, 1000];

/** Series that a small chart can tell apart. */
const mostSeries = 8;

function estimateCell(e: Headline['estimates'][number]): Content {
  const text = formatEstimate(e ?? { value: null, standardError: null });
  return e && isFar(remoteness(e)) ? html`<strong class="far">${text}</strong>` : text;
}

/** The number of a point, which leads to its section where it has one. */
const pointLink = (i: number, sections: number): Content =>
  i < sections ? html`<a href="#point-${i + 1}">${i + 1}</a>` : String(i + 1);

function overviewTable(points: readonly PointResult[], axes: readonly string[], shown: readonly Headline[]): Html {
  const sections = countSections(points);
  const row = (point: PointResult, i: number): Content[] => {
    const settings = settingsOf(point);
    const places = axes.map((axis) => settingText(settings[axis], true));
    return [pointLink(i, sections), ...places, ...shown.map(({ estimates }) => estimateCell(estimates[i]))];
  };
  const head = ['point', ...axes, ...shown.map(({ path }) => html`<code>${path}</code>`)];
  const all = table({ caption: 'The sweep at a glance', head, rows: points.slice(0, mostRows).map(row) });
  const left = points.length - mostRows;
  return html`${all}${left > 0 && html`<p class="note">${left} more points are in <code>result.json</code>.</p>`}`;
}

/** Small charts while their series can be told apart, else heat maps. */
function drawings(points: readonly PointResult[], axes: readonly string[], shown: readonly Headline[]): Html | null {
  if (axes.length === 0) return null;
  const grid = gridOf(points, axes);
  const { x, y, hidden } = grid;
  const series = y === undefined ? 1 : new Set(points.map((point) => settingsOf(point)[y])).size;
  const drawn =
    y === undefined || series <= mostSeries
      ? overviewCharts(points, grid, shown)
      : sweepMaps(points, { ...grid, y }, shown);
  const others = axes.filter((axis) => axis !== x && axis !== y).join(' and ');
  const note = html`<p class="note">${hidden} more values of ${others} are in the table.</p>`;
  return drawn && html`${drawn}${hidden > 0 && note}`;
}

/** A sweep in small charts or maps and one table; nothing for a single point. */
export function overview({ points }: Result): Html | false {
  if (points.length === 1) return false;
  const axes = axesOf(points);
  const all = headlines(points);
  const best = new Set(byRank(all).slice(0, mostColumns));
  const shown = all.filter((headline) => best.has(headline));
  const rows = overviewTable(points, axes, shown);
  const folded = html`<details><summary>Table of all ${points.length} points</summary>${rows}</details>`;
  return html`<section><h2>Sweep</h2>${drawings(points, axes, shown)}${points.length > openRows ? folded : rows}</section>`;
}
