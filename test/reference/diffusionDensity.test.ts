import { describe, expect, it } from 'vitest';
import { createScope, gradient, parse } from '../../src/expression';
import type { Density } from '../../src/model/density';
import { diffusionDensity } from '../../src/reference';
import { normalBelow } from '../../src/reference/numerics/normal';
import { linear, problem, sum } from './problem';

/** An Itô equation read from text. */
function equation(slope: string, diffusion: string, parameters: Record<string, number> = {}) {
  const scope = createScope(['x'], Object.keys(parameters));
  const read = (text: string) => parse(scope, text);
  return { read, density: diffusionDensity(scope.graph, read(slope), read(diffusion), Object.values(parameters)) };
}

const off = (actual: number | null, exact: number) => Math.abs(actual! / exact - 1);

describe('noise in proportion to the curvature of the wells', () => {
  const flatSharp = '(x^2 - 1)^2*exp(2*c*x/(1 + x^2))';
  const scope = createScope(['x'], ['c', 'T']);
  const [slope] = gradient(scope.graph, parse(scope, flatSharp));
  const diffusion = parse(scope, 'T*exp(2*c*x/(1 + x^2))');

  it.each([
    [0.5, 0.99561, 5e-6],
    [0.3, 0.99954, 5e-6],
    [0.2, 0.999973, 5e-7],
  ])('prefers the flat one at T = %f', (T, exact, digit) => {
    const density = diffusionDensity(scope.graph, slope, diffusion, [Math.log(3), T])!;
    const { below } = density.bins1d(parse(scope, 'x'), [0.34267358])!;
    expect(Math.abs(below - exact)).toBeLessThan(digit);
  });
});

describe('constant noise is the stationary density of the potential', () => {
  // The last at a temperature at which the exponent varies over a thousand between the wells.
  it.each([
    ['(x^2 - 1)^2', 0.25, -2, 2],
    ['x^2/2 + 3*cos(2*x)', 0.1, -5, 5],
    ['4*(x^8 + 0.8*exp(-80*x^2) + 0.2*exp(-80*(x - 0.5)^2) + 0.5*exp(-40*(x + 0.5)^2))', 1, -1.2, 1.2],
    ['x^2/2 + sin(40*x)', 1, -4, 4],
    ['(x - 400)^2*50', 1, 399, 401],
    ['(x^2 - 1)^2 + 1e-4*x', 1e-3, -1.2, 1.2],
  ])('%s at T = %f', (potential, T, low, high) => {
    const { density, graph, potential: node, read } = problem(['x'], potential);
    const expected = density(T)!;
    const actual = diffusionDensity(graph, gradient(graph, node)[0], graph.constant(T), [])!;
    const edges = linear(low, high, 24);
    const [a, b] = [actual, expected].map((d) => d.bins1d(read('x'), edges)!);
    b.masses.forEach((m, i) => {
      expect(Math.abs(a.masses[i] - m)).toBeLessThan(1e-11 + 1e-10 * m);
    });
    expect(off(actual.mean(read('x^2')), expected.mean(read('x^2'))!)).toBeLessThan(1e-10);
    expect(off(actual.covariance(read('x'), read('x^3')), expected.covariance(read('x'), read('x^3'))!)).toBeLessThan(
      1e-9,
    );
    expect(actual.tube([read('x - 0.5')], 0.2)).toBeCloseTo(expected.tube([read('x - 0.5')], 0.2)!, 10);
  });
});

