import type { Result } from '../model/result';
import { Html, html } from './html';
import { overview } from './overview';
import { points } from './points';
import { style } from './style';
import { summary, titleOf } from './summary';

const notes: Html = html`<footer><h2>How to read this page</h2>
<p><em>±</em> is one standard error, from independent groups of particles. <em>Exact</em> values come from quadrature, the
spectrum of the generator or linear algebra, never from sampling. <em>Deviation</em> is (measured − exact) in standard errors,
<strong class="far">set off</strong> beyond 4. A dash stands for what could not be had. Every number here is in
<code>result.json</code>, from which this page was written.</p></footer>`;

/**
 * One self-contained HTML page on a result: what ran, whether it met its expectations, and every observable beside its exact
 * answer. It asks for nothing from outside, runs no script, and follows the reader's light or dark setting.
 */
export function renderReport(result: Result): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${titleOf(result)} · Ergodic</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
${summary(result)}
${overview(result)}
${points(result)}
</main>
${notes}
</body>
</html>
`.text;
}
