import { describe, expect, it } from 'vitest';
import { criticalPoint, meanExitTime, meanPassageTime, relaxationRates } from '../../src/reference';
import { bandedCholesky, bandedSolve, smallestEigenvalues } from '../../src/reference/numerics/banded';
import { symmetricEigen } from '../../src/reference/numerics/linear';
import { normalBelow } from '../../src/reference/numerics/normal';
import { integrate } from '../../src/reference/numerics/quadrature';
import { tridiagonalEigenvalue } from '../../src/reference/numerics/tridiagonal';
import { quadraticFormBelow, regularisedGamma } from '../../src/reference/stationary/quadraticForm';
import { mullerBrown, problem } from './problem';

const one = { groups: 1, functions: 1 };

describe('adaptive quadrature', () => {
  it('is exact for smooth functions in one, two and three dimensions', () => {
    const f = (x: Float64Array[], n: number) => [
      Float64Array.from({ length: n }, (_, k) => x.reduce((p, c) => p * Math.exp(-c[k]), 1)),
    ];
    [1, 2, 3].forEach((d) => {
      const box = { low: Array(d).fill(0), high: Array(d).fill(2), group: 0 };
      expect(integrate([box], f, one).sums[0][0]).toBeCloseTo((1 - Math.exp(-2)) ** d, 13);
    });
  });

  it('follows kinks and singularities of the derivative', () => {
    const root = integrate([{ low: [0], high: [1], group: 0 }], ([x]) => [x.map(Math.sqrt)], one);
    expect(root.sums[0][0]).toBeCloseTo(2 / 3, 9);
    expect(root.converged).toBe(true);
  });

  it('sees a peak between its nodes when a witness tells of it', () => {
    const peak = ([x]: Float64Array[]) => [x.map((t) => Math.exp(-(((t - 0.31) / 1e-5) ** 2)))];
    const box = { low: [0], high: [1], group: 0 };
    const exact = 1e-5 * Math.sqrt(Math.PI);
    expect(integrate([box], peak, one).sums[0][0]).toBeLessThan(exact / 2);
    const seen = integrate([box], peak, { ...one, witnesses: [{ point: [0.31], value: 1 }] });
    expect(seen.sums[0][0] / exact).toBeCloseTo(1, 12);
  });

  it('says when it has not converged', () => {
    const box = { low: [0, 0], high: [1, 1], group: 0 };
    const noisy = ([x]: Float64Array[]) => [x.map((t) => Math.sin(1e9 * t) ** 2)];
    expect(integrate([box], noisy, { ...one, relative: 1e-12 }).converged).toBe(false);
  });
});

describe('special functions', () => {
  it.each([
    [-1, 0.15865525393145707],
    [-3, 0.001349898031630095],
    [-10, 7.61985302416053e-24],
    [2, 0.9772498680518208],
  ])('Φ(%f)', (x, value) => expect(normalBelow(x) / value).toBeCloseTo(1, 13));

  it.each([
    [0.5, 0.005, 0.07965567455405796],
    [2, 0.005, 1.245841135427508e-5],
    [3.5, 20, 0.9999987412096126],
  ])('P(%f, %f)', (a, x, value) => expect(regularisedGamma(a, x) / value).toBeCloseTo(1, 12));

  it('a quadratic form of two variables is an ellipse of a Gaussian', () => {
    // By 1-D quadrature over the first variable.
    const [l1, l2, d1, d2, q] = [3, 0.2, 0.4, -1.1, 2];
    const f = ([x]: Float64Array[]) => [
      x.map((t) => {
        const half = Math.sqrt(Math.max(0, q - l1 * (t + d1) ** 2) / l2);
        return (Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI)) * (normalBelow(half - d2) - normalBelow(-half - d2));
      }),
    ];
    const reach = Math.sqrt(q / l1);
    const exact = integrate([{ low: [-d1 - reach], high: [-d1 + reach], group: 0 }], f, one).sums[0][0];
    expect(quadraticFormBelow([l1, l2], [d1, d2], q)! / exact).toBeCloseTo(1, 8);
  });
});

