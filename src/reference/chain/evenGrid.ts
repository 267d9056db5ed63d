import type { Transitions } from './transitions';

/** An integrator of dX = −U' dt + √(2T) dW on the line. */
export interface LangevinChain {
  /** U'. */
  slope: (x: number) => number;
  temperature: number;
  /** h. */
  step: number;
  /** Where the chain is: practically nothing of its law may lie below `low` or above `high`. */
  low: number;
  high: number;
}

/** A chain on an even grid, and the position that is seen in the step from one state to another. */
export interface ObservedChain extends Transitions {
  position: (from: number, to: number) => number;
  /** The law of the position is normal about `centres[i]` with probability πᵢ. */
  centres: Float64Array;
  deviation: number;
}

/** Points of a grid to a deviation of the noise of a step: the trapezoid rule then integrates its density to rounding. */
export const resolution = 4;
/** Deviations beyond which the noise of a step is left out: 2e-19 of it. */
export const reach = 9;

/** Points from low to high, both included, at most `spacing` from each other. */
export function evenGrid(low: number, high: number, spacing: number): Float64Array {
  const intervals = Math.ceil((high - low) / spacing);
  return Float64Array.from({ length: intervals + 1 }, (_, i) => low + ((high - low) * i) / intervals);
}

/**
 * Transitions on an even grid by the density of a step, which need not be normalised.
 *
 * @param window the ends between which a step from state i goes
 * @param density of the step from state i to state j
 */
export function gridTransitions(
  grid: Float64Array,
  window: (i: number) => readonly [number, number],
  density: (i: number, j: number) => number,
): Transitions {
  const spacing = grid[1] - grid[0];
  const inside = (place: number) => Math.min(grid.length - 1, Math.max(0, place));
  const first = new Int32Array(grid.length);
  const rows = Array.from(grid, (_, i) => {
    const [a, b] = window(i).map((x) => (x - grid[0]) / spacing);
    first[i] = inside(Math.floor(a));
    const row = Float64Array.from({ length: inside(Math.ceil(b)) - first[i] + 1 }, (_, j) => density(i, first[i] + j));
    const sum = row.reduce((s, p) => s + p, 0);
    return row.map((p) => p / sum);
  });
  return { first, rows, ending: new Float64Array(grid.length) };
}
