import { describe, expect, it } from 'vitest';
import type { GroupTally } from '../../src/model/tally';
import { jackknifeCovariance } from '../../src/statistics/covariance';
import { interpolatedIntegral } from '../../src/statistics/interpolatedIntegral';
import { jackknife } from '../../src/statistics/jackknife';
import { relaxationFit } from '../../src/statistics/relaxation';
import { normal, summary, uniforms } from './synthetic';

type Mode = readonly [weight: number, rate: number];

const doubling = [0.5, 1, 2, 4, 8, 16, 32, 64];
const groups = 64;

const curve = (modes: readonly Mode[], t: number) => modes.reduce((sum, [a, rate]) => sum + a * Math.exp(-rate * t), 0);

/** ρ of the modes with normal noise of this size, its covariance estimated from 64 groups; `memory` correlates the noise of neighbours. */
function noisy(modes: readonly Mode[], lags: number[], noise: number, memory: number, gaussian: () => number) {
  const cells = Array.from({ length: groups }, () => {
    let x = gaussian();
    return Float64Array.from(lags, (t, i) => {
      if (i > 0) x = memory * x + Math.sqrt(1 - memory ** 2) * gaussian();
      return curve(modes, t) + noise * Math.sqrt(groups) * x;
    });
  });
  const tally: GroupTally = { particles: cells.map(() => 1), cells };
  return { lags, ...jackknifeCovariance(tally, (pooled, n) => pooled.map((x) => x / n)) };
}

interface Case {
  name: string;
  modes: readonly Mode[];
  lags: number[];
}

const cases: Case[] = [
  {
    name: 'a slow mode and a fast one',
    modes: [
      [0.9, 0.03],
      [0.1, 8],
    ],
    lags: doubling,
  },
  { name: 'one mode', modes: [[1, 0.03]], lags: doubling },
  { name: 'one mode, most lags in the noise', modes: [[1, 0.3]], lags: doubling },
  {
    name: 'three modes',
    modes: [
      [0.5, 0.05],
      [0.3, 0.5],
      [0.2, 3],
    ],
    lags: doubling,
  },
  {
    name: 'three modes, rates less than ten apart, evenly spaced lags',
    modes: [
      [0.6, 1.2],
      [0.3, 7.9],
      [0.1, 15.4],
    ],
    lags: Array.from({ length: 16 }, (_, i) => 0.15 * (i + 1)),
  },
];

/** E z² of Student's z with 63 degrees of freedom, and four standard errors of its mean over 100 runs. */
const [square, allowance] = [63 / 61, (4 * 1.5) / Math.sqrt(100)];

describe.each([0, 0.8])('noise 1e-3, neighbours correlated %d', (memory) => {
  it.each(cases)('$name: within its errors, without a bias that shows in them', ({ modes, lags }) => {
    const gaussian = normal(uniforms(17));
    const runs = Array.from({ length: 100 }, () => relaxationFit(noisy(modes, lags, 1e-3, memory, gaussian))!);
    const exact = {
      rate: modes[0][1],
      amplitude: modes[0][0],
      integratedTime: modes.reduce((sum, [a, rate]) => sum + a / rate, 0),
    };
    for (const key of ['rate', 'amplitude', 'integratedTime'] as const) {
      const z = runs.map((run) => (run[key].value! - exact[key]) / run[key].standardError!);
      const squares = summary(z.map((x) => x * x)).mean;
      expect(squares, key).toBeLessThan(square + allowance);
      const relative = runs.map((run) => run[key].value! / exact[key] - 1);
      expect(Math.abs(summary(relative).mean), key).toBeLessThan(0.03);
      if (key === 'amplitude') continue;
      expect(Math.abs(summary(z).mean), key).toBeLessThan(0.5);
      // The average over windows may be cautious, but not so that nothing is learnt.
      expect(squares, key).toBeGreaterThan(0.1);
    }
  });
});

