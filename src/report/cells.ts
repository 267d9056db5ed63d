import type { Estimate } from '../model/estimate';
import { deviation, formatDeviation, formatEstimate, formatReference, isFar } from './format';
import { type Content, type Html, html, type Table, table } from './html';

export function deviationCell(z: number | null): Content {
  return isFar(z) ? html`<strong class="far">${formatDeviation(z)}</strong>` : formatDeviation(z);
}

/** Measured, exact and their difference in standard errors: the cells that every table of estimates ends with. */
export function estimateCells(e: Estimate): Content[] {
  return [formatEstimate(e), formatReference(e), deviationCell(deviation(e))];
}

export const estimateHead = ['measured', 'exact', 'deviation /\u00a0SE'] as const;

export interface Row {
  label: Content;
  estimate: Estimate;
}

/** A table of estimates. The columns of exact values fall away where there are none. */
export function estimateTable(caption: string, what: string, rows: readonly Row[]): Html {
  const columns = rows.some(({ estimate }) => typeof estimate.reference === 'number') ? 3 : 1;
  return table({
    caption,
    head: [what, ...estimateHead.slice(0, columns)],
    rows: rows.map(({ label, estimate }) => [label, ...estimateCells(estimate).slice(0, columns)]),
  } satisfies Table);
}
