import type { Result } from '../model/result';
import { type Html, html } from './html';
import { overview } from './overview';
import { page } from './page';
import { points } from './points';
import { summary, titleOf } from './summary';

export { renderCertificate } from './certificate';

const notes: Html = html`<p><em>±</em> is one standard error, from independent groups of particles. <em>Exact</em> values come from quadrature, the
spectrum of the generator or linear algebra, never from sampling. <em>Deviation</em> is (measured − exact) in standard errors,
<strong class="far">set off</strong> beyond 4. A dash stands for what could not be had. Every number here is in
<code>result.json</code>, from which this page was written.</p>`;

/**
 * One self-contained HTML page on a result: what ran, whether it met its expectations, and every observable beside its exact
 * answer. It asks for nothing from outside, runs no script, and follows the reader's light or dark setting.
 */
export function renderReport(result: Result): string {
  const main = html`${summary(result)}
${overview(result)}
${points(result)}`;
  return page({ title: titleOf(result), main, notes });
}
