import { describe, expect, it } from 'vitest';
import {
  bulkEffectiveSize,
  chainsRHat,
  nestedRHat,
  rankNormalizedRHat,
  type Superchain,
} from '../../src/statistics/convergence';
import { normalQuantile } from '../../src/statistics/normalQuantile';
import { normalScores, ranks } from '../../src/statistics/ranks';
import { normal, summary, uniforms } from './synthetic';

interface Autoregression {
  seed: number;
  chains: number;
  draws: number;
  phi: number;
  /** Chain c is moved by c·shift and stretched by 1 + c·stretch. */
  shift?: number;
  stretch?: number;
}

/** Stationary first-order autoregressions of variance 1. */
function autoregressions({ seed, chains, draws, phi, shift = 0, stretch = 0 }: Autoregression): Float64Array[] {
  const gaussian = normal(uniforms(seed));
  return Array.from({ length: chains }, (_, c) => {
    let x = gaussian();
    return Float64Array.from({ length: draws }, (_, i) => {
      if (i > 0) x = phi * x + Math.sqrt(1 - phi * phi) * gaussian();
      return x * (1 + stretch * c) + shift * c;
    });
  });
}

/**
 * R̂ and effective size by the definitions of ArviZ (stats/diagnostics.py at 00bdf7d, `_rhat_rank` and `_ess_bulk`), run with
 * NumPy 2.4 and SciPy 1.17 on the same chains.
 */
const known: readonly (Autoregression & { rHat: number; size: number })[] = [
  { seed: 1, chains: 4, draws: 250, phi: 0, rHat: 1.0033836310196205, size: 989.6185485970927 },
  { seed: 2, chains: 4, draws: 251, phi: 0.7, rHat: 1.0261323429819595, size: 145.07759095122083 },
  { seed: 3, chains: 2, draws: 100, phi: -0.5, rHat: 1.003170442303976, size: 460.2059991327962 },
  { seed: 4, chains: 3, draws: 80, phi: 0.95, rHat: 1.4194336544267336, size: 7.119242247172179 },
  { seed: 5, chains: 4, draws: 200, phi: 0.3, shift: 0.4, rHat: 1.1137174125472722, size: 28.74865300818213 },
  { seed: 6, chains: 4, draws: 200, phi: 0.3, stretch: 0.5, rHat: 1.0969739848534261, size: 392.785053384274 },
];

describe('against ArviZ', () => {
  it.each(known)('$chains chains of $draws draws, φ = $phi', ({ rHat, size, ...chains }) => {
    const draws = autoregressions(chains);
    // The quantile is good to 1.2e-9, and neither answer is more sensitive to it than by a factor of a few.
    expect(Math.abs(rankNormalizedRHat(draws)! / rHat - 1)).toBeLessThan(1e-8);
    expect(Math.abs(bulkEffectiveSize(draws)! / size - 1)).toBeLessThan(1e-7);
  });

  it('with ties', () => {
    const draws = autoregressions({ seed: 7, chains: 4, draws: 100, phi: 0.5 });
    // As NumPy rounds: halves to even, which no draw is near.
    const rounded = draws.map((chain) => chain.map((x) => Math.round(x * 2) / 2));
    expect(rankNormalizedRHat(rounded)).toBeCloseTo(1.0510146361040626, 8);
    expect(bulkEffectiveSize(rounded)).toBeCloseTo(127.34231048157535, 5);
  });
});

