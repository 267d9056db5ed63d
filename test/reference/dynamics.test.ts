import { describe, expect, it } from 'vitest';
import type { Start } from '../../src/model/plan';
import { langevinDynamics } from '../../src/reference/dynamics/dynamics';
import { kinksOf } from '../../src/reference/numerics/kinks';
import { normalBelow } from '../../src/reference/numerics/normal';
import { linear, problem, sum } from './problem';

const atOrigin: Start = { kind: 'point', at: [0] };

function dynamics(variables: string[], potential: string, temperature: number, start = atOrigin) {
  const { graph, potential: node, read, density } = problem(variables, potential);
  return { of: langevinDynamics(graph, node, [], temperature, start)!, read, density: density(temperature)! };
}

/** Largest difference of two lists. */
function apart(a: readonly number[] | null, b: readonly number[]): number {
  return Math.max(...b.map((v, i) => Math.abs(v - (a?.[i] ?? Number.NaN))));
}

describe('the double well', () => {
  const doubleWell = (temperature: number, start?: Start) => dynamics(['x'], '(x^2 - 1)^2', temperature, start);

  it.each([
    [0.5, 0.2272733, 7],
    [0.25, 0.02977959, 8],
    [0.2, 0.01110456, 8],
    [0.125, 5.71869e-4, 9],
  ])('T = %f relaxes at its known rate', (temperature, rate, digits) => {
    const { of, read } = doubleWell(temperature);
    expect(of.rates(1)![0]).toBeCloseTo(rate, digits);
    // Long after all else is gone.
    const [early, late] = of.correlation(read('x'), [8, 8 + 1 / rate])!;
    expect(Math.abs(Math.log(early / late) / (1 / rate) / rate - 1)).toBeLessThan(1e-5);
  });

  it('begins at 1 with slope −T⟨f′²⟩/Var f', () => {
    const { of, read, density } = doubleWell(0.25);
    const [zero, small] = of.correlation(read('x'), [0, 1e-6])!;
    expect(zero).toBe(1);
    const slope = (0.25 * 1) / density.covariance(read('x'), read('x'))!;
    expect((1 - small) / 1e-6 / slope).toBeCloseTo(1, 4);
  });

  it('has an integrated time that is the integral of its correlation', () => {
    const { of, read } = doubleWell(0.5);
    for (const text of ['x', 'x^2', 'x + 0.3*x^2']) {
      const step = 0.02;
      const times = Array.from({ length: 5001 }, (_, i) => i * step);
      const rho = of.correlation(read(text), times)!;
      const simpson = sum(rho.map((r, i) => (i === 0 || i === 5000 ? r : r * (i % 2 === 1 ? 4 : 2)))) * (step / 3);
      expect(of.integratedTime(read(text))! / simpson).toBeCloseTo(1, 5);
    }
  });

  it('has an integrated time as the inverse rate at high barriers, where no spectrum has digits left', () => {
    const { of, read } = doubleWell(0.04);
    expect(of.rates(1)).toBeNull();
    // Eyring–Kramers is an asymptote, 5 % off at a barrier of 8 T and in proportion to T.
    const kramers = (2 * Math.PI * Math.exp(1 / 0.04)) / Math.sqrt(8 * 4) / 2;
    expect(Math.abs(of.integratedTime(read('x'))! / kramers - 1)).toBeLessThan((0.05 * 8) / 25 + 0.01);
  });

  it('makes time means whose variance is the double sum of the correlation, and 2 Var τ/T for long runs', () => {
    const { of, read, density } = doubleWell(0.25);
    const x = read('x');
    const variance = density.covariance(x, x)!;
    const rho = of.correlation(x, [0, 0.7, 1.4, 2.1, 2.8])!;
    const exact = (variance / 25) * sum(rho.map((r, k) => r * (k === 0 ? 5 : 2 * (5 - k))));
    expect(of.timeMeanVariance(x, 0.7, 5)! / exact).toBeCloseTo(1, 7);
    const tau = of.integratedTime(x)!;
    const long = of.timeMeanVariance(x, 1e-3, 1e11)!;
    expect(long / ((2 * variance * tau) / 1e8)).toBeCloseTo(1 - tau / 1e8, 7);
    expect(of.timeMeanVariance(x, 0.7, 1)! / variance).toBeCloseTo(1, 7);
  });

  it('conserves mass and ends in its stationary law', () => {
    const edges = linear(-1.7, 1.9, 12);
    const start: Start = { kind: 'uniform', low: [-2], high: [0.4] };
    const { of, read, density } = doubleWell(0.125, start);
    const masses = of.masses(read('x'), edges, [0, 0.001, 0.3, 30, 1e5])!;
    masses.forEach((m) => {
      expect(sum(Array.from(m))).toBeCloseTo(1, 8);
    });
    const { masses: inside, below, above } = density.bins1d(read('x'), edges)!;
    expect(apart(Array.from(masses[4]), [below, ...inside, above])).toBeLessThan(1e-7);
    expect(apart(Array.from(masses[0]).slice(0, 3), [0.125, 0.125, 0.125])).toBeLessThan(1e-12);
  });

  it('has means that its masses agree with, of functions that bend and jump', () => {
    const { of, read } = doubleWell(0.25, { kind: 'normal', mean: [-0.8], deviation: [0.2] });
    const times = [0.01, 0.4, 20];
    const right = of.means(read('x > 0.3 ? 1 : 0'), times)!;
    const above = of.masses(read('x'), [0.3], times)!.map((m) => m[1]);
    expect(apart(right, above)).toBeLessThan(1e-8);
    const size = of.masses(read('x^2'), [0.25], times)!.map((m) => m[0]);
    const between = of.masses(read('x'), [-0.5, 0.5], times)!.map((m) => m[1]);
    expect(apart(size, between)).toBeLessThan(1e-7);
    const [absolute] = of.means(read('abs(x - 0.1)'), [1000])!;
    expect(absolute).toBeCloseTo(doubleWell(0.25).density.mean(read('abs(x - 0.1)'))!, 9);
  });

  it('moves a mean at first with the drift: f + t Lf', () => {
    const { of, read } = doubleWell(0.25, { kind: 'point', at: [1.3] });
    const t = 1e-5;
    const drift = -4 * 1.3 * (1.3 ** 2 - 1);
    const generator = 3 * 1.3 ** 2 * drift + 0.25 * 6 * 1.3;
    const [zero, early] = of.means(read('x^3'), [0, t])!;
    expect(zero).toBeCloseTo(1.3 ** 3, 9);
    expect((early - zero) / t / generator).toBeCloseTo(1, 3);
  });
});