describe('an ensemble of Ornstein–Uhlenbeck particles', () => {
  const [k, lags] = [0.5, [0, 0.25, 0.5, 1, 2, 4, 8]];

  /** Cells [Σ f₀, Σ f₀², then per lag Σ f, Σ f², Σ f₀ f]. */
  function ensemble(size: number, gaussian: () => number): GroupTally {
    const cells = Array.from({ length: groups }, () => {
      const sums = new Float64Array(2 + 3 * lags.length);
      for (let i = 0; i < size; i++) {
        const start = gaussian();
        let x = start;
        sums[0] += start;
        sums[1] += start ** 2;
        lags.forEach((t, j) => {
          const kept = Math.exp(-k * (t - (lags[j - 1] ?? 0)));
          x = kept * x + Math.sqrt(1 - kept ** 2) * gaussian();
          sums[2 + 3 * j] += x;
          sums[3 + 3 * j] += x ** 2;
          sums[4 + 3 * j] += start * x;
        });
      }
      return sums;
    });
    return { particles: cells.map(() => size), cells };
  }

  const correlations = (sums: Float64Array, n: number) =>
    lags.map((_, j) => {
      const covariance = sums[4 + 3 * j] / n - (sums[0] * sums[2 + 3 * j]) / n ** 2;
      return (
        covariance / Math.sqrt((sums[1] / n - (sums[0] / n) ** 2) * (sums[3 + 3 * j] / n - (sums[2 + 3 * j] / n) ** 2))
      );
    });

  it('has its rate and its integrated time, with errors of the right size', () => {
    const gaussian = normal(uniforms(23));
    const runs = Array.from(
      { length: 100 },
      () => relaxationFit({ lags, ...jackknifeCovariance(ensemble(50, gaussian), correlations) })!,
    );
    for (const [key, exact] of [
      ['rate', k],
      ['integratedTime', 1 / k],
    ] as const) {
      const z = runs.map((run) => (run[key].value! - exact) / run[key].standardError!);
      expect(summary(z.map((x) => x * x)).mean, key).toBeLessThan(square + allowance);
      // The least error that any estimate from 3200 pairs can have is 2k/√3200 (theory: (1 − ρ²)/(tρ√N) at t → 0).
      const error = summary(runs.map((run) => run[key].standardError! / exact)).mean;
      expect(error * Math.sqrt(3200), key).toBeGreaterThan(1);
      expect(error * Math.sqrt(3200), key).toBeLessThan(4);
    }
  });
});

describe('what cannot be told', () => {
  it('nothing but noise, or a single lag clear of it: null', () => {
    const gaussian = normal(uniforms(29));
    for (let run = 0; run < 200; run++) {
      for (const memory of [0, 0.8]) expect(relaxationFit(noisy([], doubling, 1e-3, memory, gaussian))).toBeNull();
      expect(relaxationFit(noisy([[1, 10]], doubling, 1e-3, 0, gaussian))).toBeNull();
    }
  });

  it('one group, no lag, lag 0 only: null', () => {
    const one = jackknifeCovariance({ particles: [5], cells: [Float64Array.of(1, 0.5)] }, (x) => x);
    expect(one.covariance[0][0]).toBeNaN();
    expect(relaxationFit({ lags: [1, 2], ...one })).toBeNull();
    expect(relaxationFit({ lags: [], values: [], covariance: [], groups: 64 })).toBeNull();
    expect(relaxationFit({ lags: [0], values: [1], covariance: [[0]], groups: 64 })).toBeNull();
  });

  it('lags too short to see a decay: a rate near 0, no integrated time', () => {
    const gaussian = normal(uniforms(31));
    const found = relaxationFit(noisy([[1, 1e-6]], [1, 2, 3, 4], 1e-3, 0, gaussian))!;
    expect(Math.abs(found.rate.value!)).toBeLessThan(4 * found.rate.standardError!);
    expect(found.integratedTime).toEqual({ value: null, standardError: null });
  });
});

