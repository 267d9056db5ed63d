import { describe, expect, it } from 'vitest';
import type { Start } from '../../src/model/plan';
import { langevinDynamics } from '../../src/reference/dynamics/dynamics';
import { mullerBrown, problem } from './problem';

function dynamics(variables: string[], potential: string, temperature: number, start: Start) {
  const { graph, potential: node, read } = problem(variables, potential);
  return { of: langevinDynamics(graph, node, [], temperature, start)!, read };
}

function apart(a: readonly number[] | null, b: readonly number[]): number {
  return Math.max(...b.map((v, i) => Math.abs(v - (a?.[i] ?? Number.NaN))));
}

describe('two coupled coordinates', () => {
  const times = [0.02, 0.5, 10];

  it('a double well in a rotated frame is the one on the line', () => {
    const start: Start = { kind: 'normal', mean: [-0.5, -0.7], deviation: [0.2, 0.2] };
    const rotated = dynamics(['x', 'y'], '((x + y)^2/2 - 1)^2 + (x - y)^2', 0.5, start);
    const mean = -1.2 / Math.SQRT2;
    const line = dynamics(['u'], '(u^2 - 1)^2', 0.5, { kind: 'normal', mean: [mean], deviation: [0.2] });
    const [plane, exact] = [rotated.read('(x + y)/sqrt(2) + (x + y)^2/8'), line.read('u + u^2/4')];
    expect(apart(rotated.of.correlation(plane, times), line.of.correlation(exact, times)!)).toBeLessThan(1e-5);
    expect(rotated.of.integratedTime(plane)! / line.of.integratedTime(exact)!).toBeCloseTo(1, 5);
    const ratio = rotated.of.timeMeanVariance(plane, 0.1, 100)! / line.of.timeMeanVariance(exact, 0.1, 100)!;
    expect(ratio).toBeCloseTo(1, 5);
    expect(apart(rotated.of.means(plane, times), line.of.means(exact, times)!)).toBeLessThan(2e-5);
    expect(rotated.of.masses(rotated.read('x'), [0], times)).toBeNull();
  });

  it('a harmonic well beside its closed form', () => {
    // A quartic too weak to matter keeps the closed form out.
    const from: Start = { kind: 'point', at: [1.1, -0.3] };
    const closed = dynamics(['x', 'y'], 'x^2 + y^2 + x*y', 1, from);
    const solved = dynamics(['x', 'y'], 'x^2 + y^2 + x*y + 1e-14*x^4*y^2', 1, from);
    const [a, b] = [closed.read('x*y + 2*x'), solved.read('x*y + 2*x')];
    expect(apart(solved.of.correlation(b, times), closed.of.correlation(a, times)!)).toBeLessThan(1e-6);
    expect(apart(solved.of.means(b, times), closed.of.means(a, times)!)).toBeLessThan(1e-5);
    expect(solved.of.integratedTime(b)! / closed.of.integratedTime(a)!).toBeCloseTo(1, 6);
  });

  it('the ring turns at its slowest rate', () => {
    const { of, read } = dynamics(['x', 'y'], '(x^2 + y^2 - 1)^2', 0.25, {
      kind: 'uniform',
      low: [0, 0],
      high: [1, 1],
    });
    const [a, b] = of.correlation(read('x - y'), [10, 12])!;
    expect(Math.log(a / b) / 2).toBeCloseTo(0.300298, 5);
    // By symmetry; and E r² = ∫ r³ e^{−U/T}/∫ r e^{−U/T} in the end.
    const [early, late] = [of.means(read('x - y'), [0.3])![0], of.means(read('x^2 + y^2'), [60])![0]];
    expect(Math.abs(early)).toBeLessThan(1e-9);
    expect(late).toBeCloseTo(1.002589, 5);
  });

  it('the Müller–Brown surface relaxes at its slowest rate', () => {
    const { of, read } = dynamics(['x', 'y'], mullerBrown, 15, { kind: 'point', at: [0.6, 0] });
    const [a, b] = of.correlation(read('y'), [1, 2])!;
    expect(1 / Math.log(a / b)).toBeCloseTo(0.64333, 4);
  });
});
