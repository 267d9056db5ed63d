import { describe, expect, it } from 'vitest';
import type { Start } from '../../src/model/plan';
import { gaussLegendre } from '../../src/reference/numerics/gaussLegendre';
import { normalBelow } from '../../src/reference/numerics/normal';
import { firstPassage } from '../../src/reference/passage/firstPassage';
import { meanPassageTime } from '../../src/reference/passage/passage';
import { problem, sum } from './problem';

const at = (x: number): Start => ({ kind: 'point', at: [x] });
const uniform = (low: number, high: number): Start => ({ kind: 'uniform', low: [low], high: [high] });
const normal = (mean: number, deviation: number): Start => ({ kind: 'normal', mean: [mean], deviation: [deviation] });

const doubleWell = '(x^2 - 1)^2';

function passage(potential: string, temperature: number, start: Start, region: string) {
  const { graph, potential: node, read } = problem(['x'], potential);
  return firstPassage(graph, node, [], temperature, start, read(region));
}

/** Whether a number written with some digits is the value, rounded. */
function expectDigits(value: number, written: string): void {
  const digits = written.replace(/e.*/, '').replace('.', '').replace(/^0+/, '').length;
  expect(Number(value.toPrecision(digits))).toBe(Number(written));
}

describe('mean first-passage times on the line', () => {
  it.each([
    [0.5, '10.258570', '4.6065396', '0.2272733'],
    [0.25, '69.263645', '33.945744', '0.02977959'],
    [0.2, '182.41767', '90.475940', '0.01110456'],
    [0.125, '3500.0348', '1749.1909', '0.000571869'],
  ])('of the double well at T = %f: over the top, to the top, and the rate of the latter', (T, over, top, rate) => {
    expectDigits(passage(doubleWell, T, at(-1), 'x - 1')!.mean, over);
    const there = passage(doubleWell, T, at(-1), 'x')!;
    expectDigits(there.mean, top);
    expectDigits(there.hazard!, rate);
    // By symmetry, and with the other side as the start.
    expect(passage(doubleWell, T, at(1), '-x')!.mean / there.mean).toBeCloseTo(1, 12);
  });

  it.each([
    [0.5, '26.209', '10.577'],
    [0.3, '188.95', '67.295'],
    [0.2, '2327.1', '794.77'],
  ])('between the flat and the sharp well at T = %f', (T, out, back) => {
    const wells = `(x^2 - 1)^2*exp(${2 * Math.log(3)}*x/(1 + x^2))`;
    expectDigits(passage(wells, T, at(-1), 'x - 1')!.mean, out);
    expectDigits(passage(wells, T, at(1), '-1 - x')!.mean, back);
  });

  it.each([
    [0.1, '1.724138'],
    [0.01, '2.932689'],
    [0.001, '4.088558'],
    [0.0005, '4.435378'],
  ])('from a saddle at T = %f', (T, written) => {
    const { mean } = passage('-x^2/2', T, at(0), 'abs(x) - 1')!;
    if (T > 0.0005) expectDigits(mean, written);
    // Barriers of 1000 T: U/T leaves the numbers, the time does not. (ln(1/T) + γ + ln 2)/2 − T/2 + O(T²).
    else expect(mean).toBeCloseTo((Math.log(1 / T) + 0.5772156649015329 + Math.LN2) / 2 - T / 2, 5);
  });

  it.each([0.3, 40, 4000])('out of an asymmetric interval under a constant force %f', (force) => {
    const [a, b, x, T] = [-0.7, 1.1, 0.2, 0.5];
    const right = Math.expm1((-force * (x - a)) / T) / Math.expm1((-force * (b - a)) / T);
    const exact = ((b - a) * right - (x - a)) / force;
    const region = `max(x - ${b}, ${a} - x)`;
    expect(passage(`-${force}*x`, T, at(x), region)!.mean / exact).toBeCloseTo(1, 11);
    const mirrored = `max(x - ${-a}, ${-b} - x)`;
    expect(passage(`${force}*x`, T, at(-x), mirrored)!.mean / exact).toBeCloseTo(1, 11);
  });

  it('does not notice a boundary beyond a barrier', () => {
    const one = passage(doubleWell, 0.2, at(-1), 'x')!;
    const two = passage(doubleWell, 0.2, at(-1), 'max(x, -5 - x)')!;
    expect(two.mean / one.mean).toBeCloseTo(1, 12);
    expect(two.hazard! / one.hazard!).toBeCloseTo(1, 11);
  });

  it('over a kink: from the tip of |x| to s the time is 2(e^s − 1) − s, to the tip from below the distance', () => {
    const [tip, end] = [0.0123, 1.0123];
    const from = (x: number) => passage(`abs(x - ${tip})`, 1, at(x), `x - ${end}`)!.mean;
    const exact = (s: number) => 2 * Math.expm1(s) - s;
    expect(from(tip)).toBeCloseTo(exact(1), 10);
    expect(from(0.5)).toBeCloseTo(exact(1) - exact(0.5 - tip), 10);
    expect(from(0)).toBeCloseTo(exact(1) + tip, 10);
  });
});

