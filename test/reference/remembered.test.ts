import { describe, expect, it } from 'vitest';
import { grid, integrate, remembered } from '../../src/reference/numerics/quadrature';

type Density = Parameters<typeof remembered>[0];

const bump: Density = ([x, y], n) =>
  Float64Array.from({ length: n }, (_, k) => Math.exp(-(x[k] ** 4) - y[k] ** 2 - x[k] * y[k]));

/** A function that counts the points it is asked for. */
function counted(f: Density) {
  const points: number[] = [];
  const asked = () => points.splice(0).reduce((a, b) => a + b, 0);
  const spy: Density = (columns, n) => {
    points.push(n);
    return f(columns, n);
  };
  return { spy, asked };
}

const boxes = grid([
  [-3, 0, 3],
  [-5, 0, 1, 5],
]);
const options = { groups: 1, functions: 1 };
const whole = (density: Density) => integrate(boxes, (x, n) => [density(x, n)], options);

describe('values kept by box', () => {
  it('are those of the function, and a second integral on the same boxes asks for none', () => {
    const { spy, asked } = counted(bump);
    const density = remembered(spy);
    const first = whole(density);
    expect(first.sums).toEqual(whole(bump).sums);
    expect(asked()).toBeGreaterThan(1000);
    expect(whole(density).sums).toEqual(first.sums);
    expect(asked()).toBe(0);
  });

  it('serve every function beside the density: from the leaves on, each node is asked for once', () => {
    const { spy, asked } = counted(bump);
    const density = remembered(spy);
    const { leaves } = whole(density);
    asked();
    const mean = (f: (x: number, y: number) => number) => {
      const product: Density = ([x, y], n) => density([x, y], n).map((p, k) => p * f(x[k], y[k]));
      return integrate(leaves, (x, n) => [density(x, n), product(x, n)], { groups: 1, functions: 2 }).sums[1];
    };
    mean((x) => x);
    expect(asked()).toBe(leaves.length * 4 * 100);
    mean((_, y) => y);
    mean((x, y) => x * y);
    expect(asked()).toBe(0);
  });

  it('tell boxes apart that share a side or their first node, and any other points from boxes', () => {
    const { spy, asked } = counted(bump);
    const density = remembered(spy);
    const nodes = (width: number) => Float64Array.from({ length: 100 }, (_, k) => (width * k) / 99);
    const columns = [
      [nodes(1), nodes(1)],
      [nodes(2), nodes(1)],
      [nodes(1), nodes(2)],
      [nodes(1).map((x) => x + 1), nodes(1)],
      [Float64Array.of(1, 2, 3), Float64Array.of(0, 1, 0)],
    ];
    for (const c of columns) expect(density(c, c[0].length)).toEqual(bump(c, c[0].length));
    expect(asked()).toBe(403);
  });
});
