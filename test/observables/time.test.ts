import { describe, expect, test } from 'vitest';
import { planOf } from '../simulation/plans';

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
