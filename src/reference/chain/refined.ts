/** A number that is found on grids, and what it may be off by. */
export interface Refined {
  value: number;
  /** Largest departure of a grid's result from `value`. */
  error: number;
}

const parts = [1, 0.88, 0.76, 0.64, 0.52];

/**
 * A number on grids of up to so many intervals, extrapolated to infinitely many by a line in the spacing squared. Five grids and not two,
 * for a result that also jumps about with the places of their points.
 */
export function refined(intervals: number, solve: (intervals: number) => number): Refined {
  const sizes = parts.map((part) => Math.ceil(part * intervals));
  const results = sizes.map(solve);
  const squares = sizes.map((size) => (intervals / size) ** 2);
  const [x, y] = [mean(squares), mean(results)];
  const slope = mean(squares.map((s, i) => (s - x) * (results[i] - y))) / mean(squares.map((s) => (s - x) ** 2));
  const value = y - slope * x;
  return { value, error: Math.max(...results.map((result) => Math.abs(result - value))) };
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
