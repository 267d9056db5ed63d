import { describe, expect, it } from 'vitest';
import { type CriticalPoint, findCriticalPoints } from '../../src/reference';
import { mullerBrown, problem } from './problem';

type Region = [number, number][];

function find(variables: string[], potential: string, region: Region, parameters: Record<string, number> = {}) {
  const { graph, potential: node, values } = problem(variables, potential, parameters);
  return findCriticalPoints(graph, node, values, region);
}

type Expected = [type: CriticalPoint['type'], potential: number, at: number[]];

/** Exactly these points, to half of the last digit printed: six decimals of places, as many or as told of potentials. */
function expectPoints(found: CriticalPoint[], expected: Expected[], decimals = 6) {
  expect(found.map((p) => p.type)).toEqual(expected.map(([type]) => type));
  expected.forEach(([, potential, at], k) => {
    expect(Math.abs(found[k].potential - potential)).toBeLessThan(0.51 * 10 ** -decimals);
    at.forEach((x, i) => {
      expect(Math.abs(found[k].at[i] - x)).toBeLessThan(0.51e-6);
    });
  });
}

describe('all critical points of the test problems', () => {
  it('double well', () => {
    const found = find(['x'], '(x^2 - 1)^2', [[-2, 2]]);
    expectPoints(
      found.sort((p, q) => p.potential - q.potential || p.at[0] - q.at[0]),
      [
        ['minimum', 0, [-1]],
        ['minimum', 0, [1]],
        ['maximum', 1, [0]],
      ],
    );
    [8, 8, -4].forEach((k, i) => {
      expect(found[i].curvatures[0]).toBeCloseTo(k, 12);
    });
    expect(found.some((p) => p.degenerate)).toBe(false);
  });

  it('triple well', () => {
    const potential = '5 - 24.82*x + 41.4251*x^2 - 27.5344*x^3 + 8.53128*x^4 - 1.24006*x^5 + 0.0684*x^6';
    expectPoints(find(['x'], potential, [[-0.2, 6.2]]), [
      ['minimum', -0.5643729, [3.157519]],
      ['minimum', -0.5084559, [5.424328]],
      ['minimum', -0.0005309491, [0.506849]],
      ['maximum', 1.178013, [4.455717]],
      ['maximum', 2.615635, [1.56353]],
    ]);
  });

  it('flat and sharp wells', () => {
    const found = find(['x'], '(x^2 - 1)^2*exp(2*c*x/(1 + x^2))', [[-2.6, 1.8]], { c: Math.log(3) });
    const [a, b, top] = found.sort((p, q) => p.potential - q.potential || p.at[0] - q.at[0]);
    expectPoints(
      [a, b, top],
      [
        ['minimum', 0, [-1]],
        ['minimum', 0, [1]],
        ['maximum', 1.528039, [0.34267358]],
      ],
    );
    expect(found).toHaveLength(3);
    expect(a.curvatures[0]).toBeCloseTo(8 / 3, 12);
    expect(b.curvatures[0]).toBeCloseTo(24, 11);
  });

  it('Müller–Brown', () => {
    const expected: Expected[] = [
      ['minimum', -146.6995, [-0.558224, 1.441726]],
      ['minimum', -108.1667, [0.623499, 0.028038]],
      ['minimum', -80.7678, [-0.050011, 0.466694]],
      ['saddle', -72.2489, [0.212487, 0.292988]],
      ['saddle', -40.6648, [-0.822002, 0.624313]],
    ];
    const region: Region = [
      [-1.7, 1.3],
      [-0.5, 2.2],
    ];
    expectPoints(find(['x', 'y'], mullerBrown, region), expected, 4);
  });

  it('ring: a maximum, and a circle of minima once', () => {
    const found = find(['x', 'y'], '(x^2 + y^2 - 1)^2', [[-2, 2]]);
    expect(found.map((p) => [p.type, p.degenerate])).toEqual([
      ['minimum', true],
      ['maximum', false],
    ]);
    expect(found[0].potential).toBeCloseTo(0, 20);
    expect(Math.hypot(...found[0].at)).toBeCloseTo(1, 9);
    expect(found[0].curvatures[1]).toBeCloseTo(8, 8);
    expect(found[1].potential).toBeCloseTo(1, 14);
    expect(Math.hypot(...found[1].at)).toBeLessThan(1e-9);
  });
});

describe('degenerate points', () => {
  it.each([
    ['x^4', 'minimum'],
    ['-x^4', 'maximum'],
    ['x^3', 'saddle'],
    ['x^4 + y^2', 'minimum'],
    ['y^2 - x^4', 'saddle'],
    ['(x + y)^2', 'minimum'],
    ['-(x^2 + y^2 - 1)^2*(x^2 + y^2 + 1)', 'maximum'],
  ])('%s is a %s', (potential, type) => {
    const variables = potential.includes('y') ? ['x', 'y'] : ['x'];
    const [first, ...others] = find(variables, potential, [[-2, 2]]).filter((p) => p.degenerate);
    expect(first.type).toBe(type);
    expect(others).toHaveLength(0);
  });

  it.each([
    ['exp(sin(3*x + 0.7*y))', Math.exp(-1), Math.E],
    ['100*x + cos(2*x + 0.3*y) - 100*x', -1, 1],
    ['-log(1.3 + sin(x + 0.3*y))', -Math.log(2.3), -Math.log(0.3)],
  ])('%s: one valley and one ridge, askew', (potential, low, high) => {
    const found = find(['x', 'y'], potential, [[-2, 2]]);
    expect(found.map((p) => [p.type, p.degenerate])).toEqual([
      ['minimum', true],
      ['maximum', true],
    ]);
    expect(found[0].potential).toBeCloseTo(low, 12);
    expect(found[1].potential).toBeCloseTo(high, 12);
  });

  it('a sphere of minima in eight dimensions', () => {
    const found = find(['x[8]'], '(dot(x, x) - 1)^2', [[-2, 2]]);
    expect(found.map((p) => [p.type, p.degenerate])).toEqual([
      ['minimum', true],
      ['maximum', false],
    ]);
  });
});

