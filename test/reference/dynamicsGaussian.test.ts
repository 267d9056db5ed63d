import { describe, expect, it } from 'vitest';
import type { Start } from '../../src/model/plan';
import { langevinDynamics } from '../../src/reference/dynamics/dynamics';
import { recordVariance } from '../../src/reference/dynamics/measure';
import { normalBelow } from '../../src/reference/numerics/normal';
import { linear, problem, sum } from './problem';

function dynamics(variables: string[], potential: string, temperature: number, start: Start) {
  const { graph, potential: node, read } = problem(variables, potential);
  return { of: langevinDynamics(graph, node, [], temperature, start)!, read, graph };
}

function apart(a: readonly number[] | null, b: readonly number[]): number {
  return Math.max(...b.map((v, i) => Math.abs(v - (a?.[i] ?? Number.NaN))));
}

describe('a harmonic well', () => {
  const { of, read } = dynamics(['x'], '3*(x - 1)^2/2', 0.7, { kind: 'normal', mean: [2], deviation: [0.5] });

  it('has ρ = e^{−kt} and τ = 1/k', () => {
    expect(apart(of.correlation(read('5 - 2*x'), [0, 0.1, 2]), [1, Math.exp(-0.3), Math.exp(-6)])).toBeLessThan(1e-14);
    expect(of.integratedTime(read('x'))).toBeCloseTo(1 / 3, 14);
    expect(apart(of.rates(3), [3, 6, 9])).toBeLessThan(1e-12);
  });

  it('has squares that relax at twice the rate, and sums that mix both', () => {
    expect(of.correlation(read('(x - 1)^2'), [0.2])![0]).toBeCloseTo(Math.exp(-1.2), 13);
    // x² = (z + 1)² with z ~ N(0, s): variances 4s of 2z and 2s² of z².
    const s = 0.7 / 3;
    const exact = (4 * s * Math.exp(-0.6) + 2 * s * s * Math.exp(-1.2)) / (4 * s + 2 * s * s);
    expect(of.correlation(read('x^2'), [0.2])![0]).toBeCloseTo(exact, 13);
    expect(of.integratedTime(read('x^2'))).toBeCloseTo(((4 * s) / 3 + (2 * s * s) / 6) / (4 * s + 2 * s * s), 13);
  });

  it('has time means of the variance in closed form', () => {
    const r = Math.exp(-3 * 0.2);
    const n = 17;
    const exact = (0.7 / 3 / n) * ((1 + r) / (1 - r) - (2 * r * (1 - r ** n)) / (n * (1 - r) ** 2));
    expect(of.timeMeanVariance(read('x'), 0.2, n)! / exact).toBeCloseTo(1, 12);
  });

  it('has a normal law at every time', () => {
    const [t, edges] = [0.15, linear(0, 3, 6)];
    const mean = 1 + Math.exp(-0.45);
    const deviation = Math.sqrt(0.25 * Math.exp(-0.9) + (0.7 / 3) * (1 - Math.exp(-0.9)));
    const below = edges.map((e) => normalBelow((2 * e - 2 * mean) / (2 * deviation)));
    const exact = [...below, 1].map((p, i) => p - (i > 0 ? below[i - 1] : 0));
    const [twice] = of.masses(
      read('2*x'),
      edges.map((e) => 2 * e),
      [t],
    )!;
    expect(apart(Array.from(twice), exact)).toBeLessThan(1e-13);
    expect(apart(of.means(read('x + x^2'), [t]), [mean + mean ** 2 + deviation ** 2])).toBeLessThan(1e-13);
  });
});