it('takes lags in any order, with lag 0 or without, in any unit of time', () => {
  const data = noisy(
    [
      [0.9, 0.03],
      [0.1, 8],
    ],
    doubling,
    1e-3,
    0,
    normal(uniforms(37)),
  );
  const found = relaxationFit(data)!;
  const order = [3, 0, 7, 1, 6, 2, 5, 4];
  const shuffled = {
    lags: [0, ...order.map((i) => data.lags[i])],
    values: [1, ...order.map((i) => data.values[i])],
    covariance: [order.map(() => 0), ...order.map((i) => [0, ...order.map((j) => data.covariance[i][j])])],
    groups,
  };
  expect(relaxationFit(shuffled)).toEqual(found);
  const slower = relaxationFit({ ...data, lags: data.lags.map((t) => 8 * t) })!;
  expect(slower.rate.value! * 8).toBeCloseTo(found.rate.value!, 10);
  expect(slower.integratedTime.value! / 8).toBeCloseTo(found.integratedTime.value!, 8);
  expect(slower.firstLag).toBe(8 * found.firstLag);
});

it('has the jackknife errors on the diagonal of its covariance', () => {
  const gaussian = normal(uniforms(41));
  const particles = [10, 30, 20, 0, 15];
  const cells = particles.map((n) => Float64Array.of(n * (2 + gaussian()), n * (3 + gaussian())));
  const statistic = (x: Float64Array) => [x[0] / x[1], x[1] / x[0], 2 * (x[0] / x[1])];
  const { values, covariance, groups: used } = jackknifeCovariance({ particles, cells }, statistic);
  const { value, standardError } = jackknife({ particles, cells }, statistic);
  expect([...values]).toEqual([...value]);
  expect(used).toBe(4);
  standardError.forEach((error, i) => {
    expect(Math.sqrt(covariance[i][i]) / error).toBeCloseTo(1, 12);
  });
  expect(covariance[0][2] / covariance[0][0]).toBeCloseTo(2, 12);
  expect(covariance[0][1]).toBe(covariance[1][0]);
  expect(covariance[0][1]).toBeLessThan(0);
});

describe('integral of an interpolation', () => {
  it('is exact for one exponential, whatever the gaps', () => {
    const times = [0.3, 1, 4, 5];
    const values = times.map((t) => Math.exp(-0.7 * t));
    const { value, doubt } = interpolatedIntegral(times, values, 2);
    // Five nodes integrate e^{−2.1 s} over an interval to 1e-9.
    expect(value).toBeCloseTo((1 - Math.exp(-2.8)) / 0.7, 8);
    expect(doubt).toBeLessThan(1e-8);
  });

  it.each(cases)('$name: misses by less than its doubt', ({ modes, lags }) => {
    const last = Math.min(5, lags.length - 2);
    const values = lags.slice(0, last + 2).map((t) => curve(modes, t));
    const exact = modes.reduce((sum, [a, rate]) => sum + (a / rate) * (1 - Math.exp(-rate * lags[last])), 0);
    const { value, doubt } = interpolatedIntegral(lags.slice(0, last + 2), values, last);
    expect(Math.abs(value - exact)).toBeLessThanOrEqual(doubt + 1e-4 * exact);
  });

  it('is made of straight lines beside a value that is not positive, and knows its derivatives', () => {
    const times = [1, 2, 4];
    const at = (values: number[]) => interpolatedIntegral(times, values, 2);
    expect(at([0.5, -0.25, -0.5]).value).toBeCloseTo(0.5 / Math.LN2 + 0.125 - 0.75, 12);
    const values = [0.5, 0.2, -0.1];
    const { gradient } = at(values);
    values.forEach((_, i) => {
      const moved = (by: number) => at(values.map((y, j) => (i === j ? y + by : y))).value;
      expect(gradient[i]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 7);
    });
  });
});
