import { describe, expect, it } from 'vitest';
import { falseAlarms, judgeEvidence, verdictOver } from '../../src/certificate';
import type { Evidence } from '../../src/model/claim';

const equal: Evidence = {
  quantity: 'x',
  test: 'equal',
  value: 1.1,
  standardError: 0.01,
  expected: 1,
  bias: 0,
  resolution: 0.1,
  freedom: null,
};
const above: Evidence = { ...equal, test: 'above' };

describe('evidence that a mean is what is expected', () => {
  it('fails beyond the limit, and holds within it', () => {
    expect(judgeEvidence(equal, 1)).toMatchObject({ verdict: 'fails', z: expect.closeTo(10, 9) });
    expect(judgeEvidence({ ...equal, value: 1.02 }, 1)).toMatchObject({ verdict: 'holds', z: expect.closeTo(2, 9) });
    expect(judgeEvidence({ ...equal, value: 0.9 }, 1).z).toBeCloseTo(-10, 9);
  });

  it('allows what the step brings, and no more', () => {
    expect(judgeEvidence({ ...equal, bias: 0.05, resolution: 0.2 }, 1).z).toBeCloseTo(5, 9);
    expect(judgeEvidence({ ...equal, bias: 0.2, resolution: 0.3 }, 1)).toMatchObject({ verdict: 'holds', z: 0 });
  });

  it('says nothing where it could not see what matters, and how many particles could', () => {
    const blunt = { ...equal, value: 1, standardError: 0.1 };
    const { verdict, limit, settledBy } = judgeEvidence(blunt, 1);
    expect(verdict).toBe('inconclusive');
    expect(settledBy).toBeCloseTo(limit ** 2, 9);
    // With so many times as many particles the error is just small enough.
    const sharp = { ...blunt, standardError: (0.1 / Math.sqrt(settledBy!)) * 0.999 };
    expect(judgeEvidence(sharp, 1).verdict).toBe('holds');
    expect(judgeEvidence({ ...blunt, bias: 0.2 }, 1)).toMatchObject({ verdict: 'inconclusive', settledBy: null });
  });

  it('takes a count for what it is', () => {
    const count = { ...equal, standardError: 0, expected: 0, resolution: 0 };
    expect(judgeEvidence({ ...count, value: 0 }, 1)).toMatchObject({ verdict: 'holds', z: 0 });
    expect(judgeEvidence({ ...count, value: 1 }, 1)).toMatchObject({ verdict: 'fails', z: null });
  });

  it('is open where there is no number', () => {
    expect(judgeEvidence({ ...equal, value: null, standardError: null }, 1)).toMatchObject({
      verdict: 'inconclusive',
      z: null,
      settledBy: null,
    });
  });
});

describe('evidence that a mean lies on one side', () => {
  it('holds beyond the limit, fails beyond it on the other side, and is open between', () => {
    expect(judgeEvidence(above, 1).verdict).toBe('holds');
    expect(judgeEvidence({ ...above, test: 'below' }, 1).verdict).toBe('fails');
    const open = judgeEvidence({ ...above, value: 1.01 }, 1);
    expect(open).toMatchObject({ verdict: 'inconclusive', z: expect.closeTo(1, 9) });
    expect(open.settledBy).toBeCloseTo(open.limit ** 2, 6);
    expect(judgeEvidence({ ...above, value: 0.99 }, 1)).toMatchObject({ verdict: 'inconclusive', settledBy: null });
  });
});

describe('false alarms', () => {
  /** Standard normal numbers by Box and Muller from a seeded generator (Park and Miller). */
  function* normals(seed: number): Generator<number> {
    let state = seed;
    const uniform = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    for (;;) yield Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  }

  it('come at the stated rate over all numbers of a certificate together', () => {
    const numbers = normals(7);
    const [certificates, count] = [20_000, 20];
    let alarms = 0;
    // Errors from few groups: with the normal limit, far more than one in a thousand would fail.
    const groups = 8;
    for (let c = 0; c < certificates; c++) {
      let fails = false;
      for (let k = 0; k < count; k++) {
        const values = Array.from({ length: groups }, () => numbers.next().value as number);
        const mean = values.reduce((a, b) => a + b, 0) / groups;
        const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (groups - 1) / groups;
        const one = {
          ...equal,
          value: 1 + mean,
          standardError: Math.sqrt(variance),
          resolution: 1e9,
          freedom: groups - 1,
        };
        fails ||= judgeEvidence(one, count).verdict === 'fails';
      }
      alarms += fails ? 1 : 0;
    }
    const expected = certificates * falseAlarms;
    expect(Math.abs(alarms - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });
});

describe('verdictOver', () => {
  it('fails with one that fails, and is open with one that is', () => {
    expect(verdictOver(['holds', 'inconclusive', 'fails'])).toBe('fails');
    expect(verdictOver(['holds', 'inconclusive'])).toBe('inconclusive');
    expect(verdictOver(['holds', 'holds'])).toBe('holds');
  });
});
