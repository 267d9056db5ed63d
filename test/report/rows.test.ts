import { describe, expect, it } from 'vitest';
import type { PointResult, Result } from '../../src/model/result';
import { describeRun, pointRows } from '../../src/report/rows';

const pointOf = (observables: PointResult['observables']): PointResult => ({
  parameters: {},
  temperature: 1,
  method: { name: 'euler-maruyama', step: 0.1 },
  nonFinite: 0,
  observables,
});

const estimates = (n: number) => Array.from({ length: n }, (_, i) => ({ value: i, standardError: 0.5 }));

describe('the rows of a sweep point', () => {
  it('are the first 24 of each observable, and one that counts the rest', () => {
    const kind = 'moments';
    const rows = pointRows(pointOf({ short: { kind, mean: estimates(24) }, long: { kind, mean: estimates(30) } }));
    expect(rows).toHaveLength(24 + 24 + 1);
    expect(rows[23].cells[0]).toBe('short.mean.23');
    expect(rows[48].cells).toEqual(['long: 6 more in result.json', '', '', '', '']);
  });

  it('say once what a symmetric matrix says twice, but every time what is not known', () => {
    const [a, b] = estimates(2);
    const unknown = { value: null, standardError: null };
    const rows = pointRows(
      pointOf({
        m: {
          kind: 'moments',
          covariance: [
            [a, b],
            [b, unknown],
          ],
          variance: [unknown],
        },
      }),
    );
    const names = ['m.covariance.0.0', 'm.covariance.0.1', 'm.covariance.1.1', 'm.variance.0'];
    expect(rows.map(({ cells }) => cells[0])).toEqual(names);
  });

  it('are far beyond 4 standard errors from the exact value, or from the floor where there is none', () => {
    const close = { value: 1.3, standardError: 0.1, reference: 1, floor: 0 };
    const far = { value: 1.5, standardError: 0.1, floor: 1 };
    const rows = pointRows(pointOf({ o: { kind: 'histogram', close, far } }));
    expect(rows.map(({ cells, far }) => [cells[4], far])).toEqual([
      ['+3.0', false],
      ['+5.0', true],
    ]);
  });
});

describe('the line on a run', () => {
  const machine = { adapter: 'card', software: false, version: '0' };
  const result = { machine, timing: { wall: 2, particleSteps: 142_400_000, rate: 71.2e6 } } as Result;

  it('says what was made, how fast and on what, and that it was software', () => {
    expect(describeRun(result)).toBe('142,400,000 particle-steps in 2 s (71.2 M/s) on card');
    const soft = { ...result, machine: { ...machine, software: true } };
    expect(describeRun(soft)).toMatch(/on card \(software\)$/);
  });
});
