import * as Plot from '@observablehq/plot';
import type { PointResult } from '../model/result';
import type { Facet, Grid } from './facets';
import { figure, type Key, panels } from './figure';
import { formatEstimate, isFar } from './format';
import type { Headline } from './headlines';
import { type Frame, heatMap, type Ramp } from './heatMap';
import { type Html, html } from './html';
import { remoteness } from './rows';
import { isWide } from './scales';
import { pointText, settingsOf, settingText } from './settings';

/** Values of an axis in the order in which the sweep takes them, and the place of each. */
function valuesOf(settings: readonly Record<string, unknown>[], axis: string): Map<unknown, number> {
  return new Map([...new Set(settings.map((at) => at[axis]))].map((value, i) => [value, i]));
}

interface Cell {
  x: number;
  y: number;
  value: number;
  far: boolean;
  text: string;
}

interface Layout {
  frame: Frame;
  /** The cell of each sweep point. */
  places: { x: number; y: number }[];
}

const edges = (n: number): number[] => Array.from({ length: n + 1 }, (_, i) => i);

function layoutOf(points: readonly PointResult[], x: string, y: string): Layout {
  const settings = points.map(settingsOf);
  const [columns, rows] = [valuesOf(settings, x), valuesOf(settings, y)];
  const names = [columns, rows].map((values) => [...values.keys()].map((value) => settingText(value, true)));
  return {
    frame: { x: edges(columns.size), y: edges(rows.size), labels: [x, y], names: [names[0], names[1]] },
    places: settings.map((at) => ({ x: columns.get(at[x])!, y: rows.get(at[y])! })),
  };
}

function cellsOf(facet: Facet, points: readonly PointResult[], headline: Headline, layout: Layout): Cell[] {
  return facet.indices.flatMap((i) => {
    const e = headline.estimates[i];
    if (!e || e.value === null) return [];
    const text = `${pointText(points[i], layout.frame.labels)}: ${formatEstimate(e)}`;
    return [{ ...layout.places[i], value: e.value, far: isFar(remoteness(e)), text }];
  });
}

/** One colour scale for all maps of a quantity. */
function rampOf(values: readonly number[]): Ramp {
  const [low, high] = values.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [Infinity, -Infinity]);
  return {
    domain: low < high ? [low, high] : [low - (Math.abs(low) || 1) / 2, low + (Math.abs(low) || 1) / 2],
    scheme: 'viridis',
    log: isWide([low, high]),
  };
}

/** Cells that are named under the pointer, and those that are set off by a dot. */
const mostNamed = 400;

function overlay(cells: readonly Cell[]): Plot.Markish[] {
  const box = { x1: (c: Cell) => c.x, x2: (c: Cell) => c.x + 1, y1: (c: Cell) => c.y, y2: (c: Cell) => c.y + 1 };
  const centre = { x: (c: Cell) => c.x + 0.5, y: (c: Cell) => c.y + 0.5 };
  if (cells.length > mostNamed) return [];
  return [
    Plot.dot(
      cells.filter(({ far }) => far),
      { ...centre, r: 2.5, fill: '#fff', stroke: '#000', strokeWidth: 0.75 },
    ),
    Plot.rect(cells, { ...box, fill: 'transparent', title: 'text' }),
  ];
}

function mapOf(title: string, cells: readonly Cell[], { x, y, ...frame }: Frame, ramp: Ramp): Html {
  const values = y.slice(1).map(() => x.slice(1).map((): number | null => null));
  for (const cell of cells) values[cell.y][cell.x] = cell.value;
  return heatMap(title, values, { x, y, ...frame }, ramp, overlay(cells));
}

/** Heat maps of headlines over two axes of a sweep, one for each place on the others. */
export function sweepMaps(
  points: readonly PointResult[],
  grid: Grid & { y: string },
  paths: readonly Headline[],
): Html {
  const layout = layoutOf(points, grid.x, grid.y);
  const all = paths.map((headline) => {
    const facets = grid.facets.map((facet) => ({ facet, cells: cellsOf(facet, points, headline, layout) }));
    const ramp = rampOf(facets.flatMap(({ cells }) => cells.map(({ value }) => value)));
    const maps = facets.map(({ facet, cells }) => mapOf(facet.title || headline.path, cells, layout.frame, ramp));
    const far = facets.some(({ cells }) => cells.length <= mostNamed && cells.some((cell) => cell.far));
    const name = grid.facets.length > 1 && html`<p class="quantity"><code>${headline.path}</code></p>`;
    return { far, content: html`${name}${grid.facets.length > 1 ? panels(maps) : maps}` };
  });
  const keys: Key[] = all.some(({ far }) => far)
    ? [{ mark: 'dotted', text: 'more than 4 SE from the exact value, or from the floor where there is none' }]
    : [];
  const content = all.map((one) => one.content);
  return figure(grid.facets.length > 1 ? content : [panels(content)], keys);
}
