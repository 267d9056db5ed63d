import { evenGrid, gridTransitions, type LangevinChain, type ObservedChain, reach, resolution } from './evenGrid';

/** Euler–Maruyama, x' = x − h U'(x) + √(2hT) R; states are positions, seen at the beginning of a step. */
export function eulerChain({ slope, temperature, step, low, high }: LangevinChain): ObservedChain {
  const deviation = Math.sqrt(2 * step * temperature);
  const grid = evenGrid(low, high, deviation / resolution);
  // What would be thrown off the grid stays at its end.
  const centres = grid.map((x) => Math.min(high, Math.max(low, x - step * slope(x))));
  const transitions = gridTransitions(
    grid,
    (i) => [centres[i] - reach * deviation, centres[i] + reach * deviation],
    (i, j) => Math.exp(-(((grid[j] - centres[i]) / deviation) ** 2) / 2),
  );
  return { ...transitions, centres, deviation, position: (from) => grid[from] };
}
