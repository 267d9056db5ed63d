import * as Plot from '@observablehq/plot';
import type { MapFigure } from '../../../model/claim';
import type { Key } from '../../figure';
import { clipLine, type Place } from './clip';
import { type Grid, placeAmong } from './grid';
import { dashOf } from './looks';
import { type Drawn, drawnSeries, type Point } from './points';

/** Curves over a map are cased in white, so that they show on every colour of it. */
const casing = { stroke: '#fff', strokeWidth: 5, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;

const inks = { exact: '#000', seed: '#d55e00', guide: '#555', measured: '#000' } as const;

function placesOf({ x, y }: MapFigure, grid: Grid, points: readonly Point[]): Place[] {
  return points.flatMap((point) => {
    const place = [placeAmong(x, grid.x, point.x), placeAmong(y, grid.y, point.y)];
    return place.includes(null) ? [] : [place as [number, number]];
  });
}

function lineMarks(piece: readonly Place[], { role }: Drawn, n: number): Plot.Markish[] {
  const dash = role === 'seed' ? { strokeDasharray: dashOf(n) } : {};
  const width = role === 'guide' ? 1 : 2.25;
  const places = piece.map(([x, y]) => ({ x, y }));
  return [
    Plot.line(places, { x: 'x', y: 'y', ...casing, strokeWidth: width + 2.5 }),
    Plot.line(places, { x: 'x', y: 'y', stroke: inks[role], strokeWidth: width, ...dash }),
  ];
}

const within = ([x, y]: Place, { x: columns, y: rows }: Grid): boolean =>
  x >= 0 && x <= columns.length && y >= 0 && y <= rows.length;

/** Boundary curves, and measured points as dots. */
export function mapCurves(figure: MapFigure, grid: Grid): Plot.Markish[] {
  const box = { x: [0, grid.x.length], y: [0, grid.y.length] } as const;
  const all = drawnSeries(figure);
  const seeds = all.filter(({ role }) => role === 'seed');
  return all.flatMap((series) => {
    const runs = series.runs.map((run) => placesOf(figure, grid, run));
    const n = Math.max(seeds.indexOf(series), 0);
    if (series.role !== 'measured')
      return runs.flatMap((run) => clipLine(run, box)).flatMap((piece) => lineMarks(piece, series, n));
    const dots = runs.flat().filter((place) => within(place, grid));
    return [
      Plot.dot(
        dots.map(([x, y]) => ({ x, y })),
        { x: 'x', y: 'y', fill: '#000', stroke: '#fff', strokeWidth: 1.5, r: 4.5 },
      ),
    ];
  });
}

/** The legend of the curves; names that come again are named once. */
export function mapKeys({ series }: MapFigure): Key[] {
  const seen = new Map(series.map(({ role, name }) => [`${role} ${name}`, { role, name }]));
  return [...seen.values()].map(({ role, name }) => ({ mark: `over ${role}`, text: name }));
}
