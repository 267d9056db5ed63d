import type { Estimate } from '../../model/estimate';
import { estimateTable, type Row } from '../cells';
import { html } from '../html';
import { type Fields, isEstimate } from '../read';
import type { KindReport } from './kind';

/** Covariances shown before the rest is left to the result file. */
const mostCovariances = 66;

const estimates = (x: unknown): Estimate[] => (Array.isArray(x) ? x.filter(isEstimate) : []);

/** The expressions whose moments were taken, as the file wrote them. */
const namesOf = (spec: Fields): string[] => [spec.of].flat().map((of) => (typeof of === 'string' ? of : ''));

const quantity = (symbol: string, ...of: string[]) => html`${symbol} <code>${of.join(', ')}</code>`;

function covariances(report: Fields, name: (i: number) => string): Row[] {
  const rows = Array.isArray(report.covariance) ? report.covariance : [];
  return rows.flatMap((row: unknown, i) =>
    estimates(row)
      .slice(0, i)
      .map((estimate, j) => ({ label: quantity('covariance', name(j), name(i)), estimate })),
  );
}

/** Means, variances and covariances beside their exact values. */
export const moments: KindReport = {
  render(report, context) {
    const names = namesOf(context.spec);
    const name = (i: number) => names[i] || String(i + 1);
    const means = estimates(report.mean);
    if (means.length === 0) return null;
    const mixed = covariances(report, name);
    const rows: Row[] = [
      ...means.map((estimate, i) => ({ label: quantity('mean', name(i)), estimate })),
      ...estimates(report.variance).map((estimate, i) => ({ label: quantity('variance', name(i)), estimate })),
      ...mixed.slice(0, mostCovariances),
    ];
    const rest = mixed.length - mostCovariances;
    return html`${estimateTable(`Mean, variance and covariance: ${context.name}`, 'quantity', rows)}
${rest > 0 && html`<p class="note">${rest} more covariances are in <code>result.json</code>.</p>`}`;
  },
};
