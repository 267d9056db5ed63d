import type { PointResult, Result } from '../model/result';
import { axesOf, pointText, settingText, specOf } from './experiment';
import { formatCount } from './format';
import { type Html, html } from './html';
import { kindReport } from './kinds';

/** Sections that stand open; those after them open on a click. */
const open = 4;

/** Sections on a page, so that a grid of hundreds stays a page a browser can show. */
const most = 60;

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

function section(result: Result, point: PointResult, i: number, axes: readonly string[]): Html {
  const title = `Point ${i + 1}: ${pointText(point, axes)}`;
  const lost =
    point.nonFinite > 0 && html`<p class="note">${formatCount(point.nonFinite)} particles left the finite numbers.</p>`;
  const content = html`${lost}${observables(result, point, 3)}`;
  if (i < open) return html`<section class="point" id="point-${i + 1}"><h2>${title}</h2>${content}</section>`;
  // The target of a link lies inside, so that following the link opens the section.
  return html`<details class="point"><summary><h2>${title}</h2></summary><div id="point-${i + 1}">${content}</div></details>`;
}

/** Every observable at every sweep point. */
export function points(result: Result): Html {
  const { points: all } = result;
  if (all.length === 1) return html`${observables(result, all[0], 2)}`;
  const axes = axesOf(all);
  const sections = all.slice(0, most).map((point, i) => section(result, point, i, axes));
  const left = all.length - sections.length;
  return html`${sections}
${left > 0 && html`<p class="note">The other ${left} points are in the table above and, in full, in <code>result.json</code>.</p>`}`;
}
