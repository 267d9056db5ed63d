import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../src/model/estimate';
import { washboard } from '../../src/reference/passage/washboard';
import { problem } from '../reference/problem';
import { deviation, estimate, momentsOf, planFrom, pointsOf } from './run';

async function observe(experiment: object, spec: object): Promise<Record<string, unknown>> {
  const [point] = await pointsOf(planFrom({ ...experiment, observe: { it: spec } }));
  expect(point.nonFinite).toBe(0);
  return point.observables.it;
}

const told = (name: string, { value, standardError }: Estimate, exact: number) =>
  console.log(`${name}: ${value} ± ${standardError}, exact ${exact}`);

/** What two steps, one twice the other, tend to where the error is of first order. */
const extrapolated = (coarse: Estimate, fine: Estimate): Estimate => ({
  value: 2 * fine.value! - coarse.value!,
  standardError: Math.hypot(2 * fine.standardError!, coarse.standardError!),
});

/** Mean passage time under Euler–Maruyama with the bridge, from two steps. */
async function passage(problem: object, from: number[], into: string, step: number, time: number, particles: number) {
  const at = async (h: number) => {
    const method = { name: 'euler-maruyama', step: h };
    const ensemble = { particles, start: { kind: 'point', at: from } };
    const run = { ...problem, method, ensemble, steps: Math.round(time / h) };
    return estimate((await observe(run, { kind: 'passage', into })).mean);
  };
  const [coarse, fine] = [await at(2 * step), await at(step)];
  return { extrapolated: extrapolated(coarse, fine), reference: fine.reference! };
}

describe('flat and sharp wells', () => {
  test.each([
    [0.5, 'flat to sharp', -1, 'x - 1', 26.209, 40_000],
    [0.5, 'sharp to flat', 1, '-1 - x', 10.577, 40_000],
    [0.3, 'flat to sharp', -1, 'x - 1', 188.95, 20_000],
    [0.3, 'sharp to flat', 1, '-1 - x', 67.295, 40_000],
  ])('T = %d, %s', async (temperature, way, from, into, mean, particles) => {
    const landscape = { potential: { landscape: 'flat-sharp' }, temperature };
    const found = await passage(landscape, [from], into, 0.0025, 2 * mean, particles);
    told(`T = ${temperature}, ${way}`, found.extrapolated, found.reference);
    expect(found.reference / mean).toBeCloseTo(1, 4);
    expect(Math.abs(deviation(found.extrapolated, found.reference))).toBeLessThan(4);
  });
});

describe('exit from a saddle', () => {
  test.each([
    [0.1, 1.724138],
    [0.01, 2.932689],
    [0.001, 4.088558],
  ])('T = %d', async (temperature, mean) => {
    const hill = { variables: ['x'], potential: '-x^2/2', temperature };
    const found = await passage(hill, [0], 'x^2 - 1', 0.01, 10, 200_000);
    told(`T = ${temperature}`, found.extrapolated, mean);
    expect(found.reference).toBeCloseTo(mean, 6);
    expect(Math.abs(deviation(found.extrapolated, mean))).toBeLessThan(4);
  });
});

