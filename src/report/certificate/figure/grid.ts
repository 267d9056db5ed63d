import type { ClaimAxis, MapFigure } from '../../../model/claim';
import { along, hasPlace } from './axes';

export type Cell = MapFigure['cells'][number];

/**
 * Cells of equal size whatever their grid: the i-th of an axis lies from i to i + 1. Between and beyond the centres places go
 * evenly by the axis, so that curves cross cells where they have to.
 */
export interface Grid {
  x: number[];
  y: number[];
  cells: readonly Cell[];
}

const distinct = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);

export function gridOf({ x, y, cells }: MapFigure): Grid {
  const placed = cells.filter((cell) => hasPlace(x, cell.x) && hasPlace(y, cell.y));
  return { x: distinct(placed.map((cell) => cell.x)), y: distinct(placed.map((cell) => cell.y)), cells: placed };
}

/** Where a number lies among the cells of an axis whose centres are `centres`; null where one centre tells nothing. */
export function placeAmong(axis: ClaimAxis, centres: readonly number[], x: number): number | null {
  if (centres.length < 2) return x === centres[0] ? 0.5 : null;
  const places = centres.map((centre) => along(axis, centre));
  const at = along(axis, x);
  const next = places.findIndex((place) => place >= at);
  const right = Math.max(next === -1 ? places.length - 1 : next, 1);
  return right - 0.5 + (at - places[right - 1]) / (places[right] - places[right - 1]);
}
