import { describe, expect, it } from 'vitest';
import { eulerPassage } from '../../src/reference/chain/eulerPassage';
import { stationaryChain } from '../../src/reference/chain/stationaryChain';
import { gaussLegendre } from '../../src/reference/numerics/gaussLegendre';
import { normalBelow } from '../../src/reference/numerics/normal';
import { meanExitTime } from '../../src/reference/passage/passage';
import { problem, sum } from './problem';

const well = (x: number) => (x * x - 1) ** 2;
const slope = (x: number) => 4 * x * (x * x - 1);

/** ∫ f from a to b by panels of ten nodes. */
function integral(f: (x: number) => number, a: number, b: number, panels: number): number {
  const { nodes, weights } = gaussLegendre(10);
  const width = (b - a) / panels;
  return sum(
    Array.from({ length: panels }, (_, p) =>
      sum(Array.from(nodes, (t, i) => width * weights[i] * f(a + width * (p + t)))),
    ),
  );
}

describe('passage of the Euler–Maruyama chain', () => {
  const toTop = (step: number, test: 'bridge' | 'step-end') =>
    eulerPassage({ slope, temperature: 0.25, step, from: -1, outside: [-2.6, 0], distance: (x) => x, test });

  // Computed elsewhere by a transition matrix; the diffusion has 33.945743.
  it.each([
    [0.02, 'bridge', 32.75],
    [0.01, 'bridge', 33.44],
    [0.005, 'bridge', 33.72],
    [0.0025, 'bridge', 33.84],
    [0.01, 'step-end', 37.72],
  ] as const)('to the top of the double well, step %f by %s', (step, test, known) => {
    const { mean, lost } = toTop(step, test);
    expect(Number(mean.toFixed(2))).toBe(known);
    expect(lost).toBeLessThan(1e-15);
  });

  it('comes to the diffusion’s time as two steps extrapolate', () => {
    const [one, half, quarter] = [0.005, 0.0025, 0.00125].map((step) => toTop(step, 'bridge').mean);
    // Error O(h²): what one extrapolation leaves falls fourfold.
    const [coarse, fine] = [2 * half - one, 2 * quarter - half].map((t) => Math.abs(t - 33.945743));
    expect(coarse).toBeLessThan(0.03);
    expect(fine / coarse).toBeGreaterThan(0.15);
    expect(fine / coarse).toBeLessThan(0.4);
  });

  it('is the same from either side', () => {
    const mirrored = eulerPassage({
      slope,
      temperature: 0.25,
      step: 0.01,
      from: 1,
      outside: [0, 2.6],
      distance: (x) => -x,
      test: 'bridge',
    });
    expect(mirrored.mean / toTop(0.01, 'bridge').mean).toBeCloseTo(1, 12);
  });

  it('has survival that sums to the mean, and begins as a normal tail', () => {
    const step = 0.02;
    const passage = toTop(step, 'step-end');
    const centre = -0.5;
    const free = eulerPassage({
      slope: () => 0,
      temperature: 1,
      step: 0.5,
      from: centre,
      outside: [-9, 0],
      distance: (x) => x,
      test: 'step-end',
    });
    expect(free.survival([0, 1])[0]).toBe(1);
    expect(free.survival([0, 1])[1]).toBeCloseTo(normalBelow(0.5), 12);
    // E τ = h Σ P(τ > nh), with a geometric tail.
    const curve = passage.survival(Array.from({ length: 4001 }, (_, n) => n));
    const ratio = curve[4000] / curve[3999];
    const tail = (curve[4000] * ratio) / (1 - ratio);
    expect((step * (sum(curve) + tail)) / passage.mean).toBeCloseTo(1, 9);
  });

  it('over one step of free motion, by the bridge, is the law of a maximum', () => {
    const free = eulerPassage({
      slope: () => 0,
      temperature: 0.5,
      step: 1,
      from: -0.7,
      outside: [-60, 0],
      distance: (x) => x,
      test: 'bridge',
    });
    for (const n of [1, 4, 25]) expect(free.survival([n])[0]).toBeCloseTo(1 - 2 * normalBelow(-0.7 / Math.sqrt(n)), 10);
    // Half of what comes within the reach of the far end passes it.
    expect(free.lost).toBeGreaterThan(0.005);
  });

  it('out of an interval by both ends, and by distances to first order', () => {
    const { graph, potential } = problem(['x'], '-x^2/2');
    const exact = meanExitTime(graph, potential, [], 0.1, 0, 1)!;
    const exit = (step: number, distance: (x: number) => number) =>
      eulerPassage({ slope: (x) => -x, temperature: 0.1, step, from: 0, outside: [-1, 1], distance, test: 'bridge' });
    const [coarse, fine] = [0.01, 0.005].map((step) => exit(step, (x) => Math.abs(x) - 1).mean);
    expect(exact).toBeCloseTo(1.724138, 6);
    expect(Math.abs(2 * fine - coarse - exact)).toBeLessThan(5e-4);
    const quadratic = exit(0.005, (x) => (x * x - 1) / (2 * Math.abs(x))).mean;
    expect(quadratic).toBeGreaterThan(fine);
    expect(quadratic - fine).toBeLessThan(2e-3);
    expect(exit(0.005, (x) => Math.abs(x) - 1).lost).toBe(0);
  });

  it('keeps its precision where escapes are rare', () => {
    const at = (temperature: number) =>
      eulerPassage({ slope, temperature, step: 0.002, from: -1, outside: [-2, 0], distance: (x) => x, test: 'bridge' });
    // e^{ΔU/T} is 2e17: far beyond what 1 − K can be inverted to.
    const { mean } = at(0.025);
    const kramers = (Math.PI / Math.sqrt(32)) * Math.exp(40);
    expect(Math.abs(mean / kramers - 1)).toBeLessThan(0.05);
  });

  it('has arrived in the region', () => {
    const inside = eulerPassage({
      slope,
      temperature: 1,
      step: 0.1,
      from: 0.1,
      outside: [-3, 0],
      distance: (x) => x,
      test: 'bridge',
    });
    expect([inside.mean, inside.lost, ...inside.survival([0, 3])]).toEqual([0, 0, 0, 0]);
  });
});

