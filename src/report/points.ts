import type { PointResult, Result } from '../model/result';
import { estimateTable } from './cells';
import { specOf } from './experiment';
import { type Content, type Html, html, table } from './html';
import { kindReport } from './kinds';
import { columns, pointRows, pointWarning, type Row } from './rows';
import { axesOf, pointText, settingText } from './settings';

/** Sections that stand open; those after them open on a click. */
const open = 4;

/** Points up to which each has its drawings; of more, each has a table. */
const mostDrawn = 16;

/** Rows of such tables on a page, so that a grid of thousands stays a page a browser can show. */
const mostRows = 4000;

/** `histogram of x, range −2.5, 2.5, bins 100`: what the file asked for. */
function asked(result: Result, name: string, kind: string): string {
  const { kind: _, of, ...rest } = specOf(result, name);
  const what = of === undefined ? kind : `${kind} of ${settingText(of)}`;
  return [what, ...Object.entries(rest).map(([key, value]) => `${key}\u00a0${settingText(value)}`)].join(' · ');
}

function observables(result: Result, point: PointResult, level: 2 | 3): Html[] {
  return Object.entries(point.observables).map(([name, report]) => {
    const context = { name, spec: specOf(result, name), points: result.points.length };
    const heading = level === 2 ? html`<h2>${name}</h2>` : html`<h3>${name}</h3>`;
    return html`<section class="observable">${heading}<p class="asked">${asked(result, name, report.kind)}</p>
${kindReport(report.kind).render(report, context)}</section>`;
  });
}

function acceptanceOf({ acceptance }: PointResult): Html | false {
  const rows = acceptance ? [{ label: 'acceptance', estimate: acceptance }] : [];
  return rows.length > 0 && estimateTable('Accepted moves', 'quantity', rows);
}

function warningNote(point: PointResult): Html | false {
  const warning = pointWarning(point);
  return warning !== undefined && html`<p class="note">${warning}.</p>`;
}

function section(result: Result, point: PointResult, i: number, axes: readonly string[]): Html {
  const title = `Point ${i + 1}: ${pointText(point, axes)}`;
  const content = html`${warningNote(point)}${acceptanceOf(point)}${observables(result, point, 3)}`;
  if (i < open) return html`<section class="point" id="point-${i + 1}"><h2>${title}</h2>${content}</section>`;
  return folded(title, i, content);
}

/** The target of a link lies inside, so that following the link opens the section. */
const folded = (title: string, i: number, content: Content): Html =>
  html`<details class="point"><summary><h2>${title}</h2></summary><div id="point-${i + 1}">${content}</div></details>`;

/** A point of a large sweep: every estimate, no drawing. */
function plainSection(point: PointResult, i: number, axes: readonly string[]): Html {
  const cells = ({ cells: [name, ...numbers], far }: Row): Content[] => [
    html`<code>${name}</code>`,
    ...numbers.map((text, k) => (far && k === numbers.length - 1 ? html`<strong class="far">${text}</strong>` : text)),
  ];
  const place = pointText(point, axes);
  const rows = table({ caption: `Estimates at ${place}`, head: columns, rows: pointRows(point).map(cells) });
  return folded(`Point ${i + 1}: ${place}`, i, html`${warningNote(point)}${rows}`);
}

/** Points of a sweep that have a section of their own, from the first. */
export function countSections(all: readonly PointResult[]): number {
  if (all.length <= mostDrawn) return all.length;
  const rows = Math.max(...all.slice(0, mostDrawn).map((point) => pointRows(point).length), 1);
  return Math.min(all.length, Math.max(Math.floor(mostRows / rows), 1));
}

function sections(result: Result): Html[] {
  const { points: all } = result;
  const axes = axesOf(all);
  if (all.length <= mostDrawn) return all.map((point, i) => section(result, point, i, axes));
  return all.slice(0, countSections(all)).map((point, i) => plainSection(point, i, axes));
}

/** Every observable at every sweep point; of a large sweep, every estimate, folded once more. */
export function points(result: Result): Html {
  const { points: all } = result;
  if (all.length === 1) return html`${acceptanceOf(all[0])}${observables(result, all[0], 2)}`;
  if (all.length <= mostDrawn) return html`${sections(result)}`;
  const count = countSections(all);
  const left = all.length - count;
  return html`<details class="all"><summary>Every estimate at ${left > 0 ? `the first ${count} points` : 'every point'}</summary>
${sections(result)}</details>
${left > 0 && html`<p class="note">The other ${left} points are, in full, in <code>result.json</code>.</p>`}`;
}