describe('washboard', () => {
  test.each([
    ['cos(x)', 1, 0, 0.6238604],
    ['cos(x)', 0.5, 0, 0.0962184],
    ['cos(x) - x/2', 0.5, 0.1755934, 0.4235888],
  ])('%s at T = %d', async (potential, temperature, velocity, diffusion) => {
    const exact = washboard(
      problem(['x'], potential).graph,
      problem(['x'], potential).potential,
      [],
      temperature,
      2 * Math.PI,
    );
    expect(exact!.velocity).toBeCloseTo(velocity, 7);
    expect(exact!.diffusion).toBeCloseTo(diffusion, 7);
    // What is left of the start after the shorter run is gone from the difference of two.
    const at = async (step: number, time: number) => {
      const method = { name: 'euler-maruyama', step };
      const ensemble = { particles: 100_000, seed: 1 + time, start: { kind: 'point', at: [Math.PI] } };
      const steps = Math.round(time / step);
      const run = { variables: ['x'], potential, temperature, method, ensemble, steps };
      const [point] = await pointsOf(
        planFrom({ ...run, observe: { x: { kind: 'moments', of: ['x'], every: steps } } }),
      );
      return momentsOf(point, 'x');
    };
    const rates = async (step: number) => {
      const [early, late] = [await at(step, 40), await at(step, 240)];
      const rate = (of: 'mean' | 'variance'): Estimate => ({
        value: (late[of][0].value! - early[of][0].value!) / 200,
        standardError: Math.hypot(late[of][0].standardError!, early[of][0].standardError!) / 200,
      });
      const spread = rate('variance');
      return [rate('mean'), { value: spread.value! / 2, standardError: spread.standardError! / 2 }];
    };
    const [coarse, fine] = [await rates(0.02), await rates(0.01)];
    for (const [i, name] of (['velocity', 'diffusion'] as const).entries()) {
      const found = extrapolated(coarse[i], fine[i]);
      told(`${potential}, T = ${temperature}: ${name}`, found, exact![name]);
      expect(Math.abs(deviation(found, exact![name]))).toBeLessThan(4);
    }
  });
});

describe('slowest rates', () => {
  const rate = async (
    experiment: object,
    of: string,
    step: number,
    particles: number,
    rest: number,
    lags: number[],
  ) => {
    const ensemble = { particles, ...(experiment as { ensemble?: object }).ensemble };
    const method = { name: 'leimkuhler-matthews', step };
    const times = { burnIn: Math.round(rest / step), steps: Math.round((2 * lags.at(-1)!) / step) };
    const run = { ...experiment, method, ensemble, ...times };
    return estimate((await observe(run, { kind: 'autocorrelation', of, lags })).relaxationRate);
  };
  const wide = (n: number, size: number) => ({
    start: { kind: 'uniform', low: Array(n).fill(-size), high: Array(n).fill(size) },
  });

  test.each([
    ['x', 0.300298, 1],
    ['x^2 - y^2', 1.135856, 0.3],
  ])('ring at T = 1/4, %s', async (of, exact, span) => {
    const ring = { potential: { landscape: 'ring' }, temperature: 0.25, ensemble: wide(2, 1.2) };
    const lags = [0.5, 1, 2, 4, 6].map((t) => t * span);
    const found = await rate(ring, of, 0.0025, 50_000, 20, lags);
    told(`ring, ${of}`, found, exact);
    expect(found.reference! / exact).toBeCloseTo(1, 4);
    expect(Math.abs(deviation(found, exact))).toBeLessThan(4);
  });

  test('Prinz at T = 1', async () => {
    const prinz = { potential: { landscape: 'prinz' }, temperature: 1, ensemble: wide(1, 0.9) };
    const found = await rate(prinz, 'x', 1e-4, 40_000, 5, [0.2, 0.4, 0.8, 1.2, 1.6]);
    told('Prinz', found, 1 / 0.834033);
    expect(found.reference! * 0.834033).toBeCloseTo(1, 4);
    expect(Math.abs(deviation(found, 1 / 0.834033))).toBeLessThan(4);
  });

  test('Müller–Brown at T = 15', async () => {
    const start = { start: { kind: 'point', at: [-0.05, 0.4667] } };
    const surface = { potential: { landscape: 'muller-brown' }, temperature: 15, ensemble: start };
    const found = await rate(surface, 'y', 2e-5, 10_000, 4, [0.15, 0.3, 0.6, 0.9, 1.2]);
    told('Müller–Brown', found, 1 / 0.64333);
    expect(found.reference! * 0.64333).toBeCloseTo(1, 3);
    expect(Math.abs(deviation(found, 1 / 0.64333))).toBeLessThan(4);
  });
});