describe('many of them, many dimensions, and awkward ones', () => {
  it('cos 3x cos 3y: all 181 in the square of half-width 5', () => {
    const found = find(['x', 'y'], 'cos(3*x)*cos(3*y)', [[-5, 5]]);
    // sin 3x = sin 3y = 0 at multiples of π/3, nine each; cos 3x = cos 3y = 0 at odd multiples of π/6, ten each.
    const [extrema, saddles] = [found.filter((p) => p.type !== 'saddle'), found.filter((p) => p.type === 'saddle')];
    expect(extrema).toHaveLength(81);
    expect(saddles).toHaveLength(100);
    for (const { at } of extrema) for (const x of at) expect(Math.abs(Math.sin(3 * x))).toBeLessThan(1e-9);
    for (const { at } of saddles) for (const x of at) expect(Math.abs(Math.cos(3 * x))).toBeLessThan(1e-9);
  });

  it('a double well among 31 harmonic directions, in seconds of CPU time', () => {
    const start = process.cpuUsage().user;
    const found = find(['x', 'y[31]'], '(x^2 - 1)^2 + 2*dot(y, y) + 0.3*x*sum(y)/31', [[-2, 2]]);
    expect((process.cpuUsage().user - start) / 1e6).toBeLessThan(6);
    expect(found.map((p) => p.type)).toEqual(['minimum', 'minimum', 'saddle']);
    // Minimising over y leaves (x² − 1)² − (0.3x)²/(8·31), stationary at x² = 1 + (0.3)²/(16·31).
    for (const { at } of found.slice(0, 2)) expect(at[0] ** 2).toBeCloseTo(1 + 0.09 / (16 * 31), 12);
    expect(found[2].potential).toBeCloseTo(1, 12);
  });

  it('all 27 of three double wells', () => {
    const found = find(['x', 'y', 'z'], '(x^2 - 1)^2 + (y^2 - 1)^2 + (z^2 - 1)^2', [[-2, 2]]);
    const number = (type: string) => found.filter((p) => p.type === type).length;
    expect([number('minimum'), number('saddle'), number('maximum')]).toEqual([8, 18, 1]);
  });

  it('a well or a peak narrower than the grid on a plain that underflows', () => {
    expectPoints(find(['x', 'y'], '-exp(-50*((x - 0.01)^2 + y^2))', [[-3, 3]]), [['minimum', -1, [0.01, 0]]]);
    expectPoints(find(['x', 'y'], 'exp(-50*((x - 0.01)^2 + y^2))', [[-3, 3]]), [['maximum', 1, [0.01, 0]]]);
  });

  it('a saddle whose negative curvature fills a thousandth of the box', () => {
    const wells = '-log(exp(-50*(dot(x, x) - 2*x1 + 1)) + exp(-50*(dot(x, x) + 1.2*x1 + 0.36)))';
    const found = find(['x[6]'], wells, [[-2, 2]]);
    expect(found.map((p) => p.type)).toEqual(['minimum', 'minimum', 'saddle']);
    expect(found[2].at[0]).toBeCloseTo(0.2, 9);
    expect(found[2].potential).toBeCloseTo(32 - Math.LN2, 9);
  });

  it('passes over poles and places where U is not a number', () => {
    const golden = (Math.sqrt(5) - 1) / 2;
    expectPoints(find(['x'], '1/x + log(x) + x', [[-2, 2]]), [
      ['minimum', 1 / golden + Math.log(golden) + golden, [golden]],
    ]);
    expect(find(['x', 'y'], '1/(x^2 + y^2 - 1)', [[-2, 2]]).map((p) => p.type)).toEqual(['maximum']);
  });

  it('keeps to the region, slightly enlarged', () => {
    const edge = (high: number) => find(['x'], '(x^2 - 1)^2', [[-0.5, high]]).map((p) => p.at[0]);
    expect(edge(0.99)).toHaveLength(2);
    expect(edge(0.9)).toHaveLength(1);
  });

  it('finds none on a slope or a plane', () => {
    expect(find(['x', 'y'], 'x^2 + y', [[-2, 2]])).toEqual([]);
    expect(find(['x'], 'exp(x)', [[-2, 2]])).toEqual([]);
  });

  it('says what region it expects', () => {
    expect(() =>
      find(['x'], 'x^2', [
        [0, 1],
        [0, 1],
      ]),
    ).toThrow('expected 1 intervals [low, high]');
    expect(() => find(['x', 'y'], 'x^2 + y^2', [[1, 0]])).toThrow('low < high');
  });
});
