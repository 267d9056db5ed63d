import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../src/model/estimate';
import type { GroupTally } from '../../src/model/tally';
import { type DistanceEstimates, distanceEstimates } from '../../src/statistics/distanceEstimates';
import * as distances from '../../src/statistics/distances';
import { c4 } from '../../src/statistics/floors';
import { countGroups, normal, summary, unequal, uniforms } from './synthetic';

describe('distances by hand', () => {
  const [q, p] = [
    [0.5, 0.5, 0],
    [0.25, 0.5, 0.25],
  ];
  it('total variation, Kullback–Leibler, Hellinger, χ²', () => {
    expect(distances.totalVariation(q, p)).toBeCloseTo(0.25, 14);
    expect(distances.kullbackLeibler(q, p)).toBeCloseTo(0.5 * Math.log(2), 14);
    expect(distances.hellinger(q, p)).toBeCloseTo(Math.sqrt(((Math.SQRT1_2 - 0.5) ** 2 + 0.25) / 2), 14);
    expect(distances.chiSquare(q, p)).toBeCloseTo(0.25 + 0.25, 14);
  });

  it('Wasserstein is the shift between two point masses, Kolmogorov–Smirnov their mass', () => {
    const edges = [0, 1, 2, 3, 4];
    const at = (i: number) =>
      distances.cumulative(
        [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)),
        0,
        5,
      );
    expect(distances.wasserstein(at(0), at(2), edges)).toBeCloseTo(2, 14);
    expect(distances.kolmogorovSmirnov(at(0), at(2))).toBe(1);
  });

  it('is infinite where a cell of mass zero is occupied, and finite where it is empty', () => {
    expect(distances.kullbackLeibler([0.5, 0.5], [1, 0])).toBe(Number.POSITIVE_INFINITY);
    expect(distances.chiSquare([0.5, 0.5], [1, 0])).toBe(Number.POSITIVE_INFINITY);
    expect(distances.chiSquare([1, 0], [1, 0])).toBe(0);
  });
});

describe('c₄', () => {
  it.each([
    [1, 0.7978845608],
    [4, 0.939985603],
    [63, 0.9960397751],
  ])('of %i degrees of freedom is %f', (freedom, value) => expect(c4(freedom)).toBeCloseTo(value, 7));
});

/** A histogram of independent uniform variables over [0, 1], with nothing outside. */
function uniformHistogram(sizes: number[], bins: number, uniform: () => number): GroupTally {
  return countGroups(sizes, bins + 2, () => Math.floor(uniform() * bins));
}

const bins = 20;
const masses = [...Array(bins).fill(1 / bins), 0, 0];
const edges = Array.from({ length: bins + 1 }, (_, i) => i / bins);
const names = [
  'totalVariation',
  'kullbackLeibler',
  'hellinger',
  'chiSquare',
  'wasserstein',
  'kolmogorovSmirnov',
] as const;

/** Distances of many synthetic histograms, one list of estimates per distance. */
function repeat(runs: number, histogram: () => GroupTally): Record<keyof DistanceEstimates, Estimate[]> {
  const all = Array.from({ length: runs }, () => distanceEstimates(histogram(), masses, edges));
  return Object.fromEntries(names.map((name) => [name, all.map((d) => d[name]!)])) as never;
}

describe('floors and errors of an unbiased sampler', () => {
  const uniform = uniforms(2);
  const runs = repeat(200, () => uniformHistogram(unequal(64, 150), bins, uniform));

  it.each(names)('%s: the floor is the mean value', (name) => {
    const value = summary(runs[name].map((e) => e.value!));
    const floor = summary(runs[name].map((e) => e.floor!));
    // 400 shared draws know the mean to about √(1/400) of a standard deviation.
    const error = Math.hypot(value.error, floor.error, value.deviation / 20);
    expect(Math.abs(value.mean - floor.mean)).toBeLessThan(4 * error);
  });

  it.each(names)('%s: the standard error is the spread', (name) => {
    const spread = summary(runs[name].map((e) => e.value!)).deviation;
    const predicted = summary(runs[name].map((e) => e.standardError!)).mean;
    expect(predicted / spread).toBeGreaterThan(1 - 4 * Math.sqrt(1 / 398));
    expect(predicted / spread).toBeLessThan(1.1 + 4 * Math.sqrt(1 / 398));
  });
});

