import { evenGrid, gridTransitions, reach, resolution } from '../../reference/chain/evenGrid';
import { stationaryLaw } from '../../reference/chain/transitions';
import { normalBelow } from '../../reference/numerics/normal';

/** x' = x − h U'(x) + √(2h D(x)) R on the line. */
export interface ItoChain {
  slope: (x: number) => number;
  diffusion: (x: number) => number;
  step: number;
  /** Where the chain is: practically nothing of its law may lie below `low` or above `high`. */
  low: number;
  high: number;
}

/** P(x < place) in the stationary law of the chain with its step: the left null vector of its transition matrix on an even grid. */
export function massBelow({ slope, diffusion, step, low, high }: ItoChain, place: number): number {
  const deviation = (x: number) => Math.sqrt(2 * step * diffusion(x));
  const coarse = evenGrid(low, high, (high - low) / 1000);
  const grid = evenGrid(low, high, Math.min(...coarse.map(deviation)) / resolution);
  const deviations = grid.map(deviation);
  // What would be thrown off the grid stays at its end.
  const centres = grid.map((x) => Math.min(high, Math.max(low, x - step * slope(x))));
  const transitions = gridTransitions(
    grid,
    (i) => [centres[i] - reach * deviations[i], centres[i] + reach * deviations[i]],
    (i, j) => Math.exp(-(((grid[j] - centres[i]) / deviations[i]) ** 2) / 2),
  );
  return stationaryLaw(transitions).reduce(
    (sum, p, i) => sum + p * normalBelow((place - centres[i]) / deviations[i]),
    0,
  );
}
