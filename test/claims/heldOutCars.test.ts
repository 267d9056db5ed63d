import { expect, it } from 'vitest';
import { factors } from '../../src/claims/parts/generalizationRuns';
import { excess, halfSquares, splitCars } from '../../src/claims/parts/heldOutCars';

it('the mean loss of spread parameters is that at their mean and the excess', () => {
  const { test } = splitCars(['weight', 'year', 'mpg']);
  const mean = [-0.7, 0.4, 0.1];
  const directions = [
    [0.3, -0.1, 0.2],
    [0, 0.2, 0.1],
  ];
  // Four equally likely points, mean ± √2 direction.
  const points = directions.flatMap((v) => [1, -1].map((s) => mean.map((m, i) => m + s * Math.SQRT2 * v[i])));
  const covariance = mean.map((_, i) => mean.map((__, j) => directions.reduce((sum, v) => sum + v[i] * v[j], 0)));
  const average = points.reduce((sum, point) => sum + halfSquares(test, point) / points.length, 0);
  expect(average).toBeCloseTo(halfSquares(test, mean) + excess(test, covariance), 12);
});

it('the factored slope starts at a minimum of its loss', () => {
  const { train } = splitCars(['weight', 'mpg']);
  const at = (beta: number) => halfSquares(train, [beta, 0]);
  expect(at(factors.beta)).toBeLessThan(Math.min(at(factors.beta + 1e-3), at(factors.beta - 1e-3)));
  expect(factors.imbalance).toBeGreaterThan(2);
});
