import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { type Content, escapeHtml, Html, html } from './html';

const { document } = parseHTML('<!doctype html><html><body></body></html>') as unknown as { document: Document };

/** Widths in pixels at which a chart is drawn; the style sheet shows the one that suits the page. */
const widths: readonly [name: string, width: number][] = [
  ['wide', 880],
  ['narrow', 400],
];

/** Where sweep points are many, one drawing serves both. */
const [manyPoints, commonWidth]: [number, readonly [string, number][]] = [8, [['common', 560]]];

/** Coordinates to a tenth of a pixel. */
const rounded = (markup: string): string =>
  markup.replace(/ (?:transform|[xy][12]?|width|height)="[^"]*"/g, (attribute) =>
    attribute.replace(/\d+\.\d\d+/g, (x) => String(Math.round(Number(x) * 10) / 10)),
  );

/** One drawing as markup that takes its colours and its size from the page. `label` is its text alternative. */
function draw(label: string, options: Plot.PlotOptions): Html {
  const svg = Plot.plot({ ...options, document, className: 'plot' });
  svg.querySelector('style')?.remove();
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  // The label goes in as text: the serialiser leaves < in attributes, which is legal and unpleasant to read.
  return new Html(rounded(svg.outerHTML).replace('<svg', () => `<svg role="img" aria-label="${escapeHtml(label)}"`));
}

/** A chart across the page, drawn once for a wide page and once for a telephone unless sweep points are many. */
export function chart(label: string, points: number, options: (width: number) => Plot.PlotOptions): Html {
  const drawings = (points > manyPoints ? commonWidth : widths).map(
    ([name, width]) => html`<div class="${name}">${draw(label, { width, ...options(width) })}</div>`,
  );
  return html`${drawings}`;
}

/** A chart about a third of the page wide. */
export function panel(label: string, title: Content, options: Plot.PlotOptions): Html {
  return html`<div class="panel"><p class="panel-title">${title}</p>${draw(label, options)}</div>`;
}

export const panels = (content: readonly Html[]): Html => html`<div class="panels">${content}</div>`;

export interface Key {
  /** A class of the style sheet, or several. */
  mark:
    | 'measured'
    | 'exact'
    | 'guide'
    | 'points'
    | 'hollow'
    | 'series'
    | 'dotted'
    | 'dashed'
    | 'thin'
    | `shape ${string}`
    | `over ${string}`;
  text: string;
  /** Colour of a series. */
  colour?: string;
}

/** Charts with their legend and caption. */
export function figure(content: readonly Html[], keys: readonly Key[], caption?: Content): Html {
  const legend = keys.map(
    ({ mark, text, colour }) =>
      html`<span class="key ${mark}"${colour && html` style="--series: ${colour}"`}>${text}</span>`,
  );
  return html`<figure>${keys.length > 0 && html`<p class="legend">${legend}</p>`}${content}${
    caption ? html`<figcaption>${caption}</figcaption>` : ''
  }</figure>`;
}
