import { describe, expect, test } from 'vitest';
import { compile, createScope, gradient, parse } from '../../src/expression';
import { landscapes } from '../../src/landscapes';
import type { Landscape } from '../../src/model/landscape';

/** Potential and gradient of a landscape in its first dimension, and points spread over its window. */
function setUp(landscape: Landscape) {
  const formula = landscape.formula(landscape.dimensions[0]);
  const scope = createScope(formula.variables, Object.keys(formula.parameters));
  const potential = parse(scope, formula.potential);
  const program = compile([potential, ...gradient(scope.graph, potential)]);
  const values = Object.values(formula.parameters);
  const at = (point: number[]) => program.at(point, values);
  const points = Array.from({ length: 20 }, (_, k) =>
    scope.graph.coordinates.map((_, i) => {
      const [low, high] = landscape.window[i % landscape.window.length];
      return low + (high - low) * ((0.5 + k * (0.618 + 0.11 * i)) % 1);
    }),
  );
  return { at, points };
}

describe.each(landscapes.map((l) => [l.name, l] as const))('%s', (_, landscape) => {
  const { at, points } = setUp(landscape);

  test('has the derived gradient of finite differences', () => {
    for (const point of points) {
      const [, ...slope] = at(point);
      point.forEach((x, i) => {
        const value = (shift: number) => at(point.map((y, j) => (j === i ? x + shift : y)))[0];
        const difference = (h: number) => (value(h) - value(-h)) / (2 * h);
        const h = 1e-3 * Math.max(1, Math.abs(x)) * 0.1;
        // Richardson: the error left is of order h⁴ times the fifth derivative, and rounding of the values over h.
        const estimate = (4 * difference(h / 2) - difference(h)) / 3;
        const rounding = (4e-15 * Math.max(Math.abs(value(h)), Math.abs(value(-h)), 1)) / h;
        expect(Math.abs(slope[i] - estimate)).toBeLessThan(1e-6 * (Math.abs(slope[i]) + 1) + rounding);
      });
    }
  });

  test('says what it shows and where it comes from', () => {
    expect(landscape.title.length).toBeGreaterThan(3);
    expect(landscape.shows.length).toBeGreaterThan(10);
    expect(landscape.source.length).toBeGreaterThan(5);
    expect(landscape.exact.length).toBeGreaterThan(0);
  });
});