describe('closed forms', () => {
  it('Student: slope x, D = (1 + x²)/4 gives (1 + x²)^−3', () => {
    const { density, read } = equation('x', '(1 + x^2)/4');
    expect(off(density!.covariance(read('x'), read('x')), 1 / 3)).toBeLessThan(1e-10);
    // ∫₀^t (1 + x²)^−3 dx = x/(4(1+x²)²) + 3x/(8(1+x²)) + (3/8) arctan x, in all 3π/16 on the half line.
    const below = (t: number) => t / (4 * (1 + t * t) ** 2) + (3 * t) / (8 * (1 + t * t)) + (3 / 8) * Math.atan(t);
    const edges = linear(0, 3, 7);
    density!.bins1d(read('x'), edges)!.masses.forEach((m, i) => {
      expect(off(m, (below(edges[i + 1]) - below(edges[i])) / ((3 * Math.PI) / 8))).toBeLessThan(1e-10);
    });
  });

  it('geometric noise: eˣ has a Gamma law where slope = eˣ(eˣ − a), D = eˣ', () => {
    const { density, read } = equation('exp(x)*(exp(x) - a)', 'exp(x)', { a: 3.5 });
    expect(off(density!.mean(read('exp(x)')), 2.5)).toBeLessThan(1e-10);
    expect(off(density!.covariance(read('exp(x)'), read('exp(x)')), 2.5)).toBeLessThan(1e-10);
    // ψ(5/2) = 2 + 2/3 − γ − 2 ln 2
    expect(off(density!.mean(read('x')), 8 / 3 - 0.5772156649015329 - 2 * Math.LN2)).toBeLessThan(1e-10);
  });

  it('a drift that jumps: two half Gaussians for U = |x − 0.3| + x², T = 1/2', () => {
    const { density, read } = equation('sign(x - 0.3) + 2*x', '0.5');
    const left = (t: number) => Math.exp(-0.1) * normalBelow(2 * (t - 0.5));
    const right = (t: number) => Math.exp(1.1) * normalBelow(-2 * (t + 0.5));
    const { below, masses, above } = density!.bins1d(read('x'), [-0.5, 0.3, 1])!;
    const whole = left(0.3) + right(0.3);
    expect(off(below, left(-0.5) / whole)).toBeLessThan(1e-10);
    expect(off(masses[0], (left(0.3) - left(-0.5)) / whole)).toBeLessThan(1e-10);
    expect(off(masses[1], (right(0.3) - right(1)) / whole)).toBeLessThan(1e-10);
    expect(off(above, right(1) / whole)).toBeLessThan(1e-10);
  });

  it('a drift that jumps in the tail: exp(−x²), and from 2.1 on times exp(−6(x − 2.1))', () => {
    const { density, read } = equation('x + (x > 2.1 ? 3 : 0)', '0.5');
    const body = Math.sqrt(Math.PI) * normalBelow(2.1 * Math.SQRT2);
    const tail = Math.exp(21.6) * Math.sqrt(Math.PI) * normalBelow(-5.1 * Math.SQRT2);
    const { above } = density!.bins1d(read('x'), [0, 2.1])!;
    expect(off(above, tail / (body + tail))).toBeLessThan(1e-10);
  });

  it('two far narrow wells, one of them between the places looked at first', () => {
    const { density, read } = equation('25*(x < 456 ? x - 400 : x - 512)', '1');
    // The barrier is 39200: sums of two hundred pieces that large round to 1e-10.
    expect(off(density!.bins1d(read('x'), [456])!.below, 0.5)).toBeLessThan(2e-10);
  });

  it('noise that vanishes far from the mass does no harm', () => {
    // D = 1 − x²/10⁴, slope = 2xD: the Gaussian of variance 1/2 over D.
    const { density, read } = equation('2*x*(1 - x^2/10000)', '1 - x^2/10000');
    const cut = (power: number) => {
      const terms = [1, 1 / 2, 3 / 4, 15 / 8, 105 / 16, 945 / 32, 10395 / 64, 135135 / 128];
      return terms.slice(power, power + 6).reduce((s, m, k) => s + m * 1e-4 ** k, 0);
    };
    expect(off(density!.mean(read('x^2')), cut(1) / cut(0))).toBeLessThan(1e-10);
  });

  it('sums to one', () => {
    const { density, read } = equation('x^3 - x + sin(5*x)', '0.2 + x^2/3');
    const { below, masses, above } = (density as Density).bins1d(read('x^2'), linear(0, 4, 30))!;
    expect(below + sum(masses) + above).toBeCloseTo(1, 12);
  });
});

describe('what has no stationary density', () => {
  it.each([
    ['-x', '1'],
    ['0', '1'],
    ['cos(x)', '1'],
    ['-2*x', '1 + x^2'],
    ['x', 'x^2'],
    ['x - 3', 'x^2'],
    ['x', '(x - 0.3)^2'],
    ['x', '1 - x^2'],
    ['x', '1 + x'],
    ['x', '1 - x'],
    ['x', '-1'],
    ['x', 'log(x)'],
    ['-x', 'exp(-x^2)'],
  ])('slope %s, D = %s is null', (slope, diffusion) => {
    expect(equation(slope, diffusion).density).toBeNull();
  });

  it('several coordinates are null', () => {
    const { graph } = problem(['x', 'y'], 'x^2 + y^2');
    expect(diffusionDensity(graph, graph.coordinate(0), graph.one, [])).toBeNull();
  });
});
