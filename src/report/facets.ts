import type { PointResult } from '../model/result';
import { pointText, settingsOf } from './settings';

/** The points of a sweep at one place of the axes that a drawing does not show. */
export interface Facet {
  /** That place: `temperature 0.5`; empty where the drawing shows every axis. */
  title: string;
  /** Indices of the points. */
  indices: number[];
}

/** How a sweep is laid out in drawings of at most two axes. */
export interface Grid {
  /** The axis drawn along: the one with most values, the fastest of such. */
  x: string;
  /** The next one, if there is one: a series for each value, or the rows of a map. */
  y: string | undefined;
  facets: Facet[];
  /** Facets left out. */
  hidden: number;
}

/** Facets a page can bear for each quantity. */
const mostFacets = 6;

const valuesOf = (points: readonly PointResult[], axis: string): number =>
  new Set(points.map((point) => settingsOf(point)[axis])).size;

/** `n` entries of a list, spread evenly, its ends among them. */
const spread = <T>(list: readonly T[], n: number): T[] =>
  list.length <= n
    ? [...list]
    : Array.from({ length: n }, (_, i) => list[Math.round((i * (list.length - 1)) / (n - 1))]);

function facetsOf(points: readonly PointResult[], others: readonly string[]): Facet[] {
  const facets = new Map<string, number[]>();
  points.forEach((point, i) => {
    const title = pointText(point, others);
    const facet = facets.get(title);
    if (facet) facet.push(i);
    else facets.set(title, [i]);
  });
  return [...facets].map(([title, indices]) => ({ title, indices }));
}

/** Lays a sweep out; `axes` go from the slowest to the fastest, at least one. */
export function gridOf(points: readonly PointResult[], axes: readonly string[]): Grid {
  const sizes = new Map(axes.map((axis) => [axis, valuesOf(points, axis)]));
  const [x, y] = axes.toReversed().sort((a, b) => sizes.get(b)! - sizes.get(a)!);
  const all = facetsOf(
    points,
    axes.filter((axis) => axis !== x && axis !== y),
  );
  const facets = spread(all, mostFacets);
  return { x, y, facets, hidden: all.length - facets.length };
}
