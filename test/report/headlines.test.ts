import { describe, expect, it } from 'vitest';
import type { ObservableResult, PointResult } from '../../src/model/result';
import { byRank, headlines } from '../../src/report/headlines';

const E = (value: number | null) => ({ value, standardError: value === null ? null : 0.1 });
const pointOf = (reports: Record<string, ObservableResult>): PointResult => ({
  parameters: {},
  temperature: 1,
  method: { name: 'mala', step: 0.1 },
  nonFinite: 0,
  observables: reports,
});
const pathsOf = (report: ObservableResult) => headlines([pointOf({ it: report })]).map(({ path }) => path.slice(3));

describe('the headlines of an observable', () => {
  it.each<[ObservableResult, string[]]>([
    [
      { kind: 'histogram', kullbackLeibler: E(1), wasserstein: E(2), totalVariation: E(3) },
      ['totalVariation', 'wasserstein'],
    ],
    [
      { kind: 'moments', mean: [E(1), E(2)], variance: [E(3), E(4)], covariance: [[E(3)]] },
      ['mean.0', 'variance.0', 'mean.1', 'variance.1'],
    ],
    [{ kind: 'nullSet', radii: [{ occupancy: E(1) }], crossings: E(2), exponent: E(1) }, ['exponent', 'crossings']],
    [{ kind: 'curvature', smallest: E(1), largest: E(2), trace: E(3) }, ['trace', 'largest', 'smallest']],
    [{ kind: 'series', times: [0, 1], values: [[E(1)], [E(2)]] }, ['values.1.0']],
    [{ kind: 'snapshot', count: 3 }, []],
  ])('of %j are %j', (report, paths) => {
    expect(pathsOf(report)).toEqual(paths);
  });

  it('are its first estimate where the kind is unknown or out of shape', () => {
    expect(pathsOf({ kind: 'novel', a: { b: E(1) }, c: E(2) })).toEqual(['a.b']);
    expect(pathsOf({ kind: 'moments', median: E(1) })).toEqual(['median']);
    expect(pathsOf({ kind: 'constructor', a: E(1) })).toEqual(['a']);
  });

  it('leave out what is known at no point, and keep what is known at one', () => {
    const report = (crossings: number | null) => ({ kind: 'nullSet', exponent: E(null), crossings: E(crossings) });
    const [only, ...others] = headlines([pointOf({ it: report(null) }), pointOf({ it: report(2) })]);
    expect([only.path, only.rank, only.estimates.map((e) => e?.value), others]).toEqual([
      'it.crossings',
      0,
      [null, 2],
      [],
    ]);
  });
});

it('takes the first headline of every observable before the second of any, the acceptance among the first', () => {
  const reports = {
    m: { kind: 'moments', mean: [E(1)], variance: [E(2)] },
    s: { kind: 'nullSet', exponent: E(1), crossings: E(3) },
  };
  const all = headlines([{ ...pointOf(reports), acceptance: E(0.9) }]);
  expect(byRank(all).map(({ path }) => path)).toEqual([
    'm.mean.0',
    's.exponent',
    'acceptance',
    'm.variance.0',
    's.crossings',
  ]);
});
