import * as Plot from '@observablehq/plot';
import { bitmapAddress, type Palette } from './bitmap';
import { panel } from './figure';
import { formatNumber } from './format';
import { type Html, html } from './html';

/** Where a grid of cells lies: its edges, and what its axes are called. */
export interface Frame {
  x: readonly number[];
  y: readonly number[];
  labels: readonly [string, string];
  /** Names of the cells along both axes, where they stand for values that need not be evenly spaced. */
  names?: readonly [string[], string[]];
}

/** Colours of a heat map; values beyond the domain take the colour of its end. */
export interface Ramp {
  domain: readonly [number, number];
  scheme: 'viridis' | 'rdbu';
  /** Whether colours go by the logarithm of the values. */
  log?: boolean;
}

const [width, margin] = [300, { left: 38, right: 6, top: 8, bottom: 40 }];

const hex = (colour: string): number[] => [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));

/** Red, green and blue of a colour as Plot writes it: `#rrggbb` or `rgb(r, g, b)`. */
function channels(colour: string): [number, number, number] {
  const [red, green, blue] = colour.startsWith('#') ? hex(colour) : colour.match(/\d+/g)!.map(Number);
  return [red, green, blue];
}

/** 256 colours from one end of the ramp to the other. Red stands for more, as in the field. */
export function paletteOf({ scheme }: Pick<Ramp, 'scheme'>): Palette {
  const scale = Plot.scale({ color: { type: 'linear', scheme, domain: [0, 255], reverse: scheme === 'rdbu' } })!;
  return Array.from({ length: 256 }, (_, i) => channels(scale.apply(i)));
}

/** Place of a value on a palette of 256. */
export function indexIn({ domain, log }: Ramp, value: number): number {
  const [low, high, at] = [...domain, value].map((x) => (log ? Math.log(x) : x));
  return Math.min(Math.max(Math.round((255 * (at - low)) / (high - low)), 0), 255);
}

/** A strip of the colours with its ends in words. */
export function rampLegend(ramp: Ramp, palette: Palette, left = 0): Html {
  const stops = [0, 32, 64, 96, 128, 160, 192, 224, 255].map((i) => `rgb(${palette[i].join(' ')})`).join(', ');
  const [low, high] = ramp.domain.map((x) => formatNumber(x, 3));
  return html`<p class="ramp" style="padding-left: ${Math.round((1000 * left) / width) / 10}%"><span>${low}</span><span class="strip" style="background: linear-gradient(90deg, ${stops})"></span><span>${high}</span></p>`;
}

/** Height of the map: true to the axes' units unless that makes a ribbon. */
function innerHeight({ x, y, names }: Frame, inner: number): number {
  if (names) return Math.min(inner, Math.max(120, names[1].length * 22));
  const ratio = (y.at(-1)! - y[0]) / (x.at(-1)! - x[0]);
  return inner * (ratio > 0.5 && ratio < 1.6 ? ratio : 1);
}

/** Cells of which nothing is known, in the colour of the paper. */
function blanks(values: Cells, { x, y }: Frame): Plot.Markish {
  const cells = values.flatMap((row, iy) =>
    row.flatMap((value, ix) => (value === null ? [{ x1: x[ix], x2: x[ix + 1], y1: y[iy], y2: y[iy + 1] }] : [])),
  );
  return Plot.rect(cells, { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: 'var(--paper)' });
}

/** The names of every so many cells, at their centres, as many as have room. */
export function namedAxis(axis: 'x' | 'y', names: readonly string[], room: number): Plot.Markish {
  const size = axis === 'x' ? Math.max(...names.map((name) => name.length)) * 7 + 4 : 16;
  const step = Math.ceil((size * names.length) / room);
  const shown = names.map((_, i) => i + 0.5).filter((_, i) => i % step === 0);
  const options = { text: shown.map((at) => names[Math.floor(at)]), tickSize: 3 };
  return axis === 'x' ? Plot.axisX(shown, { ...options, labelOffset: 36 }) : Plot.axisY(shown, options);
}

/** Pixels left of a map: those of its longest name. */
const marginOf = ({ names }: Frame): number =>
  Math.max(margin.left, ...(names?.[1] ?? []).map((name) => 7 * name.length + 10));

/** `values[iy][ix]`, null where nothing is known. */
type Cells = readonly (readonly (number | null)[])[];

/** Values as colours over their frame, with the legend beneath; `over` are marks in the frame's units. */
export function heatMap(title: string, values: Cells, frame: Frame, ramp: Ramp, over: Plot.Markish[] = []): Html {
  const palette = paletteOf(ramp);
  const left = marginOf(frame);
  const inner = width - left - margin.right;
  const top = frame.names ? 20 : margin.top;
  const height = innerHeight(frame, inner);
  const src = bitmapAddress(
    values.map((row) => row.map((value) => (value === null ? 0 : indexIn(ramp, value)))),
    palette,
  );
  const image = { width: inner, height, src, preserveAspectRatio: 'none', imageRendering: 'pixelated' };
  const middle = (edges: readonly number[]) => (edges[0] + edges.at(-1)!) / 2;
  const { names } = frame;
  const map = panel(`${title} over ${frame.labels.join(' and ')}`, title, {
    width,
    height: height + top + margin.bottom,
    marginLeft: left,
    marginRight: margin.right,
    marginTop: top,
    marginBottom: margin.bottom,
    x: { domain: [frame.x[0], frame.x.at(-1)!], label: frame.labels[0], labelOffset: 36, ticks: 5 },
    y: { domain: [frame.y[0], frame.y.at(-1)!], label: frame.labels[1], ticks: 5 },
    marks: [
      Plot.image([0], { x: [middle(frame.x)], y: [middle(frame.y)], ...image }),
      blanks(values, frame),
      names && namedAxis('x', names[0], inner),
      names && namedAxis('y', names[1], height),
      ...over,
    ],
  });
  return html`<div class="${ramp.scheme === 'rdbu' ? 'diverging' : 'sequential'}">${map}${rampLegend(ramp, palette, left)}</div>`;
}
