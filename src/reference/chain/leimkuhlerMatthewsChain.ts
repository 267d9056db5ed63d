import { evenGrid, gridTransitions, type LangevinChain, type ObservedChain, reach, resolution } from './evenGrid';

/**
 * Leimkuhler–Matthews in its Markov form x = y + √(hT/2) R, y' = 2x − y − h U'(x); states are y. A step from y to y' was seen at the x with
 * 2x − h U'(x) = y + y', so that its density is that of R over 2 − h U''(x). The grid ends where h U'' comes near 2.
 *
 * Source: Leimkuhler & Matthews 2013, arXiv:1203.5428.
 *
 * @throws RangeError where h U'' is near 2 or above it in the middle between `low` and `high`
 */
export function leimkuhlerMatthewsChain(chain: LangevinChain): ObservedChain {
  const { slope, temperature, step } = chain;
  const deviation = Math.sqrt((step * temperature) / 2);
  const sum = (x: number) => 2 * x - step * slope(x);
  const sumSlope = (x: number) => 2 - step * derivative(slope, x, deviation / 16);
  const [low, high] = invertibleRange(chain, sumSlope);
  // A step's own noise is twice that of the position.
  const grid = evenGrid(low, high, (2 * deviation) / resolution);
  const spacing = grid[1] - grid[0];
  // Of y + y', which depends on the sum of the indices alone.
  const positions = Float64Array.from({ length: 2 * grid.length - 1 }, (_, k) =>
    inverse(sum, 2 * low + k * spacing, low, high),
  );
  const slopes = positions.map(sumSlope);
  const end = (y: number, side: number) => sum(Math.min(high, Math.max(low, y + side * reach * deviation))) - y;
  const transitions = gridTransitions(
    grid,
    (i) => [end(grid[i], -1), end(grid[i], 1)],
    (i, j) => Math.exp(-(((positions[i + j] - grid[i]) / deviation) ** 2) / 2) / slopes[i + j],
  );
  return { ...transitions, centres: grid, deviation, position: (from, to) => positions[from + to] };
}

/** To fourth order in d. */
function derivative(f: (x: number) => number, x: number, d: number): number {
  return (8 * (f(x + d) - f(x - d)) - (f(x + 2 * d) - f(x - 2 * d))) / (12 * d);
}

const probes = 2000;
/** Of the slope of 2x − h U'(x), 2 at small steps. */
const leastSlope = 0.1;

/** The part of the range around its middle in which 2x − h U'(x) rises. */
function invertibleRange({ low, high }: LangevinChain, slope: (x: number) => number): [number, number] {
  const at = (k: number) => low + ((high - low) * k) / probes;
  const rises = (k: number) => slope(at(k)) > leastSlope;
  const middle = probes / 2;
  if (!rises(middle)) throw new RangeError(`Leimkuhler–Matthews is not stable at ${at(middle)} with this step`);
  let [first, last] = [middle, middle];
  while (first > 0 && rises(first - 1)) first--;
  while (last < probes && rises(last + 1)) last++;
  return [at(first), at(last)];
}

/** Where a rising function has a value, by bisection: the nearest end where it has it nowhere. */
function inverse(f: (x: number) => number, value: number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (a + b) / 2;
    if (f(middle) < value) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}
