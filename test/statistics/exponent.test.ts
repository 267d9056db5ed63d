import { describe, expect, it } from 'vitest';
import type { GroupTally } from '../../src/model/tally';
import { exponentEstimate, slopeWeights } from '../../src/statistics/exponent';
import { normal, summary, uniforms } from './synthetic';

const radii = [0.4, 0.2, 0.1, 0.05, 0.025];

/** ∫₀^b f by Simpson's rule. */
function integral(f: (x: number) => number, b: number): number {
  const n = 2000;
  const h = b / n;
  let sum = f(0) + f(b);
  for (let i = 1; i < n; i++) sum += (i % 2 === 0 ? 2 : 4) * f(i * h);
  return (sum * h) / 3;
}

/** Radial densities (normalised) whose integral to ε is the occupancy. */
const tilted = (x: number) => Math.exp(-((x * x - 1) ** 2 + 0.2 * x) / 0.5);
const tiltedMass = integral((x) => tilted(x) + tilted(-x), 4);
const cases = [
  { name: 'tilted double well', k: 1, density: (x: number) => (tilted(x) + tilted(-x)) / tiltedMass },
  { name: 'Gaussian, d = 1', k: 1, density: (r: number) => Math.sqrt(2 / Math.PI) * Math.exp((-r * r) / 2) },
  { name: 'Gaussian, d = 2', k: 2, density: (r: number) => r * Math.exp((-r * r) / 2) },
  { name: 'Gaussian, d = 3', k: 3, density: (r: number) => Math.sqrt(2 / Math.PI) * r * r * Math.exp((-r * r) / 2) },
];

/** The fit on exact occupancies weighted as `records` samples: its systematic error and its standard error. */
function fitExactly(density: (r: number) => number, chosen: number[], records: number) {
  const counts = chosen.map((e) => records * integral(density, e));
  const weights = slopeWeights(chosen, counts);
  let [slope, variance] = [0, 0];
  weights.forEach((w, i) => {
    slope += w * Math.log(counts[i + 1] / counts[i]);
    variance += w * w * (1 / counts[i + 1] - 1 / counts[i]);
  });
  return { slope, error: Math.sqrt(variance) };
}

describe('systematic error of the exponent', () => {
  it.each(cases)('$name: less than a tenth of the standard error of 10⁹ samples', ({ k, density }) => {
    for (const chosen of [radii, radii.slice(0, 4)]) {
      const { slope, error } = fitExactly(density, chosen, 1e9);
      expect(Math.abs(slope - k)).toBeLessThan(0.1 * error);
    }
  });

  it('is 2e-3 for the tilted double well with three radii, which leave room for one curvature term', () => {
    const { slope } = fitExactly(cases[0].density, radii.slice(0, 3), 1e9);
    expect(Math.abs(slope - 1)).toBeGreaterThan(1e-3);
    expect(Math.abs(slope - 1)).toBeLessThan(3e-3);
  });
});

/** Counts of |x| < radius for standard normal points in k dimensions. */
function ballCounts(k: number, groups: number, size: number, seed: number): GroupTally {
  const gaussian = normal(uniforms(seed));
  const cells = Array.from({ length: groups }, () => {
    const counts = new Float64Array(radii.length);
    for (let i = 0; i < size; i++) {
      let square = 0;
      for (let j = 0; j < k; j++) square += gaussian() ** 2;
      radii.forEach((r, j) => {
        if (square < r * r) counts[j]++;
      });
    }
    return counts;
  });
  return { particles: Array(groups).fill(size), cells };
}

describe('exponent of samples', () => {
  it.each([1, 2])('is the codimension %i within its error, and the error is the spread', (k) => {
    const runs = Array.from({ length: 60 }, (_, i) => exponentEstimate(ballCounts(k, 16, 2000, 100 + i), radii));
    const value = summary(runs.map((e) => e.value!));
    const predicted = summary(runs.map((e) => e.standardError! ** 2));
    expect(Math.abs(value.mean - k)).toBeLessThan(4 * value.error);
    expect(Math.abs(predicted.mean / value.deviation ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / 59));
  });

  const two = (a: number[], b: number[]): GroupTally => ({
    particles: [9, 9],
    cells: [a, b].map((c) => Float64Array.from(c)),
  });

  it('takes radii in any order and drops those without counts in two groups', () => {
    const e = exponentEstimate(two([8, 4, 1, 0], [8, 4, 0, 0]), [0.2, 0.1, 0.05, 0.02]);
    expect(e.value).toBeCloseTo(1, 12);
    expect(exponentEstimate(two([4, 8], [4, 8]), [0.1, 0.2]).value).toBeCloseTo(1, 12);
  });

  it('stays finite when no count lies between two radii', () => {
    expect(exponentEstimate(two([3, 3, 3], [2, 2, 2]), [0.2, 0.1, 0.05]).value).toBeCloseTo(0, 12);
  });

  it('is null with fewer than two radii, and its error with one group', () => {
    expect(exponentEstimate(two([8, 0], [8, 0]), [0.2, 0.1])).toEqual({ value: null, standardError: null });
    const one = exponentEstimate({ particles: [9], cells: [Float64Array.of(8, 2)] }, [0.2, 0.1]);
    expect(one.value).toBeCloseTo(2, 12);
    expect(one.standardError).toBeNull();
  });
});
