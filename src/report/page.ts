import { Html, html } from './html';
import { style } from './style';

/** What a page is made of. */
export interface Page {
  /** Name in the browser's bar. */
  title: string;
  main: Html;
  /** How to read it, at its foot. */
  notes: Html;
  /** Rules beside those that all pages share. */
  style?: string;
}

/** A whole page that asks for nothing from outside, runs no script, and follows the reader's light or dark setting. */
export function page({ title, main, notes, style: own = '' }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${title} · Ergodic</title>
<style>${new Html(style + own)}</style>
</head>
<body>
<main>
${main}
</main>
<footer><h2>How to read this page</h2>
${notes}</footer>
</body>
</html>
`.text;
}
