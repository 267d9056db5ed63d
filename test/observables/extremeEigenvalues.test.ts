import { describe, expect, test } from 'vitest';
import { extremeEigenvalues } from '../../src/observables/parts/extremeEigenvalues';
import { symmetricEigen } from '../../src/reference/numerics/linear';
import { matrices, triangleOf } from './matrices';

// Reflections and Jacobi rotations are each off by a few units in the last place of the norm per row; the tolerance is 20.
const perRow = 20 * 2 ** -52;

describe.each([1, 2, 3, 4, 8, 17, 32])('%i rows', (n) => {
  test.each(matrices(n))('$name: the ends of the spectrum', ({ matrix }) => {
    const { values } = symmetricEigen(matrix);
    const tolerance = perRow * n * Math.max(...values.map(Math.abs));
    const [smallest, largest] = extremeEigenvalues(Float64Array.from(triangleOf(matrix)), n);
    expect(Math.abs(smallest - values[0])).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(largest - values[n - 1])).toBeLessThanOrEqual(tolerance);
  });
});

test.each([1, 2, 3, 4])('an entry of %i rows that is not finite leaves no eigenvalue', (n) => {
  const entries = (n * (n + 1)) / 2;
  for (let at = 0; at < entries; at++) {
    for (const broken of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const answers = extremeEigenvalues(new Float64Array(entries).fill(1).fill(broken, at, at + 1), n);
      expect(answers.filter(Number.isFinite)).toEqual([]);
    }
  }
});
