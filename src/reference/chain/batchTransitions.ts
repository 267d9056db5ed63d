import { type BatchMap, jumpDeviation } from './batchMaps';
import { evenGrid } from './evenGrid';
import type { Transitions } from './transitions';

/** A step from a point: the weights of grid points from `first` on in what comes after it, and the probability to end. */
export interface BatchRow {
  first: number;
  values: Float64Array;
  ending: number;
}

/** Chains on an even grid: functions of the position after a step are linear between its points. */
export interface BatchGrid {
  maps: readonly BatchMap[];
  low: number;
  high: number;
  /** At which positions the chain has ended. What leaves the grid elsewhere is not followed. */
  ended: (x: number) => boolean;
}

/** Intervals of a grid to the root mean square of the jumps about their mean. */
const resolution = 40;

/** How many intervals resolve the jumps from x, between bounds. */
export function gridPoints(
  { maps, low, high }: BatchGrid,
  x: number,
  [fewest, most]: readonly [number, number],
): number {
  const wanted = Math.ceil((resolution * (high - low)) / jumpDeviation(maps, x));
  return Math.min(most, Math.max(fewest, wanted));
}

/** The chain from the points of a grid with so many intervals, and from one more point. */
export function batchTransitions(chain: BatchGrid, from: number, intervals: number): [Transitions, BatchRow] {
  const grid = evenGrid(chain.low, chain.high, (chain.high - chain.low) / intervals);
  const rows = Array.from(grid, (x) => rowAt(chain, x, grid));
  const transitions = {
    first: Int32Array.from(rows, (row) => row.first),
    rows: rows.map((row) => row.values),
    ending: Float64Array.from(rows, (row) => row.ending),
  };
  return [transitions, rowAt(chain, from, grid)];
}

function rowAt({ maps, low, high, ended }: BatchGrid, x: number, grid: Float64Array): BatchRow {
  const last = grid.length - 1;
  const steps = maps.map(({ probability, next }) => ({ probability, to: next(x) }));
  const inside = steps.filter(({ to }) => to >= low && to <= high && !ended(to));
  const places = inside.map(({ to }) => ((to - low) / (high - low)) * last);
  const cells = places.map((place) => Math.min(last - 1, Math.floor(place)));
  const first = Math.min(last - 1, ...cells);
  const values = new Float64Array(Math.max(first, ...cells) + 2 - first);
  inside.forEach(({ probability }, m) => {
    const share = places[m] - cells[m];
    values[cells[m] - first] += probability * (1 - share);
    values[cells[m] - first + 1] += probability * share;
  });
  const ending = steps.reduce((sum, { probability, to }) => sum + (ended(to) ? probability : 0), 0);
  return { first, values, ending };
}
