import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../src/model/estimate';
import { summarise } from '../../src/results';
import { simulateOnCpu } from '../../src/simulation';
import { observed, planOf } from '../simulation/plans';

const euler = { name: 'euler-maruyama', step: 0.02 };
const observe = (spec: object, change: object = {}) => planOf({ observe: { it: spec }, ...change });

describe('what observables of time refuse', () => {
  test.each([
    [
      'a region that no coordinate changes',
      { kind: 'passage', into: 'tilt - 1' },
      {},
      /it\.into.*no coordinate changes.*region/s,
    ],
    [
      'a horizon past the end',
      { kind: 'passage', into: 'x', horizon: 60 },
      {},
      /it\.horizon.*3000 steps.*one step and 6/s,
    ],
    [
      'a bridge without white noise',
      { kind: 'passage', into: 'x', test: 'bridge' },
      {},
      /it\.test.*leimkuhler-matthews.*step-end/s,
    ],
    [
      'a bridge to a region without a normal',
      { kind: 'passage', into: 'x < 0 ? 1 : -1', test: 'bridge' },
      { method: euler },
      /without a normal/,
    ],
    ['no lag above 0', { kind: 'autocorrelation', of: 'x', lags: [0] }, {}, /it\.lags.*at least one/s],
    [
      'a lag longer than the run',
      { kind: 'autocorrelation', of: 'x', lags: [1, 7] },
      {},
      /it\.lags.*7, 350 steps.*at most 6/s,
    ],
    [
      'a lag shorter than half a step',
      { kind: 'autocorrelation', of: 'x', lags: [1, 0.001] },
      {},
      /it\.lags\.1.*half a step of 0\.02/s,
    ],
    ['too few records', { kind: 'timeAverage', of: 'x', every: 100 }, {}, /it\.every.*3 records.*at least 4/s],
    [
      'a distance of nothing',
      { kind: 'series', of: ['nowhere.totalVariation'], every: 10 },
      {},
      /it\.of\.0.*'nowhere'.*add one/s,
    ],
  ])('%s', (_, spec, change, message) => {
    expect(() => observe(spec, change)).toThrow(message);
  });

  test('a distance that there is none of', () => {
    const density = { kind: 'histogram', of: 'x', range: [-2, 2], bins: 10 };
    const it = { kind: 'series', of: ['density.variation'], every: 10 };
    expect(() => planOf({ observe: { density, it } })).toThrow(/it\.of\.0.*'variation'.*totalVariation/s);
  });

  test('more cells than a curve is worth', () => {
    const density = { kind: 'histogram', of: 'x', range: [-2, 2], bins: 4000 };
    const it = { kind: 'series', of: ['density.totalVariation'], every: 1 };
    expect(() => planOf({ observe: { density, it } })).toThrow(/it\.every.*record less often/s);
  });
});

test('radii below the length of a step are warned about under Euler–Maruyama, and named discrete', () => {
  const set = { kind: 'nullSet', zero: ['x', 'y'], radii: [0.2, 0.05] };
  const change = { variables: ['x', 'y'], potential: 'x^2 + y^2', parameters: {}, method: euler };
  const [warning] = observe(set, change).warnings;
  // √(2Th) = √0.02.
  expect(warning).toMatch(/^it: a step is about 0\.14 long, more than radius 0\.05/);
  expect(observe({ ...set, radii: [0.2] }, change).warnings).toEqual([]);
  expect(observe({ kind: 'nullSet', zero: ['x'], radii: [1e-3] }, { method: euler }).warnings).toEqual([]);
});

async function reportOf(change: object): Promise<Record<string, Record<string, unknown>>> {
  const plan = planOf({ parameters: {}, variables: ['x'], potential: 'x^2/2', temperature: 1, burnIn: 0, ...change });
  return observed(plan, await simulateOnCpu(plan)) as never;
}

test('a distance is compared with one of the same cells, however much lies outside', async () => {
  const { curve } = await reportOf({
    method: { name: 'leimkuhler-matthews', step: 0.02 },
    ensemble: { particles: 1024, start: { kind: 'point', at: [3] } },
    steps: 20,
    observe: {
      narrow: { kind: 'histogram', of: 'x', range: [-1, 1], bins: 10, every: 10 },
      curve: { kind: 'series', of: ['narrow.totalVariation'], every: 10 },
    },
  });
  // From x = 3 nearly all are above the range at first, where 1 − 0.6827 of the stationary law lies outside.
  const [[first]] = (curve as { values: unknown }).values as Estimate[][];
  expect(Math.abs(first.reference! - 0.6827)).toBeLessThan(0.01);
  expect(Math.abs(first.value! - first.reference!)).toBeLessThan(4 * first.standardError!);
});

test('a step across a set of codimension 1 hits it, however thin the tube', async () => {
  const { set, region } = await reportOf({
    method: { name: 'euler-maruyama', step: 0.04 },
    ensemble: { particles: 4096, start: { kind: 'point', at: [1] } },
    steps: 300,
    observe: {
      set: { kind: 'nullSet', zero: ['x'], radii: [1e-3] },
      region: { kind: 'passage', into: '0.001 - x' },
    },
  });
  const { meanHittingTime } = (set.radii as { meanHittingTime: Estimate }[])[0];
  const mean = region.mean as Estimate;
  // The same paths, each with a uniform number of its own: the difference varies less than either.
  expect(Math.abs(meanHittingTime.value! - mean.value!)).toBeLessThan(2 * mean.standardError!);
});

test('the variance of long time averages is not lost in rounding', async () => {
  const { average } = await reportOf({
    method: { name: 'leimkuhler-matthews', step: 0.5 },
    ensemble: { particles: 64, start: { kind: 'normal', mean: [0], deviation: [1] } },
    steps: 20_000,
    observe: { average: { kind: 'timeAverage', of: 'x^4' } },
  });
  const { variance, effectiveSamples } = average as Record<string, Estimate>;
  expect(Math.abs(variance.value! - variance.reference!)).toBeLessThan(4 * variance.standardError!);
  expect(effectiveSamples.value).toBeGreaterThan(0);
});

test('an expectation on what is null does not hold', async () => {
  const plan = planOf({
    burnIn: 0,
    ensemble: { particles: 64, start: { kind: 'point', at: [0] } },
    observe: { it: { kind: 'timeAverage', of: 'x' } },
    expect: { 'it.rHat.nested': { below: 2 } },
  });
  const tallies = await simulateOnCpu(plan);
  const machine = { adapter: 'test', software: true, version: '0' };
  const { result } = summarise(plan, tallies, machine, { wall: 1, particleSteps: 1, rate: 1 });
  expect(result.expectations).toMatchObject([{ value: null, holds: false }]);
});

test.each([
  ['passage', { into: 'x' }],
  ['autocorrelation', { of: 'x', lags: [1] }],
  ['series', { of: ['x'], every: 10 }],
])('%s wants steps that are times', (kind, spec) => {
  const method = { name: 'sgld', batch: 1, decay: { a: 0.1, b: 1, gamma: 0.33 } };
  const data = { potential: undefined, loss: '(x - y)^2/2', data: [{ y: 1 }, { y: -1 }] };
  expect(() => observe({ kind, ...spec }, { ...data, method, parameters: {} })).toThrow(
    /step decreases.*constant "step"/s,
  );
});