describe('means over a start', () => {
  it('uniform and normal, of Brownian motion: u = (1 − x²)/2T', () => {
    const T = 0.4;
    expect(passage('0*x', T, uniform(-1, 1), 'abs(x) - 1')!.mean).toBeCloseTo(1 / (3 * T), 12);
    expect(passage('0*x', T, uniform(0.5, 1.5), 'abs(x) - 1')!.mean).toBeCloseTo((0.5 - 7 / 24) / (2 * T), 12);
    const s = 0.8;
    const inside = 1 - 2 * normalBelow(-1 / s);
    const second = s * s * (inside - (2 / s) * (Math.exp(-0.5 / s ** 2) / Math.sqrt(2 * Math.PI)));
    expect(passage('0*x', T, normal(0, s), 'abs(x) - 1')!.mean).toBeCloseTo((inside - second) / (2 * T), 12);
  });

  it('far up the walls of a double well, of the times from single points', () => {
    const { graph, potential } = problem(['x'], doubleWell);
    const { nodes, weights } = gaussLegendre(80);
    const average = sum(
      Array.from(nodes, (t, i) => weights[i] * meanPassageTime(graph, potential, [], 0.25, -3 * t, 0)!),
    );
    expect(passage(doubleWell, 0.25, uniform(-3, 3), 'x')!.mean / (average / 2)).toBeCloseTo(1, 9);
  });

  it('mirrored, to a boundary on the left', () => {
    const right = passage('(x^2 - 1)^2 + x/4', 0.4, normal(-0.8, 0.3), 'x')!;
    const left = passage('(x^2 - 1)^2 - x/4', 0.4, normal(0.8, 0.3), '-x')!;
    expect(left.mean / right.mean).toBeCloseTo(1, 12);
    expect(left.survival([1])![0] / right.survival([1])![0]).toBeCloseTo(1, 9);
  });

  it('over several intervals at once', () => {
    const { mean, hazard, survival } = passage('0*x', 0.5, uniform(-Math.PI, 3 * Math.PI), 'sin(x)')!;
    // Half of the start is in two intervals of length π, from which the mean time is π²/(12 T).
    expect(mean).toBeCloseTo(Math.PI ** 2 / 6 / 2, 11);
    expect(hazard!).toBeCloseTo(0.5, 11);
    expect(survival([0])![0]).toBeCloseTo(0.5, 12);
  });
});

describe('survival', () => {
  const times = [1e-5, 1e-3, 0.01, 0.1, 1, 5];

  it.each([0.01, 0.3, 1, 4])('in a harmonic well from %f to 0: 2Φ(x e^{−t}/√(1 − e^{−2t})) − 1', (x) => {
    const { survival, hazard } = passage('x^2/2', 1, at(x), '-x')!;
    const exact = times.map((t) => 1 - 2 * normalBelow((-x * Math.exp(-t)) / Math.sqrt(-Math.expm1(-2 * t))));
    survival(times)!.forEach((s, k) => {
      expect(Math.abs(s - exact[k])).toBeLessThan(1e-5);
    });
    expect(hazard!).toBeCloseTo(1, 12);
  });

  it('of Brownian motion from a uniform start: its Fourier series', () => {
    const { survival } = passage('0*x', 0.5, uniform(-1, 1), 'abs(x) - 1')!;
    const odd = Array.from({ length: 2000 }, (_, n) => (2 * n + 1) * Math.PI);
    const exact = times.map((t) => sum(odd.map((k) => (8 / k ** 2) * Math.exp((-k * k * t) / 8))));
    survival([...times, 0])!.forEach((s, k) => {
      expect(Math.abs(s - (exact[k] ?? 1))).toBeLessThan(1e-5);
    });
  });

  it('has the mean as its integral and falls at the hazard', () => {
    const { survival, mean, hazard } = passage(doubleWell, 0.25, normal(-1, 1), 'x')!;
    const { nodes, weights } = gaussLegendre(60);
    // t = s⁴ is dense where the curve is steep; past 600 only the slowest exponential is left.
    const curve = survival(Array.from(nodes, (s) => 600 * s ** 4))!;
    const [a, b, last] = survival([100, 200, 600])!;
    const integral = sum(curve.map((v, k) => weights[k] * v * 2400 * nodes[k] ** 3)) + last / hazard!;
    expect(Math.abs(integral / mean - 1)).toBeLessThan(1e-5);
    expect(Math.log(a / b) / 100 / hazard!).toBeCloseTo(1, 4);
  });
});

describe('starts and regions without a passage', () => {
  it('arrive at once', () => {
    const there = passage(doubleWell, 0.25, at(1), 'x')!;
    expect([there.mean, there.hazard, there.survival([0, 1])]).toEqual([0, null, [0, 0]]);
    expect(passage(doubleWell, 0.25, at(1), '2')!.mean).toBe(0);
    expect(passage(doubleWell, 0.25, at(0.5), 'x - 0.5')!.mean).toBe(0);
  });

  it('never arrive, or may get away', () => {
    expect(passage(doubleWell, 0.25, at(1), '-1 - x^2')).toBeNull();
    expect(passage(doubleWell, 0.25, at(1), '-2')).toBeNull();
    expect(passage('-x^2/2', 0.25, at(0), 'x - 1')).toBeNull();
    expect(passage('0*x', 0.25, at(0), 'x - 1')).toBeNull();
  });

  it('count what starts inside as arrived', () => {
    const half = passage(doubleWell, 0.25, uniform(-2, 2), 'x')!;
    const all = passage(doubleWell, 0.25, uniform(-2, 0), 'x')!;
    expect(half.mean / all.mean).toBeCloseTo(0.5, 12);
    expect(half.survival([0, 1])!.map((s, k) => s / all.survival([0, 1])![k])).toEqual([
      expect.closeTo(0.5, 12),
      expect.closeTo(0.5, 6),
    ]);
  });
});
