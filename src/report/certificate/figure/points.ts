import type { ClaimAxis, ClaimFigure, ClaimSeries } from '../../../model/claim';
import { counted } from '../words';
import { hasPlace } from './axes';

export interface Point {
  x: number;
  y: number;
  /** One standard error, 0 where there is none. */
  error: number;
}

/** A series of which only the points are left that have a place on both axes. */
export interface Drawn extends ClaimSeries {
  points: readonly Point[];
  /** The same points, cut where some were left out: a line joins those of a run. */
  runs: readonly (readonly Point[])[];
  /** Points that were left out. */
  lost: number;
}

export function drawnSeries({ x, y, series }: Pick<ClaimFigure, 'x' | 'y' | 'series'>): Drawn[] {
  return series.map((one) => {
    const runs: Point[][] = [[]];
    for (const point of one.points) {
      if (hasPlace(x, point.x) && hasPlace(y, point.y)) runs.at(-1)!.push(withError(point));
      else runs.push([]);
    }
    const points = runs.flat();
    return { ...one, points, runs, lost: one.points.length - points.length };
  });
}

const withError = ({ x, y, error }: ClaimSeries['points'][number]): Point => ({
  x,
  y,
  error: Number.isFinite(error) ? error! : 0,
});

/** What a caption says of points that are not drawn. */
export function lostText(lost: number, axes: readonly ClaimAxis[], what = 'point'): string {
  if (lost === 0) return '';
  const zero = axes.some(({ scale }) => scale === 'log') ? ', or which a logarithmic axis cannot show' : '';
  return `Not drawn: ${counted(lost, what)} that could not be had${zero}.`;
}
