import * as Plot from '@observablehq/plot';
import type { MapFigure } from '../../../model/claim';
import { bitmapAddress, type Palette } from '../../bitmap';
import { chart, figure } from '../../figure';
import { formatNumber } from '../../format';
import { indexIn, namedAxis, paletteOf, type Ramp, rampLegend } from '../../heatMap';
import { type Html, html } from '../../html';
import { axisNames, namesOf, textWidth } from './axes';
import { type Cell, type Grid, gridOf } from './grid';
import { mapCurves, mapKeys } from './mapCurves';
import { lostText } from './points';
import { hasColour, inkOn, rampOf } from './ramp';

/** All that a drawing of a map needs, at whatever width. */
interface Drawing {
  claimed: MapFigure;
  grid: Grid;
  ramp: Ramp;
  palette: Palette;
}

interface Frame {
  width: number;
  height: number;
}

const placeOf = (grid: Grid, { x, y }: Cell) => [grid.x.indexOf(x), grid.y.indexOf(y)] as const;

/** Cells as one image; those of which nothing is known are covered with paper. */
function colours({ claimed, grid, ramp, palette }: Drawing, frame: Frame): Plot.Markish[] {
  const rows = grid.y.map(() => grid.x.map(() => 0));
  const blank = new Set(grid.y.flatMap((_, iy) => grid.x.map((_, ix) => `${ix} ${iy}`)));
  for (const cell of grid.cells.filter((one) => hasColour(claimed, one))) {
    const [ix, iy] = placeOf(grid, cell);
    rows[iy][ix] = indexIn(ramp, cell.value);
    blank.delete(`${ix} ${iy}`);
  }
  const empty = [...blank].map((key) => key.split(' ').map(Number));
  const middle = { x: [grid.x.length / 2], y: [grid.y.length / 2] };
  const look = { preserveAspectRatio: 'none', imageRendering: 'pixelated' };
  return [
    Plot.image([0], { ...middle, ...frame, ...look, src: bitmapAddress(rows, palette) }),
    Plot.rect(empty, {
      x1: ([ix]: number[]) => ix,
      x2: ([ix]: number[]) => ix + 1,
      y1: ([, iy]: number[]) => iy,
      y2: ([, iy]: number[]) => iy + 1,
      fill: 'var(--paper)',
    }),
  ];
}

/** Words on cells, in the ink that shows on their colour, as large as they fit; none where that is too small to be read. */
function words({ claimed, grid, ramp, palette }: Drawing, { width, height }: Frame): Plot.Markish[] {
  const cells = grid.cells.filter((cell) => cell.label !== undefined && hasColour(claimed, cell));
  const longest = Math.max(1, ...cells.map(({ label }) => textWidth(label!)));
  const fontSize = Math.min(13, (12 * (width / grid.x.length - 8)) / longest, height / grid.y.length - 4);
  if (fontSize < 8) return [];
  const colour = ({ value }: Cell) => palette[indexIn(ramp, value)];
  return [
    Plot.text(cells, {
      x: (cell: Cell) => placeOf(grid, cell)[0] + 0.5,
      y: (cell: Cell) => placeOf(grid, cell)[1] + 0.5,
      text: 'label',
      fontSize,
      fill: (cell: Cell) => inkOn(colour(cell)),
      stroke: (cell: Cell) => `rgb(${colour(cell).join(' ')})`,
      strokeWidth: 4,
    }),
  ];
}

const named = (values: readonly number[]): string[] => values.map((x) => formatNumber(x, 3));

function plot(drawing: Drawing) {
  const { claimed, grid } = drawing;
  const marginLeft = Math.max(36, ...named(grid.y).map((text) => textWidth(text) + 16));
  return (across: number): Plot.PlotOptions => {
    const names = namesOf(claimed.x, claimed.y, across);
    const { marginTop, marginBottom } = names.margins;
    const marginRight = 12;
    const width = across - marginLeft - marginRight;
    const height = Math.min(0.75 * width, Math.max(160, grid.y.length * (across > 600 ? 44 : 34)));
    return {
      height: height + marginTop + marginBottom,
      ...{ marginLeft, marginTop, marginRight, marginBottom },
      color: { type: 'identity' },
      x: { type: 'linear', domain: [0, grid.x.length], label: null },
      y: { type: 'linear', domain: [0, grid.y.length], label: null },
      marks: [
        ...colours(drawing, { width, height }),
        namedAxis('x', named(grid.x), width),
        namedAxis('y', named(grid.y), height),
        Plot.frame({ strokeOpacity: 0.4 }),
        ...axisNames(names, marginLeft),
        ...mapCurves(claimed, grid),
        ...words(drawing, { width, height }),
      ],
    };
  };
}

/** A heat map with curves over it. */
export function mapFigure(claimed: MapFigure): Html {
  const { title, text, x, y, value, cells } = claimed;
  const grid = gridOf(claimed);
  const lost = lostText(
    cells.length - grid.cells.filter((cell) => hasColour(claimed, cell)).length,
    [x, y, value],
    'cell',
  );
  if (grid.cells.length === 0) return html`<p class="note">${title}: nothing can be drawn. ${lost}</p>`;
  const ramp = rampOf(claimed, grid.cells);
  const palette = paletteOf(ramp);
  const label = `${title}: ${value.label} over ${x.label} and ${y.label}. ${text}`;
  const scale = html`<div class="colours"><p>${value.label}${ramp.log && ', logarithmic'}</p>${rampLegend(ramp, palette)}</div>`;
  const drawing = chart(label, 1, plot({ claimed, grid, ramp, palette }));
  return figure([scale, drawing], mapKeys(claimed), [text, lost].filter(Boolean).join(' '));
}