describe('laws', () => {
  const repeat = (chains: Omit<Autoregression, 'seed'>, runs: number) =>
    Array.from({ length: runs }, (_, i) => autoregressions({ seed: 100 + i, ...chains }));

  it('independent draws: R̂ near 1, as many effective draws as draws', () => {
    const runs = repeat({ chains: 4, draws: 500, phi: 0 }, 60);
    const size = summary(runs.map((draws) => bulkEffectiveSize(draws)! / 2000));
    expect(Math.abs(size.mean - 1)).toBeLessThan(4 * size.error);
    // 1 + (R̂² − 1) n is χ²/7 for 8 half chains of n = 250 draws: 5.2 is passed once in 10⁵.
    for (const draws of runs) expect(rankNormalizedRHat(draws)!).toBeLessThan(Math.sqrt(1 + 4.2 / 250));
  });

  it.each([0.5, 0.9, -0.4])('autoregression φ = %d: S (1 − φ)/(1 + φ) effective draws', (phi) => {
    const runs = repeat({ chains: 4, draws: 4000, phi }, 30);
    const size = summary(runs.map((draws) => (bulkEffectiveSize(draws)! / 16000) * ((1 + phi) / (1 - phi))));
    expect(Math.abs(size.mean - 1)).toBeLessThan(4 * size.error);
  });

  it('does not change under a monotone map of the draws', () => {
    const draws = autoregressions({ seed: 8, chains: 4, draws: 100, phi: 0.5 });
    const cubed = draws.map((chain) => chain.map((x) => x ** 3));
    expect(bulkEffectiveSize(cubed)).toBe(bulkEffectiveSize(draws));
  });

  it('sees chains that are apart, and chains of different width about one centre', () => {
    const apart = autoregressions({ seed: 9, chains: 4, draws: 200, phi: 0, shift: 3 });
    const wider = autoregressions({ seed: 9, chains: 4, draws: 200, phi: 0, stretch: 2 });
    expect(rankNormalizedRHat(apart)!).toBeGreaterThan(2);
    expect(rankNormalizedRHat(wider)!).toBeGreaterThan(1.1);
    expect(bulkEffectiveSize(apart)!).toBeLessThan(10);
  });
});

it('says nothing of draws that do not vary, are not finite, or are few', () => {
  const constant = [new Float64Array(10).fill(2), new Float64Array(10).fill(2)];
  const broken = [Float64Array.of(1, 2, Number.NaN, 4, 5), Float64Array.of(1, 2, 3, 4, 5)];
  const stuck = [new Float64Array(10).fill(1), new Float64Array(10).fill(2)];
  const uneven = [Float64Array.of(1, 2, 3, 4, 5), Float64Array.of(1, 2, 3, 4)];
  for (const draws of [constant, broken, uneven, [], [Float64Array.of(1, 2, 3)]]) {
    expect(rankNormalizedRHat(draws)).toBeNull();
    expect(bulkEffectiveSize(draws)).toBeNull();
  }
  expect(rankNormalizedRHat(stuck)).toBeNull();
});

