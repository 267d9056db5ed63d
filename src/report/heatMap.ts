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
}

/** Colours of a heat map; values beyond the domain take the colour of its end. */
export interface Ramp {
  domain: readonly [number, number];
  scheme: 'viridis' | 'rdbu';
}

const [width, margin] = [300, { left: 38, right: 6, top: 8, bottom: 40 }];
const inner = width - margin.left - margin.right;

const hex = (colour: string): number[] => [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));

/** Red, green and blue of a colour as Plot writes it: `#rrggbb` or `rgb(r, g, b)`. */
function channels(colour: string): [number, number, number] {
  const [red, green, blue] = colour.startsWith('#') ? hex(colour) : colour.match(/\d+/g)!.map(Number);
  return [red, green, blue];
}

/** 256 colours from one end of the ramp to the other. Red stands for more, as in the field. */
function paletteOf({ scheme }: Ramp): Palette {
  const scale = Plot.scale({ color: { type: 'linear', scheme, domain: [0, 255], reverse: scheme === 'rdbu' } })!;
  return Array.from({ length: 256 }, (_, i) => channels(scale.apply(i)));
}

const indexIn = ([low, high]: Ramp['domain'], value: number): number =>
  Math.min(Math.max(Math.round((255 * (value - low)) / (high - low)), 0), 255);

/** A strip of the colours with its ends in words. */
function legend(ramp: Ramp, palette: Palette): Html {
  const stops = [0, 32, 64, 96, 128, 160, 192, 224, 255].map((i) => `rgb(${palette[i].join(' ')})`).join(', ');
  const [low, high] = ramp.domain.map((x) => formatNumber(x, 3));
  return html`<p class="ramp"><span>${low}</span><span class="strip" style="background: linear-gradient(90deg, ${stops})"></span><span>${high}</span></p>`;
}

/** Height of the map: true to the axes' units unless that makes a ribbon. */
function innerHeight({ x, y }: Frame): number {
  const ratio = (y.at(-1)! - y[0]) / (x.at(-1)! - x[0]);
  return inner * (ratio > 0.5 && ratio < 1.6 ? ratio : 1);
}

/** `values[iy][ix]` as colours over their frame, with the legend beneath. */
export function heatMap(title: string, values: readonly (readonly number[])[], frame: Frame, ramp: Ramp): Html {
  const palette = paletteOf(ramp);
  const height = innerHeight(frame);
  const src = bitmapAddress(
    values.map((row) => row.map((value) => indexIn(ramp.domain, value))),
    palette,
  );
  const image = { width: inner, height, src, preserveAspectRatio: 'none', imageRendering: 'pixelated' };
  const middle = (edges: readonly number[]) => (edges[0] + edges.at(-1)!) / 2;
  const map = panel(`${title} over ${frame.labels.join(' and ')}`, title, {
    width,
    height: height + margin.top + margin.bottom,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    x: { domain: [frame.x[0], frame.x.at(-1)!], label: frame.labels[0], labelOffset: 36, ticks: 5 },
    y: { domain: [frame.y[0], frame.y.at(-1)!], label: frame.labels[1], ticks: 5 },
    marks: [Plot.image([0], { x: [middle(frame.x)], y: [middle(frame.y)], ...image })],
  });
  return html`<div class="${ramp.scheme === 'rdbu' ? 'diverging' : 'sequential'}">${map}${legend(ramp, palette)}</div>`;
}