describe('stationary law of a chain', () => {
  const temperature = 0.25;
  const double = (method: 'euler-maruyama' | 'leimkuhler-matthews', step: number) =>
    stationaryChain(method, { slope, temperature, step, low: -2.5, high: 2.5 });

  it.each([
    ['euler-maruyama', 0.02, '2.34e-2'],
    ['euler-maruyama', 0.01, '1.14e-2'],
    ['euler-maruyama', 0.005, '5.63e-3'],
    ['leimkuhler-matthews', 0.05, '1.55e-3'],
    ['leimkuhler-matthews', 0.02, '1.80e-4'],
    ['leimkuhler-matthews', 0.01, '4.11e-5'],
  ] as const)('%s, step %f: total variation of the double well', (method, step, known) => {
    const chain = double(method, step);
    const whole = integral((x) => Math.exp(-well(x) / temperature), -2.5, 2.5, 60);
    const difference = (x: number) => Math.abs(chain.density(x) - Math.exp(-well(x) / temperature) / whole);
    expect((integral(difference, -2.5, 2.5, 100) / 2).toPrecision(3)).toBe(Number(known).toPrecision(3));
  });

  it.each(['euler-maruyama', 'leimkuhler-matthews'] as const)('%s: masses, means and densities agree', (method) => {
    const chain = double(method, 0.02);
    expect(chain.mass(-2.5, 2.5)).toBeCloseTo(1, 12);
    expect(chain.mass(0.3, 1.1)).toBeCloseTo(integral(chain.density, 0.3, 1.1, 20), 11);
    expect(chain.mean((x) => x * x)).toBeCloseTo(
      integral((x) => x * x * chain.density(x), -2.6, 2.6, 100),
      10,
    );
    expect(chain.mass(-2.5, 0)).toBeCloseTo(0.5, 11);
  });

  it.each([
    [3, 0.1],
    [1, 0.5],
    [5, 0.3],
  ])('harmonic well of curvature %f with step %f', (k, step) => {
    const temperature = 0.7;
    const deviation = Math.sqrt(temperature / k / (1 - (step * k) / 2));
    const chain = { slope: (x: number) => k * x, temperature, step, low: -9 * deviation, high: 9 * deviation };
    const [euler, matthews] = [stationaryChain('euler-maruyama', chain), stationaryChain('leimkuhler-matthews', chain)];
    expect(euler.mean((x) => x * x)).toBeCloseTo(temperature / k / (1 - (step * k) / 2), 10);
    expect(matthews.mean((x) => x * x)).toBeCloseTo(temperature / k, 10);
    const lags = [0, 1, 2, 7];
    euler
      .correlation((x) => x, lags)
      .forEach((value, i) => {
        expect(value).toBeCloseTo((1 - step * k) ** lags[i], 10);
      });
    matthews
      .correlation((x) => x, lags)
      .forEach((value, i) => {
        const exact = lags[i] === 0 ? 1 : (1 - (step * k) / 2) * (1 - step * k) ** (lags[i] - 1);
        expect(value).toBeCloseTo(exact, 10);
      });
  });

  it('refuses Leimkuhler–Matthews beyond its stability', () => {
    const stiff = { slope: (x: number) => 50 * x, temperature: 1, step: 0.05, low: -2, high: 2 };
    expect(() => stationaryChain('leimkuhler-matthews', stiff)).toThrow(RangeError);
  });
});