describe('superchains', () => {
  /** Two superchains of two chains of two draws: (1, 3), (5, 7) and (2, 2), (4, 8). */
  const byHand: Superchain[] = [
    { chains: 2, sumOfMeans: 8, sumOfSquaredMeans: 4 + 36, sumOfVariances: 2 + 2 },
    { chains: 2, sumOfMeans: 8, sumOfSquaredMeans: 4 + 36, sumOfVariances: 0 + 8 },
  ];

  it('by hand', () => {
    const [first, second] = byHand;
    // Means 4 and 4: no variance between. Then the second moved by 3: means 4 and 7, between 9/2; within (8 + 2 + 8 + 4)/2 = 11.
    expect(nestedRHat(byHand)).toBe(1);
    const moved = { ...second, sumOfMeans: 14, sumOfSquaredMeans: 25 + 81 };
    expect(nestedRHat([first, moved])).toBeCloseTo(Math.sqrt(1 + 4.5 / 11), 14);
    // All four chains: means 2, 6, 5, 9 of variance 25/3, within (2 + 2 + 0 + 8)/4 = 3.
    expect(chainsRHat([first, moved], 2)).toBeCloseTo(Math.sqrt(1 / 2 + 25 / 3 / 3), 14);
    expect(nestedRHat([first, moved, { ...first, chains: 0 }])).toBe(nestedRHat([first, moved]));
  });

  it('says nothing of one superchain, of one chain, or without a variance within', () => {
    const flat = byHand.map((s) => ({ ...s, sumOfSquaredMeans: 32, sumOfVariances: 0 }));
    expect(nestedRHat(byHand.slice(0, 1))).toBeNull();
    expect(nestedRHat(flat)).toBeNull();
    expect(chainsRHat([{ chains: 1, sumOfMeans: 1, sumOfSquaredMeans: 1, sumOfVariances: 1 }], 10)).toBeNull();
    expect(chainsRHat(byHand, 1)).toBeNull();
    expect(chainsRHat([], 10)).toBeNull();
  });

  /** K superchains of M chains of `draws` autoregressive draws; superchain k is moved by k·shift. */
  function sums(seed: number, K: number, M: number, draws: number, phi: number, shift: number): Superchain[] {
    const chains = autoregressions({ seed, chains: K * M, draws, phi });
    return Array.from({ length: K }, (_, k) => {
      const own = chains.slice(k * M, (k + 1) * M).map((chain) => summary(Array.from(chain, (x) => x + k * shift)));
      return {
        chains: M,
        sumOfMeans: own.reduce((sum, { mean }) => sum + mean, 0),
        sumOfSquaredMeans: own.reduce((sum, { mean }) => sum + mean ** 2, 0),
        sumOfVariances: draws > 1 ? own.reduce((sum, { deviation }) => sum + deviation ** 2, 0) : 0,
      };
    });
  }

  it('converged chains of one draw: nested R̂² = 1 + 1/M, within its sampling error', () => {
    const [K, M] = [400, 16];
    const square = nestedRHat(sums(21, K, M, 1, 0, 0))! ** 2;
    // B/W is χ²/(K − 1)/M with relative deviation √(2/(K − 1)).
    expect(Math.abs((square - 1) * M - 1)).toBeLessThan(4 * Math.sqrt(2 / (K - 1)));
  });

  it('chains many relaxation times long: both go to 1; superchains apart: both stay away', () => {
    const long = sums(22, 8, 32, 400, 0.5, 0);
    // Var(mean of n) = (1 + φ)/(1 − φ)/n: 3/400 of the variance.
    expect(Math.abs(chainsRHat(long, 400)! ** 2 - (399 / 400 + 3 / 400))).toBeLessThan(
      ((4 * 3) / 400) * Math.sqrt(2 / 255),
    );
    expect(nestedRHat(long)!).toBeLessThan(1.001);
    const apart = sums(23, 8, 32, 400, 0.5, 1);
    // Places 0 … 7 have variance 6.
    expect(nestedRHat(apart)! ** 2).toBeGreaterThan(6.5);
    expect(chainsRHat(apart, 400)! ** 2).toBeGreaterThan(5.5);
  });
});

describe('normal scores', () => {
  it('quantiles as SciPy gives them', () => {
    const norm = new Map([
      [1e-9, -5.9978070150076865],
      [1e-4, -3.7190164854556804],
      [0.01, -2.3263478740408408],
      [0.02425, -1.972961051311885],
      [0.1, -1.2815515655446004],
      [0.7, 0.5244005127080407],
      [0.99, 2.3263478740408408],
      [1 - 1e-6, 4.753424308817087],
    ]);
    for (const [p, x] of norm) expect(Math.abs(normalQuantile(p) / x - 1)).toBeLessThan(1.2e-9);
    expect([0, 0.5, 1].map(normalQuantile).map(Math.abs)).toEqual([Infinity, 0, Infinity]);
    expect(normalQuantile(1)).toBe(Infinity);
  });

  it('ties share the mean of their ranks', () => {
    expect([...ranks([3, 1, 3, 2, 3])]).toEqual([4, 1, 4, 2, 4]);
    expect([...normalScores([5, 7, 6])]).toEqual([0.625, 2.625, 1.625].map((r) => normalQuantile(r / 3.25)));
  });
});