describe('the variance of a mean of records', () => {
  it('is the double sum for every number of records', () => {
    for (const n of [1, 2, 3, 5, 8, 21]) {
      for (const a of [0, 1e-9, 0.1, 3]) {
        const all = Array.from({ length: n * n }, (_, k) => Math.exp(-a * Math.abs((k % n) - Math.floor(k / n))));
        expect(recordVariance(a, n) / (sum(all) / n ** 2)).toBeCloseTo(1, 13);
      }
    }
  });

  it('keeps its digits where spacings and even whole runs are short', () => {
    // 1 − x/3 + x²/12 for the run length x = a n, up to 1/n and x³/60.
    const [n, x] = [1e9, 1e-4];
    expect(1 - recordVariance(x / n, n)).toBeCloseTo(x / 3 - x ** 2 / 12, 12);
    expect(recordVariance(1e-12, 1e15) / (2 / 1e3 - 2 / 1e6)).toBeCloseTo(1, 9);
  });
});

describe('coupled coordinates', () => {
  // Curvatures 1 along x − y and 3 along x + y.
  const start: Start = { kind: 'point', at: [2, 0, 3] };
  const { of, read, graph } = dynamics(['x', 'y', 'z'], 'x^2 + y^2 + x*y + (z^2 - 1)^2', 1, start);
  const decay = (t: number) => [Math.exp(-t), Math.exp(-3 * t)];

  it('relax along their principal axes', () => {
    const exact = (t: number) => (decay(t)[0] + decay(t)[1] / 3) / (4 / 3);
    expect(apart(of.correlation(read('x'), [0.1, 1]), [exact(0.1), exact(1)])).toBeLessThan(1e-13);
    expect(of.correlation(read('x - y'), [1])![0]).toBeCloseTo(Math.exp(-1), 13);
    expect(of.correlation(read('(x + y)*(x - y)'), [1])![0]).toBeCloseTo(Math.exp(-4), 13);
    expect(apart(of.means(read('x*y'), [0]), [0])).toBeLessThan(1e-13);
    expect(apart(of.means(read('x*y'), [50]), [-1 / 3])).toBeLessThan(1e-13);
  });

  it('start from an interval with its variance', () => {
    const square: Start = { kind: 'uniform', low: [0, -1], high: [3, 1] };
    const { of, read } = dynamics(['x', 'y'], 'x^2 + y^2 + x*y', 1, square);
    expect(apart(of.means(read('x^2'), [0]), [3])).toBeLessThan(1e-13);
    expect(apart(of.means(read('x*y - y^2'), [0]), [-1 / 3])).toBeLessThan(1e-13);
    expect(of.masses(read('x'), [0], [1])).toBeNull();
  });

  it('add to independent ones: covariances, means and rates', () => {
    const well = dynamics(['z'], '(z^2 - 1)^2', 1, { kind: 'point', at: [3] });
    const [t, g] = [0.3, read('z')];
    const [c, v] = [of.correlation(g, [t])![0], of.timeMeanVariance(g, 1, 1)!];
    const both = of.correlation(read('2*z + x - y'), [t])![0];
    expect(both).toBeCloseTo((4 * v * c + 2 * decay(t)[0]) / (4 * v + 2), 12);
    const tau = of.integratedTime(read('2*z + x - y'))!;
    expect(tau).toBeCloseTo((4 * v * of.integratedTime(g)! + 2) / (4 * v + 2), 12);
    expect(of.means(read('z + x + 1'), [t])![0]).toBeCloseTo(
      well.of.means(well.read('z'), [t])![0] + 1 + decay(t)[0] + decay(t)[1],
      9,
    );
    const slowest = well.of.rates(2)!;
    const all = [1, 2, 3, ...slowest, 1 + slowest[0]].sort((a, b) => a - b);
    expect(apart(of.rates(3), all.slice(0, 3))).toBeLessThan(1e-9);
  });

  it('have no answer where a term joins independent parts, or for a function of momenta', () => {
    expect(of.correlation(read('x*z'), [1])).toBeNull();
    expect(of.masses(read('x + z'), [0], [1])).toBeNull();
    expect(of.correlation(read('x'), [1])).not.toBeNull();
    expect(of.correlation(read('3'), [1])).toBeNull();
    expect(of.means(read('3'), [1, 2])).toEqual([3, 3]);
    expect(of.correlation(graph.add(read('x'), graph.momentum(0)), [1])).toBeNull();
  });
});