it('finds where a formula bends or jumps', () => {
  const { graph, read } = problem(['x'], 'x^2');
  const bent = read('abs(x - 0.1) + max(x^2, 0.5) + min(x, 3) + sign(x + 1) + (x > 2 ? 1 : 0)');
  const found = kinksOf(graph, [bent], 0, [], Float64Array.from(linear(-4, 4, 100))).sort((a, b) => a - b);
  expect(found).toHaveLength(6);
  expect(apart(found, [-1, -Math.SQRT1_2, 0.1, Math.SQRT1_2, 2, 3])).toBeLessThan(1e-12);
});

describe('other landscapes on the line', () => {
  it('the triple well', () => {
    const u = '5-24.82*x+41.4251*x^2-27.5344*x^3+8.53128*x^4-1.24006*x^5+0.0684*x^6';
    const { of, read } = dynamics(['x'], u, 0.28125);
    const rates = of.rates(3)!;
    expect(apart(rates, [1.88913e-4, 5.29604e-3, 4.0189])).toBeLessThan(5e-5);
    expect(rates[0]).toBeCloseTo(1.88913e-4, 9);
    const [a, b] = of.correlation(read('x'), [5000, 10000])!;
    expect(Math.log(a / b) / 5000 / rates[0]).toBeCloseTo(1, 6);
  });

  it("Prinz's", () => {
    const u = '4*(x^8+0.8*exp(-80*x^2)+0.2*exp(-80*(x-0.5)^2)+0.5*exp(-40*(x+0.5)^2))';
    const { of, read } = dynamics(['x'], u, 1);
    const times = of.rates(3)!.map((rate) => 1 / rate);
    expect(apart(times, [0.834033, 0.126767, 0.065098])).toBeLessThan(6e-7);
    const [a, b] = of.correlation(read('x'), [2, 3])!;
    expect(1 / Math.log(a / b)).toBeCloseTo(0.834033, 6);
  });

  it('a kink: ∫ρ of x in |x| at T = 1 is 5/2', () => {
    const { of, read } = dynamics(['x'], 'abs(x)', 1);
    expect(of.integratedTime(read('x'))).toBeCloseTo(2.5, 8);
    // Its spectrum is a continuum above 1/4.
    expect(of.rates(1)).toBeNull();
  });

  it('a tail so heavy that the cut matters', () => {
    const { of, read } = dynamics(['x'], '3*log(1+x^2)', 1);
    expect(of.integratedTime(read('x'))).toBeNull();
    expect(of.rates(1)).toBeNull();
  });
});

describe('the numerical solver against the Ornstein–Uhlenbeck process', () => {
  // A uniform start, or a function that is no polynomial, is not in the closed forms: U = x², T = ½ is rate 2, variance ¼.
  const edges = linear(-2, 2, 16);
  const times = [0.001, 0.03, 0.3, 2];
  const law = (x: number, mean: number, t: number) =>
    normalBelow((x - mean * Math.exp(-2 * t)) / Math.sqrt(-Math.expm1(-4 * t) / 4));

  it.each([1.3, 6])('law from the point %f', (at) => {
    // A quartic term that changes nothing keeps the closed form out.
    const { of, read } = dynamics(['x'], 'x^2 + 1e-20*x^4', 0.5, { kind: 'point', at: [at] });
    const masses = of.masses(read('x'), edges, times)!;
    masses.forEach((m, i) => {
      const below = edges.map((e) => law(e, at, times[i]));
      expect(
        apart(
          Array.from(m),
          [...below, 1].map((p, k) => p - (k > 0 ? below[k - 1] : 0)),
        ),
      ).toBeLessThan(1e-6);
    });
    const means = of.means(read('x'), times)!;
    expect(
      apart(
        means,
        times.map((t) => at * Math.exp(-2 * t)),
      ),
    ).toBeLessThan(1e-6);
  });

  it('law from an interval: an average over its points', () => {
    const { of, read } = dynamics(['x'], 'x^2', 0.5, { kind: 'uniform', low: [-1], high: [0.5] });
    const [mass] = of.masses(read('x'), [0.2], [0.05])!;
    const n = 3000;
    const average = sum(Array.from({ length: n }, (_, i) => law(0.2, -1 + (1.5 * (i + 0.5)) / n, 0.05))) / n;
    expect(Math.abs(mass[0] - average)).toBeLessThan(1e-7);
  });

  it('correlation of a function that is no polynomial: cos x has ρ of cosh', () => {
    const { of, read } = dynamics(['x'], 'x^2', 0.5);
    const exact = times.map((t) => (Math.cosh(Math.exp(-2 * t) / 4) - 1) / (Math.cosh(1 / 4) - 1));
    expect(apart(of.correlation(read('cos(x)'), times), exact)).toBeLessThan(1e-8);
  });
});