describe('eigenvalues', () => {
  const n = 12;
  const entry = (i: number, j: number) => (i === j ? 3 + Math.sin(i) : Math.abs(i - j) <= 3 ? Math.cos(i + j) / 3 : 0);
  const dense = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => entry(i, j)));
  const banded = { band: 3, rows: dense.map((row, i) => Float64Array.from({ length: 4 }, (_, k) => row[i - k] ?? 0)) };
  const { values, vectors } = symmetricEigen(dense);

  it('dense: A v = λ v', () => {
    vectors.forEach((v, k) => {
      dense.forEach((row, i) => {
        expect(row.reduce((s, a, j) => s + a * v[j], 0)).toBeCloseTo(values[k] * v[i], 12);
      });
    });
  });

  it('banded: solves and finds the smallest of the dense solver', () => {
    const x = Float64Array.from(dense, (row) => row.reduce((s, a, j) => s + a * (j + 1), 0));
    bandedSolve(bandedCholesky(banded), x);
    x.forEach((v, i) => {
      expect(v).toBeCloseTo(i + 1, 10);
    });
    smallestEigenvalues(banded, 3).forEach((v, k) => {
      expect(v).toBeCloseTo(values[k], 9);
    });
  });

  it('tridiagonal: the discrete Laplacian', () => {
    const diagonal = new Float64Array(50).fill(2);
    const off = new Float64Array(49).fill(-1);
    for (const k of [0, 7, 49]) {
      const exact = 2 - 2 * Math.cos(((k + 1) * Math.PI) / 51);
      expect(tridiagonalEigenvalue(diagonal, off, k)).toBeCloseTo(exact, 12);
    }
  });
});

describe('relaxation rates', () => {
  it('of a harmonic well in a rotated frame, by the plane solver and in closed form', () => {
    // A quartic too weak to matter makes the potential not Gaussian: curvatures 1 and 3, hence rates 1, 2, 3, 3.
    const rotated = problem(['x', 'y'], 'x^2 + y^2 + x*y + 1e-14*x^4*y^2');
    const rates = relaxationRates(rotated.graph, rotated.potential, [], 1, 4)!;
    [1, 2, 3, 3].forEach((exact, i) => {
      expect(rates[i]).toBeCloseTo(exact, 4);
    });
    const separate = problem(['x', 'y'], 'x^2/2 + 3*y^2/2');
    relaxationRates(separate.graph, separate.potential, [], 1, 4)!.forEach((rate, i) => {
      expect(rate).toBeCloseTo([1, 2, 3, 3][i], 12);
    });
  });

  it('is null where nothing confines', () => {
    const { graph, potential } = problem(['x'], '-x^2');
    expect(relaxationRates(graph, potential, [], 1, 1)).toBeNull();
  });
});

describe('passage times', () => {
  it('agree with arbitrary-precision quadrature on the double well', () => {
    const { graph, potential } = problem(['x'], '(x^2 - 1)^2');
    expect(meanPassageTime(graph, potential, [], 0.5, -1, 1)! / 10.25857006718418).toBeCloseTo(1, 12);
    expect(meanPassageTime(graph, potential, [], 0.25, -1, 0)! / 33.94574428767981).toBeCloseTo(1, 12);
    expect(meanPassageTime(graph, potential, [], 0.25, 1, 0)! / 33.94574428767981).toBeCloseTo(1, 12);
  });

  it('are those of Brownian motion on a flat interval', () => {
    const { graph, potential } = problem(['x'], '1e-30*x');
    expect(meanExitTime(graph, potential, [], 0.5, 0.3, 1)!).toBeCloseTo((1 - 0.09) / (2 * 0.5), 12);
    expect(meanPassageTime(graph, potential, [], 0.5, 0, 1)).toBeNull();
  });

  it('need one coordinate', () => {
    const { graph, potential } = problem(['x', 'y'], 'x^2 + y^2');
    expect(meanPassageTime(graph, potential, [], 1, 0, 1)).toBeNull();
  });
});

describe('critical points', () => {
  it('of the Müller–Brown surface', () => {
    const { graph, potential } = problem(['x', 'y'], mullerBrown);
    const saddle = criticalPoint(graph, potential, [], [-0.82, 0.62])!;
    expect(saddle.type).toBe('saddle');
    expect(saddle.potential).toBeCloseTo(-40.66484, 4);
    expect(saddle.curvatures[0]).toBeLessThan(0);
    expect(criticalPoint(graph, potential, [], [-0.56, 1.44])!.type).toBe('minimum');
  });
});