describe('floors from four groups, whose scatter says little about its own size', () => {
  const uniform = uniforms(6);
  const runs = repeat(500, () => uniformHistogram([400, 500, 600, 700], bins, uniform));

  it.each(names)('%s', (name) => {
    const value = summary(runs[name].map((e) => e.value!));
    const floor = summary(runs[name].map((e) => e.floor!));
    const error = Math.hypot(value.error, floor.error, value.deviation / 20);
    expect(Math.abs(value.mean - floor.mean)).toBeLessThan(4 * error);
  });
});

describe('errors of a biased and correlated sampler', () => {
  const uniform = uniforms(3);
  const gaussian = normal(uniform);
  /** Ten correlated records a particle, drawn from a density that is not the reference. */
  const histogram = (): GroupTally => {
    const particles = Array<number>(32).fill(40);
    const cells = particles.map((n) => {
      const group = new Float64Array(bins + 2);
      for (let i = 0; i < n; i++) {
        const centre = 0.5 + 0.25 * gaussian();
        for (let k = 0; k < 10; k++) group[cell(centre + 0.03 * gaussian())]++;
      }
      return group;
    });
    return { particles, cells };
  };
  const cell = (x: number) => (x < 0 ? bins : x >= 1 ? bins + 1 : Math.floor(x * bins));
  const runs = repeat(200, histogram);

  it.each(['totalVariation', 'hellinger', 'wasserstein', 'kolmogorovSmirnov'] as const)('%s', (name) => {
    const spread = summary(runs[name].map((e) => e.value!)).deviation;
    const predicted = summary(runs[name].map((e) => e.standardError!)).mean;
    expect(Math.abs(predicted / spread - 1)).toBeLessThan(4 * Math.sqrt(1 / 398) + 0.1);
  });

  it('gives null, not infinity, where counts lie outside a reference without mass there', () => {
    expect(runs.chiSquare.every((e) => e.value === null)).toBe(true);
  });
});

describe('floors of a million independent samples in 100 equal cells', () => {
  /** A multinomial by its normal limit: independent counts of mean 156.25 in each of 64 groups. */
  const gaussian = normal(uniforms(4));
  const sample = (): GroupTally => {
    const cells = Array.from({ length: 64 }, () => {
      const group = new Float64Array(102);
      for (let i = 0; i < 100; i++) group[i] = Math.round(156.25 + Math.sqrt(156.25) * gaussian());
      return group;
    });
    return { particles: Array(64).fill(15625), cells };
  };
  const edges = Array.from({ length: 101 }, (_, i) => i / 100);
  const exact = [...Array(100).fill(0.01), 0, 0];
  const runs = Array.from({ length: 30 }, () => distanceEstimates(sample(), exact, edges));

  it.each([
    ['totalVariation', 0.00397],
    // The supremum over a hundred edges misses 0.5826/√100 of the continuous one (Siegmund's correction).
    ['kolmogorovSmirnov', (0.8687 - 0.05826) / 1e3],
    ['kullbackLeibler', 99 / 2e6],
    ['chiSquare', 99 / 1e6],
    ['wasserstein', Math.sqrt(2 / (Math.PI * 1e6)) * (Math.PI / 8)],
    ['hellinger', Math.sqrt(99 / 8e6) * (1 - 1 / (4 * 99))],
  ] as const)('%s %f', (name, expected) => {
    const floor = summary(runs.map((d) => d[name]!.floor!));
    expect(Math.abs(floor.mean - expected)).toBeLessThan(4 * floor.error + 0.002 * expected);
  });
});

describe('without edges', () => {
  it('leaves out what needs the order of a line, and copes with one group and with none', () => {
    const one = distanceEstimates({ particles: [4], cells: [Float64Array.of(1, 2, 1)] }, [0.25, 0.5, 0.25]);
    expect(one).toEqual({
      totalVariation: { value: 0, standardError: null, floor: null },
      kullbackLeibler: { value: 0, standardError: null, floor: null },
      hellinger: { value: 0, standardError: null, floor: null },
      chiSquare: { value: 0, standardError: null, floor: null },
    });
    const none = distanceEstimates({ particles: [4], cells: [Float64Array.of(0, 0, 0)] }, [0.25, 0.5, 0.25]);
    expect(none.totalVariation).toEqual({ value: null, standardError: null, floor: null });
  });
});
