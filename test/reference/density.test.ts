import { describe, expect, it } from 'vitest';
import { linear, mullerBrown, problem, sum } from './problem';

/** Relative difference. */
const off = (x: number | null | undefined, exact: number) => Math.abs(x! / exact - 1);

describe('one coordinate', () => {
  const { density, read } = problem(['x'], '(x^2 - 1)^2 + tilt*x', { tilt: 0.2 });
  const d = density(0.5)!;

  it('agrees with arbitrary-precision quadrature', () => {
    expect(off(d.normalizer(), 1.508579035217677)).toBeLessThan(1e-12);
    expect(off(d.mean(read('x')), -0.3286398769800683)).toBeLessThan(1e-12);
    expect(off(d.covariance(read('x'), read('x')), 0.7633792451625376)).toBeLessThan(1e-12);
  });

  it('has bins that add up, tails with all their digits, and is quick', () => {
    const start = performance.now();
    const { masses, below, above } = d.bins1d(read('x'), linear(-2.5, 2.5, 100))!;
    expect(performance.now() - start).toBeLessThan(500);
    expect(sum(masses) + below + above).toBeCloseTo(1, 12);
    const tail = d.bins1d(read('x'), [-3.1, -3])!.masses[0];
    const integrand = (x: number) => Math.exp(-((x * x - 1) ** 2 + 0.2 * x) / 0.5) / 1.508579035217677;
    const simpson = sum(
      linear(-3.1, -3, 2000).map((x, i) => integrand(x) * (i === 0 || i === 2000 ? 1 : 2 + 2 * (i % 2))),
    );
    expect(off(tail, (simpson * 0.1) / 6000)).toBeLessThan(1e-9);
  });

  it('bins any function of the coordinate', () => {
    const { masses, below, above } = d.bins1d(read('x^2'), [0, 1e-4, 1])!;
    expect(below).toBe(0);
    expect(off(masses[0], d.bins1d(read('x'), [-0.01, 0.01])!.masses[0])).toBeLessThan(1e-10);
    expect(off(masses[0] + masses[1], d.tube([read('x')], 1)!)).toBeLessThan(1e-10);
    expect(sum(masses) + above).toBeCloseTo(1, 12);
    const sign = d.bins1d(read('x > 0.5 ? 1 : 0'), [0.5, 2])!;
    expect(off(sign.masses[0], d.bins1d(read('x'), [0.5])!.above)).toBeLessThan(1e-10);
  });

  it('finds a narrow well far from the origin, and a wide one', () => {
    const narrow = problem(['x'], '(x - 137.3)^2*1e6/2').density(1)!;
    expect(off(narrow.normalizer(), Math.sqrt((2 * Math.PI) / 1e6))).toBeLessThan(1e-12);
    const quartic = problem(['x'], '((x - 37.3)*100)^4').density(1)!;
    expect(off(quartic.normalizer(), (2 * 0.9064024770554771) / 100)).toBeLessThan(1e-10);
    const student = problem(['x'], 'log(1 + x^2)').density(0.5)!;
    expect(off(student.normalizer(), Math.PI / 2)).toBeLessThan(1e-10);
  });
});

describe('what has no stationary density', () => {
  it.each([
    ['-x^2/2', ['x']],
    ['cos(x)', ['x']],
    ['x^3', ['x']],
    ['x^2', ['x', 'y']],
    ['x^2*y^2', ['x', 'y']],
    ['x^2 + max(x, 0)*y^2', ['x', 'y']],
    ['x^2 - y^2', ['x', 'y']],
    ['(x^2 + y^2 + z^2)^2', ['x', 'y', 'z']],
  ] as const)('%s is null', (potential, variables) => {
    expect(problem([...variables], potential).density(1)).toBeNull();
  });
});

