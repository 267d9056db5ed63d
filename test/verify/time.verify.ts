import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../src/model/estimate';
import { deviation, planFrom, pointsOf } from './run';

const doubleWell = { variables: ['x'], potential: '(x^2 - 1)^2' };
const euler = (step: number) => ({ name: 'euler-maruyama', step });

/** One observable of a run of one point. */
async function observe(experiment: object, spec: object): Promise<Record<string, unknown>> {
  const [point] = await pointsOf(planFrom({ ...experiment, observe: { it: spec } }));
  expect(point.nonFinite).toBe(0);
  return point.observables.it;
}

const within = (found: Estimate, expected: number, errors: number, share: number) => {
  expect(Math.abs(deviation(found, expected))).toBeLessThan(errors);
  expect(Math.abs(found.value! / expected - 1)).toBeLessThan(share);
};

describe('relaxation of the double well', () => {
  // Rates by theory, burn-in in units of time.
  test.each([
    [0.5, 0.2272733, 40, [1, 2, 4, 8, 12]],
    [0.25, 0.02977959, 120, [5, 10, 20, 40, 60]],
    [0.2, 0.01110456, 300, [10, 20, 40, 80, 120]],
  ])('T = %d: rate %d', async (temperature, rate, rest, lags) => {
    // The method's own error is of first order in rates: 1.65 % at T = 0.2 and a step of 0.01, by its transfer operator.
    const step = 0.0025;
    const ensemble = { particles: 100_000, start: { kind: 'uniform', low: [-1.4], high: [1.4] } };
    const times = { burnIn: rest / step, steps: (2 * lags[4]) / step };
    const method = { name: 'leimkuhler-matthews', step };
    const spec = { kind: 'autocorrelation', of: 'x', lags };
    const { relaxationRate } = await observe({ ...doubleWell, temperature, method, ensemble, ...times }, spec);
    const found = relaxationRate as Estimate;
    console.log(`T = ${temperature}: λ₁ ${found.value} ± ${found.standardError}, exact ${found.reference}`);
    within(found, rate, 4, 0.03);
    expect(found.reference).toBeCloseTo(rate, 6);
  });
});

describe('first passage over the barrier at T = 1/4', () => {
  const run = async (step: number, into: string, choice: object = {}) => {
    const ensemble = { particles: 200_000, start: { kind: 'point', at: [-1] } };
    const steps = Math.round(100 / step);
    const experiment = { ...doubleWell, temperature: 0.25, method: euler(step), ensemble, steps };
    const found = (await observe(experiment, { kind: 'passage', into, ...choice })).mean as Estimate;
    console.log(`h = ${step}, ${into}: ${found.value} ± ${found.standardError}, exact ${found.reference}`);
    return found;
  };

  test('to the top: the bridge has the values of theory, order 1, and the exact time by extrapolation', async () => {
    const stated = { 0.02: 32.75, 0.01: 33.44, 0.005: 33.72 };
    const found: Estimate[] = [];
    for (const [step, mean] of Object.entries(stated).sort().reverse()) {
      const estimate = await run(Number(step), 'x');
      expect(Math.abs(deviation(estimate, mean))).toBeLessThan(4);
      found.push(estimate);
    }
    const [coarse, , fine] = found;
    const exact = fine.reference!;
    expect(exact).toBeCloseTo(33.945744, 4);
    const order = Math.log2((coarse.value! - exact) / (fine.value! - exact)) / 2;
    const noise = Math.hypot(...[coarse, fine].map((e) => e.standardError! / (e.value! - exact))) / Math.LN2 / 2;
    console.log(`order ${order} ± ${noise}`);
    // Theory's own values have (32.75, 33.72): 1.2 between them.
    expect(Math.abs(order - Math.log2((32.75 - exact) / (33.72 - exact)) / 2)).toBeLessThan(4 * noise);
    expect(Math.abs(order - 1)).toBeLessThan(4 * noise + 0.25);
    expect(Math.abs((2 * found[2].value! - found[1].value!) / exact - 1)).toBeLessThan(0.01);
  });

  test('step ends alone are 11 % late at h = 0.01', async () => {
    const late = await run(0.01, 'x', { test: 'step-end' });
    expect(Math.abs(deviation(late, 37.72))).toBeLessThan(4);
  });

  test('to the other well: the exact time by extrapolation', async () => {
    const [coarse, fine] = [await run(0.02, 'x - 1'), await run(0.01, 'x - 1')];
    expect(fine.reference).toBeCloseTo(69.263645, 4);
    expect(Math.abs((2 * fine.value! - coarse.value!) / fine.reference! - 1)).toBeLessThan(0.01);
  });
});

