import { describe, expect, it } from 'vitest';
import { residuals, samplesOf, widening } from '../../src/report/binned';

describe('histogram residuals', () => {
  const binned = { counts: [5200, 4800], reference: [0.5, 0.5], samples: 10_000 };

  it('are in standard errors of independent samples, widened', () => {
    expect(residuals(binned, 1)).toEqual([expect.closeTo(4), expect.closeTo(-4)]);
    expect(residuals(binned, 2)).toEqual([expect.closeTo(2), expect.closeTo(-2)]);
  });

  it('are nothing where nothing is known', () => {
    expect(residuals({ ...binned, samples: 0 }, 1)).toEqual([0, 0]);
    expect(residuals({ ...binned, reference: null }, 1)).toEqual([0, 0]);
    expect(residuals({ counts: [1, 0], reference: [1, 0], samples: 1 }, 1)).toEqual([0, 0]);
  });

  it('are nothing in cells that expect fewer than five independent records', () => {
    const sparse = { counts: [4, 96], reference: [0.05, 0.95], samples: 100 };
    expect(residuals(sparse, 1)[0]).toBeCloseTo(-0.459, 2);
    expect(residuals(sparse, 1.1)[0]).toBe(0);
  });

  it('take the widening from the floor of total variation', () => {
    // Two cells of mass 1/2: the floor is E|p̂ − p| = √(2/π) · ½ / √N.
    const independent = Math.sqrt(2 / Math.PI) * 0.5 * 0.01;
    const report = { totalVariation: { value: 0.02, standardError: 0.001, floor: 3 * independent } };
    expect(widening(report, binned)).toBeCloseTo(3);
    expect(widening({}, binned)).toBeNull();
  });

  it('count records outside the bins where the file gives no total', () => {
    expect(samplesOf({ below: 1, above: '2' }, [3, 4])).toBe(10);
    expect(samplesOf({ samples: 11 }, [3, 4])).toBe(11);
  });
});