describe('two coordinates', () => {
  const { density, read } = problem(['x', 'y'], mullerBrown);
  const d = density(15)!;

  it('has the same marginal from cells as from bins', () => {
    const [x, y] = [linear(-3.4, 2.6, 60), linear(-0.5, 2.2, 60)];
    const start = performance.now();
    const cells = d.bins2d(read('x'), read('y'), x, y)!;
    expect(performance.now() - start).toBeLessThan(15_000);
    const bins = d.bins1d(read('y'), y)!;
    expect(sum(cells.masses.map(sum)) + cells.outside).toBeCloseTo(1, 9);
    cells.masses.forEach((row, i) => {
      expect(Math.abs(sum(row) - bins.masses[i])).toBeLessThan(1e-9);
    });
    const swapped = d.bins2d(read('y'), read('x'), y, x)!;
    expect(off(swapped.masses[20][30], cells.masses[30][20])).toBeLessThan(1e-9);
  });

  it('integrates a ring in polar coordinates', () => {
    const ring = problem(['x', 'y'], '(x^2 + y^2 - 1)^2');
    const r = ring.density(0.25)!;
    // In s = r² the density is a Gaussian of mean 1 and variance T/2 on s > 0.
    const radial = problem(['s'], '(s - 1)^2').density(0.25)!;
    const { masses, above } = radial.bins1d(radialScope('s'), [0, 0.01])!;
    expect(off(r.tube([ring.read('x'), ring.read('y')], 0.1), masses[0] / (1 - below(radial)))).toBeLessThan(1e-9);
    expect(above).toBeGreaterThan(0);
    expect(off(r.normalizer(), Math.PI * radial.normalizer()! * (1 - below(radial)))).toBeLessThan(1e-10);
  });

  it('bins functions of both coordinates along their level sets', () => {
    const ring = problem(['x', 'y'], '(x^2 + y^2 - 1)^2');
    const r = ring.density(0.25)!;
    const edges = linear(0, 2, 40);
    const radii = r.bins1d(ring.read('sqrt(x^2 + y^2)'), edges)!;
    const radial = problem(['s'], '(s - 1)^2').density(0.25)!;
    const squares = radial.bins1d(
      radialScope('s'),
      edges.map((e) => e * e),
    )!;
    radii.masses.forEach((m, i) => {
      expect(Math.abs(m - squares.masses[i] / (1 - below(radial)))).toBeLessThan(1e-9);
    });
    const diagonal = r.bins1d(ring.read('(x + y)/sqrt(2)'), edges)!;
    const straight = r.bins1d(ring.read('x'), edges)!;
    diagonal.masses.forEach((m, i) => {
      expect(Math.abs(m - straight.masses[i])).toBeLessThan(1e-9);
    });
    const band = r.tube([ring.read('sqrt(x^2 + y^2) - 1')], 0.05)!;
    expect(off(band, r.bins1d(ring.read('sqrt(x^2 + y^2)'), [0.95, 1.05])!.masses[0])).toBeLessThan(1e-9);
  });

  const radialScope = (name: string) => problem([name], `${name}^2`).read(name);
  const below = (radial: NonNullable<ReturnType<typeof density>>) => radial.bins1d(radialScope('s'), [0])!.below;
});

describe('Gaussian given one coordinate', () => {
  it('integrates the funnel in ten dimensions', () => {
    const { density, read } = problem(['v', 'x[9]'], 'v^2/18 + 9*v/2 + exp(-v)*dot(x, x)/2');
    const d = density(1)!;
    expect(Math.abs(d.mean(read('v'))!)).toBeLessThan(1e-12);
    expect(off(d.covariance(read('v'), read('v')), 9)).toBeLessThan(1e-11);
    expect(off(d.mean(read('dot(x, x)')), 9 * Math.exp(4.5))).toBeLessThan(1e-11);
    const cells = d.bins2d(read('x3'), read('v'), linear(-1, 1, 4), linear(-3, 3, 6))!;
    expect(cells.masses).toHaveLength(6);
    expect(sum(cells.masses.map(sum)) + cells.outside).toBeCloseTo(1, 10);
    const strip = d.bins1d(read('x3'), [-1, 1])!.masses[0];
    const total = d.bins2d(read('x3'), read('v'), [-1, 1], [-60, 60])!.masses[0][0];
    expect(off(total, strip)).toBeLessThan(1e-10);
  });

  it('knows the Rosenbrock moments', () => {
    const { density, read } = problem(['x', 'y'], '(100*(y - x^2)^2 + (1 - x)^2)/20');
    const d = density(1)!;
    expect(off(d.mean(read('y')), 11)).toBeLessThan(1e-11);
    expect(off(d.covariance(read('y'), read('y')), 240.1)).toBeLessThan(1e-10);
    expect(off(d.covariance(read('x'), read('y')), 20)).toBeLessThan(1e-10);
    const bins = d.bins1d(read('y'), linear(-2, 40, 20))!;
    expect(sum(bins.masses) + bins.below + bins.above).toBeCloseTo(1, 10);
  });
});

