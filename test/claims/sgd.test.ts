import { describe, expect, test } from 'vitest';
import { carRows, standardCars } from '../../src/claims/parts/cars';
import { gradientMoments } from '../../src/claims/parts/gradientMoments';
import { linearMass, lyapunov, stationaryMass, tubeExponent } from '../../src/claims/parts/randomMultipliers';
import { descentExponent, descentTime, diffusionExponent, gaussianTime } from '../../src/claims/parts/twoPointNoise';

describe('the table of cars', () => {
  test('has its rows, and columns of mean 0 and deviation 1', () => {
    expect(carRows(['weight', 'mpg'])[0]).toEqual({ weight: 3504, mpg: 18 });
    const { count, columns } = standardCars(['weight', 'mpg']);
    expect(count).toBe(392);
    for (const column of columns) {
      const mean = column.reduce((sum, x) => sum + x, 0) / count;
      expect(mean).toBeCloseTo(0, 12);
      expect(column.reduce((sum, x) => sum + x * x, 0) / count).toBeCloseTo(1, 12);
    }
  });

  test('has the gradients of a line through it that regression theory gives', () => {
    const columns = ['weight', 'mpg'];
    const line = { variables: ['w'], loss: '(w*weight - mpg)^2/2', columns, parameters: {} };
    const rows = standardCars(columns);
    const [x, y] = rows.columns;
    const mean = (f: (i: number) => number) => x.reduce((sum, _, i) => sum + f(i), 0) / rows.count;
    const r = mean((i) => x[i] * y[i]);
    const best = gradientMoments(line, rows, [r]);
    expect(best.mean[0]).toBeCloseTo(0, 12);
    expect(best.covariance[0][0]).toBeCloseTo(
      mean((i) => ((r * x[i] - y[i]) * x[i]) ** 2),
      12,
    );
    expect(gradientMoments(line, rows, [0]).mean[0]).toBeCloseTo(-r, 12);
  });
});

describe('noise of two points over the double well', () => {
  // p solves cosh(ps) = e^{pU'}, so p = (2U'/s²)(1 + ⅔U'²/s² + …), and ∫ U'³ = 8/5 from −1 to 0.
  test('has the exponents of the theory, in proportion to the batch', () => {
    const factor = (strength: number, batch: number) =>
      descentExponent({ strength, batch }) / diffusionExponent({ strength, batch });
    expect(factor(3, 1)).toBeCloseTo(1.149, 3);
    expect(factor(2, 1)).toBeCloseTo(1.522, 3);
    expect(factor(2, 4)).toBeCloseTo(factor(2, 1), 10);
    expect(factor(100, 1)).toBeCloseTo(1 + 16 / 15 / 100 ** 2, 7);
  });

  test('takes the time of Gaussian noise where batches are large', () => {
    const noise = { strength: 12, batch: 16 };
    expect(descentTime(noise, 0.05).mean / gaussianTime(noise, 0.05)).toBeCloseTo(1, 1);
  });
});

describe('random multipliers', () => {
  test('½ and 4 have the exponent log₂ of the golden ratio', () => {
    expect(tubeExponent([0.5, 4])).toBeCloseTo(Math.log2((1 + Math.sqrt(5)) / 2), 12);
    expect(lyapunov([0.5, 4])).toBeCloseTo(Math.LN2 / 2, 12);
  });

  test('the stationary mass of confined maps falls with that exponent', () => {
    const map = (m: number) => (w: number) => w * (m - (0.4 * w * w) / (1 + w * w));
    const mass = stationaryMass([map(0.5), map(4)], 500);
    const slope = (w: number) => Math.log2(mass(2 * w) / mass(w));
    expect(slope(2 ** -9)).toBeCloseTo(tubeExponent([0.5, 4]), 3);
    expect(mass(2 ** 60)).toBeCloseTo(1, 6);
  });

  test('without anything that confines masses are binomial', () => {
    expect(linearMass([0.1, 2.8], 1, 0.5)).toBe(0.5);
    expect(linearMass([0.1, 2.8], 2, 0.5)).toBe(0.75);
    expect(() => linearMass([0.5, 2], 2, 1)).toThrow(/rounding/);
  });
});