describe('hitting a ball in the standard Gaussian from r = √d', () => {
  // Times by theory at ε = 0.1; particles, and the run in units of the mean time.
  test.each([
    [1, 0.1, 0.78138, 40_000, 4],
    [1, 0.05, null, 40_000, 4],
    [2, 0.1, 2.6492, 40_000, 3],
    [2, 0.05, null, 40_000, 3],
    [3, 0.1, 12.508, 40_000, 2],
    [3, 0.05, null, 40_000, 1.5],
    [4, 0.1, 102.75, 40_000, 1],
    [4, 0.05, null, 16_000, 1],
  ])('d = %d, ε = %d', async (d, radius, stated, particles, span) => {
    const variables = [`x[${d}]`];
    const names = Array.from({ length: d }, (_, i) => `x${i + 1}`);
    const step = radius ** 2 / 4;
    const exact = [0, 0.7814, 2.65 - 1.0 * Math.log(radius / 0.1), 1.2508 / radius, 1.0275 / radius ** 2][d];
    const experiment = {
      variables,
      potential: 'dot(x, x)/2',
      temperature: 1,
      method: euler(step),
      ensemble: { particles, start: { kind: 'point', at: [1] } },
      steps: Math.ceil((span * exact) / step),
    };
    const { radii } = await observe(experiment, { kind: 'nullSet', zero: names, radii: [radius] });
    const [{ meanHittingTime: found, regime }] = radii as { meanHittingTime: Estimate; regime: string }[];
    console.log(`d = ${d}, ε = ${radius}: ${found.value} ± ${found.standardError}, exact ${found.reference}`);
    expect(regime).toBe('capacity');
    if (stated !== null) expect(Math.abs(found.reference! / stated - 1)).toBeLessThan(5e-5);
    within(found, found.reference!, 4, 0.02);
  });
});

describe('time averages', () => {
  const step = 0.01;
  const average = async (experiment: object, time: number, of: string, particles = 20_000) => {
    const ensemble = { particles, start: { kind: 'normal', mean: [0], deviation: [0.9] } };
    const method = { name: 'leimkuhler-matthews', step };
    const run = { ...experiment, method, ensemble, burnIn: 4000, steps: Math.round(time / step) };
    return observe(run, { kind: 'timeAverage', of, every: 5 });
  };
  const harmonic = { variables: ['x'], potential: 'x^2/2', temperature: 1 };

  test.each([
    ['harmonic well', harmonic, 'x', 20],
    ['harmonic well, squares', harmonic, 'x^2', 20],
    ['double well', { ...doubleWell, temperature: 0.5 }, 'x', 40],
    ['double well, squares', { ...doubleWell, temperature: 0.5 }, 'x^2', 40],
  ])('%s: the variance is the predicted one', async (name, experiment, of, time) => {
    const variance = (await average(experiment, time, of)).variance as Estimate;
    console.log(`${name}: ${variance.value} ± ${variance.standardError}, predicted ${variance.reference}`);
    expect(Math.abs(variance.value! / variance.reference! - 1)).toBeLessThan(0.05);
  });

  test('a run shorter than the time of mixing is not ergodic, a long one is', async () => {
    const cold = { ...doubleWell, temperature: 0.25 };
    const short = await average(cold, 20, 'x', 2000);
    const long = await average({ ...doubleWell, temperature: 0.5 }, 1500, 'x', 2000);
    console.log('short', JSON.stringify(short), 'long', JSON.stringify(long));
    expect(short.ergodic).toBe(false);
    expect((short.variance as Estimate).value!).toBeGreaterThan(0.3);
    expect(long.ergodic).toBe(true);
  });
});

test('total variation from a point follows the Fokker–Planck curve at every time', async () => {
  const [point] = await pointsOf(
    planFrom({
      ...doubleWell,
      temperature: 0.5,
      method: { name: 'leimkuhler-matthews', step: 0.0025 },
      ensemble: { particles: 100_000, start: { kind: 'point', at: [-1] } },
      steps: 10_000,
      observe: {
        density: { kind: 'histogram', of: 'x', range: [-2.4, 2.4], bins: 60, every: 1000 },
        curve: { kind: 'series', of: ['density.totalVariation', 'x', 'x^2'], every: 400 },
      },
    }),
  );
  const { values } = point.observables.curve as unknown as { values: Estimate[][] };
  expect(values).toHaveLength(25);
  for (const row of values) {
    for (const found of row) expect(Math.abs(deviation(found, found.reference!))).toBeLessThan(4);
  }
});