describe('Gaussian', () => {
  it('has balls of any codimension, off centre and anisotropic', () => {
    const { density, read } = problem(['x[4]'], 'x1^2/2 + 2*x2^2 + x3^2/2 + (x4 - 1)^2/2 + x1*x3/2');
    const d = density(1)!;
    expect(off(d.covariance(read('x1'), read('x1')), 4 / 3)).toBeLessThan(1e-12);
    expect(off(d.covariance(read('x1'), read('x3')), -2 / 3)).toBeLessThan(1e-12);
    const line = d.tube([read('x4 - 0.5')], 0.3);
    expect(off(line, d.bins1d(read('x4'), [0.2, 0.8])!.masses[0])).toBeLessThan(1e-10);
    // A small ball: density at its centre times volume.
    const small = d.tube(['x1', 'x2', 'x3', 'x4'].map(read), 1e-3)!;
    const atCentre = Math.exp(-0.5) / ((2 * Math.PI) ** 2 * Math.sqrt((4 / 3) ** 2 - (2 / 3) ** 2) * Math.sqrt(0.25));
    expect(off(small, (atCentre * Math.PI ** 2 * 1e-12) / 2)).toBeLessThan(1e-5);
  });

  it('agrees with polar quadrature for a point of a product of double wells', () => {
    const product = problem(['x', 'y'], '(x^2 - 1)^2 + (y^2 - 1)^2');
    const d = product.density(0.5)!;
    const wide = d.tube([product.read('x - 1'), product.read('y + 1')], 1e-3)!;
    const density = 1 / d.normalizer()!;
    expect(off(wide, density * Math.PI * 1e-6)).toBeLessThan(1e-4);
    const cells = d.bins2d(product.read('x'), product.read('y'), [0, 1, 2], [-2, 0, 2])!;
    expect(sum(cells.masses.map(sum)) + cells.outside).toBeCloseTo(1, 12);
  });
});

describe('formulas with kinks', () => {
  // ∫ exp(−(|x − 0.3| + x²)/T) over [0, 0.2] and over the line, T = 1/2, by the midpoint rule.
  it('are not taken for Gaussian where their second derivative is constant between the kinks', () => {
    const { density, read } = problem(['x'], 'abs(x - 0.3) + x^2');
    const weight = (x: number) => Math.exp(-(Math.abs(x - 0.3) + x * x) / 0.5);
    const integral = (low: number, high: number) => {
      const n = 200_000;
      return (
        sum(Array.from({ length: n }, (_, i) => weight(low + ((i + 0.5) * (high - low)) / n))) * ((high - low) / n)
      );
    };
    const bins = density(0.5)!.bins1d(read('x'), [0, 0.2])!;
    expect(bins.masses[0]).toBeCloseTo(integral(0, 0.2) / integral(-8, 8), 8);
  });

  it('have their mean under a Gaussian, not the value of a straight line', () => {
    const { density, read } = problem(['x', 'y'], '(x - 1)^2/2 + y^2/2');
    // P(x > 0), x ~ N(1, 1)
    expect(density(1)!.mean(read('x > 0 ? 1 : 0'))).toBeCloseTo(0.8413447460685429, 8);
    expect(density(1)!.covariance(read('abs(y)'), read('y'))).toBeCloseTo(0, 8);
  });
});
