import { expect, it } from 'vitest';
import { exactArrival, largestStableStep, outside } from '../../src/claims/parts/twoRowWell';

/** The farthest that any sequence of kicks of at most ±3 takes a particle from the wells within so many steps. */
function farthest(eta: number, steps: number): number {
  let reach = 1;
  for (let n = 0; n < steps && reach <= outside; n++) {
    const places = Array.from({ length: 2001 }, (_, i) => (reach * i) / 2000);
    reach = Math.max(reach, ...places.map((x) => Math.abs(x - 4 * eta * x * (x * x - 1)) + 3 * eta));
  }
  return reach;
}

it('below the largest stable rate the worst batches lead nowhere, above it they lead away', () => {
  const edge = largestStableStep();
  expect(farthest(edge - 0.002, 3000)).toBeLessThan(outside);
  expect(farthest(edge + 0.002, 3000)).toBeGreaterThan(outside);
});

it('single rows at a large rate: arrivals counted path by path', () => {
  const [eta, steps] = [0.1, 14];
  const arrivals = (x: number, left: number): number => {
    if (x >= 0.5) return 1;
    if (left === 0) return 0;
    return ([-3, 3].map((kick) => arrivals(x - eta * (4 * x * (x * x - 1) + kick), left - 1)) as number[]).reduce(
      (sum, p) => sum + p / 2,
      0,
    );
  };
  const { arrived, error } = exactArrival(eta, 1, steps);
  expect(Math.abs(arrived - arrivals(-1, steps))).toBeLessThan(error + 1e-3);
});
