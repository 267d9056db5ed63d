import { estimateTable } from '../cells';
import { formatNumber } from '../format';
import { facts, html } from '../html';
import { findEstimates, findScalars, words } from '../read';
import type { KindReport } from './kind';

/** Rows a table may have before it is cut. */
const longest = 200;

/** Any observable: its plain numbers, and every estimate found in it. */
export const generic: KindReport = {
  render(report, { name }) {
    const found = findEstimates(report);
    const rows = found.slice(0, longest).map(({ path, estimate }) => ({ label: html`<code>${path}</code>`, estimate }));
    const scalars = findScalars(report).map(({ key, value }): [string, string] => [
      words(key),
      typeof value === 'number' ? formatNumber(value) : value,
    ]);
    return html`${scalars.length > 0 && facts(scalars)}
${rows.length > 0 && estimateTable(`Estimates of ${name}`, 'quantity', rows)}
${found.length > longest && html`<p class="note">${found.length - longest} more estimates are in <code>result.json</code>.</p>`}
${found.length + scalars.length === 0 && html`<p class="note">Nothing to tabulate; see <code>result.json</code>.</p>`}`;
  },
};
