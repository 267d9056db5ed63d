import { describe, expect, it } from 'vitest';
import { type BatchChain, batchMoments, mandtCovariance, type QuadraticRows, quadraticSums } from '../../src/reference';

interface Row {
  hessian: number[];
  offset: number[];
}

function table(rows: readonly Row[]): QuadraticRows {
  const [hessian, offset] = [new Float64Array(rows[0].hessian.length), new Float64Array(rows[0].offset.length)];
  return {
    dimension: offset.length,
    count: rows.length,
    forEach: (visit) => {
      for (const row of rows) {
        hessian.set(row.hessian);
        offset.set(row.offset);
        visit(hessian, offset);
      }
    },
  };
}

const plain = (step: number, noise: number): BatchChain => ({ step, noise, momentum: 0, diffusion: 0 });

/** All batches of B of N rows, equally likely: ordered tuples with replacement, subsets without. */
function batches(n: number, size: number, replace: boolean): number[][] {
  if (size === 0) return [[]];
  return batches(n, size - 1, replace).flatMap((rest) => {
    const first = replace ? 0 : (rest.at(-1) ?? -1) + 1;
    return Array.from({ length: n - first }, (_, k) => [...rest, first + k]);
  });
}

type Matrix = number[][];
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => row.reduce((s, x, k) => s + x * b[k][j], 0)));
const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

/** The chain's step as a matrix on y = (1, θ, v) for the mean gradient of one batch. */
function stepMatrix(rows: readonly Row[], batch: readonly number[], { step: h, momentum: mu }: BatchChain): Matrix {
  const d = rows[0].offset.length;
  const mean = (f: (r: Row) => number) => batch.reduce((s, i) => s + f(rows[i]) / batch.length, 0);
  const velocity = Array.from({ length: d }, (_, i) => [
    h * mean((r) => r.offset[i]),
    ...Array.from({ length: d }, (_, j) => -h * mean((r) => r.hessian[i * d + j])),
    ...Array.from({ length: d }, (_, j) => (i === j ? mu : 0)),
  ]);
  const position = velocity.map((row, i) => row.map((x, j) => x + (j === 1 + i ? 1 : 0)));
  return [[1, ...Array(2 * d).fill(0)], ...position, ...velocity];
}

/** Mean and covariance of (θ, v) by iterating E yyᵀ over the average of all batches' steps. */
function enumerated(rows: readonly Row[], size: number, replace: boolean, chain: BatchChain) {
  const d = rows[0].offset.length;
  const steps = batches(rows.length, size, replace).map((batch) => stepMatrix(rows, batch, chain));
  let moment: Matrix = steps[0].map((row, i) => row.map((_, j) => (i === 0 && j === 0 ? 1 : 0)));
  for (let n = 0; n < 3000; n++) {
    const next = moment.map((row, i) => row.map((_, j) => (i === j && i >= 1 && i <= d ? chain.diffusion : 0)));
    for (const m of steps) {
      const image = product(product(m, moment), transpose(m));
      for (const [i, row] of image.entries()) for (const [j, x] of row.entries()) next[i][j] += x / steps.length;
    }
    moment = next;
  }
  const mean = moment[0].slice(1);
  return { mean, covariance: mean.map((a, i) => mean.map((b, j) => moment[i + 1][j + 1] - a * b)) };
}

function expectClose(actual: Matrix, exact: Matrix) {
  const scale = Math.max(...exact.flat().map(Math.abs));
  for (const [i, row] of exact.entries()) {
    for (const [j, x] of row.entries()) expect(Math.abs(actual[i][j] - x)).toBeLessThan(1e-11 * scale);
  }
}

const four: Row[] = [
  { hessian: [2, 0.5, 0.5, 1], offset: [1, -0.3] },
  { hessian: [0.4, -0.2, -0.2, 0.9], offset: [-0.5, 2] },
  { hessian: [1.5, 0.8, 0.8, 0.6], offset: [0.2, 0.1] },
  { hessian: [1, 0, 0, 3], offset: [-2, 0.7] },
];

describe('one dimension', () => {
  it('constant curvature: η b²/(B a(2 − ηa))', () => {
    const offsets = [3, -1, 0.5, 1.5];
    const sums = quadraticSums(table(offsets.map((b) => ({ hessian: [0.7], offset: [b] }))))!;
    const variance = offsets.reduce((s, b) => s + (b - 1) ** 2 / 4, 0);
    const [eta, size] = [0.9, 3];
    const law = batchMoments(sums, plain(eta, eta ** 2 / size))!;
    expect(law.mean[0]).toBeCloseTo(1 / 0.7, 14);
    expect(law.covariance[0][0]).toBeCloseTo((eta * variance) / (size * 0.7 * (2 - eta * 0.7)), 14);
    expect(mandtCovariance(sums, eta / size)[0][0]).toBeCloseTo((eta * variance) / (size * 2 * 0.7), 14);
    // Heavy ball: (1+μ) q b² / (ηa (1−μ) (2(1+μ) − ηa)).
    const heavy = batchMoments(sums, { ...plain(eta, eta ** 2 / size), momentum: 0.6 })!;
    const x = eta * 0.7;
    const exact = (1.6 * eta ** 2 * variance) / (size * x * 0.4 * (3.2 - x));
    expect(heavy.covariance[0][0]).toBeCloseTo(exact, 13);
  });

  // Curvatures 1 and 3, gradients ±1 at θ* = 0: S = (1−2h)²S + h²(S + 1), so S = h/(4 − 5h), finite below h = 4/5 where
  // stability of the mean alone would allow h < 1.
  const two = quadraticSums(
    table([
      { hessian: [1], offset: [1] },
      { hessian: [3], offset: [-1] },
    ]),
  )!;

  it.each([0.01, 0.3, 0.79])('varying curvature: h/(4 − 5h) at h = %f', (h) => {
    const exact = h / (4 - 5 * h);
    expect(Math.abs(batchMoments(two, plain(h, h * h))!.covariance[0][0] / exact - 1)).toBeLessThan(1e-13);
  });

  it.each([0.8001, 0.9, 1.1])('no second moment at h = %f', (h) => {
    expect(batchMoments(two, plain(h, h * h))).toBeNull();
  });

  it('Langevin noise on noisy gradients: (T/k)(1 + h s²/(2T))/(1 − hk/2)', () => {
    const sums = quadraticSums(table([-1, 1].map((b) => ({ hessian: [2], offset: [b * 3] }))))!;
    const [h, T] = [0.1, 0.25];
    const law = batchMoments(sums, { step: h, noise: h * h, momentum: 0, diffusion: 2 * h * T })!;
    expect(law.covariance[0][0]).toBeCloseTo(((T / 2) * (1 + (h * 9) / (2 * T))) / (1 - h), 14);
  });
});

describe('two dimensions, against all batches', () => {
  const sums = quadraticSums(table(four))!;
  const cases = [1, 2].flatMap((size) => [true, false].map((replace) => ({ size, replace })));
  const chains = [
    { momentum: 0, diffusion: 0 },
    { momentum: 0, diffusion: 0.05 },
    { momentum: 0.7, diffusion: 0 },
    { momentum: 0.4, diffusion: 0.05 },
  ];
  const all = cases.flatMap((c) => chains.map((chain) => ({ ...c, ...chain })));

  it.each(all)(
    '$size rows, replace $replace, momentum $momentum, diffusion $diffusion',
    ({ size, replace, ...rest }) => {
      const step = 0.3;
      const noise = (step ** 2 / size) * (replace ? 1 : (4 - size) / 3);
      const exact = enumerated(four, size, replace, { step, noise, ...rest });
      const law = batchMoments(sums, { step, noise, ...rest })!;
      expectClose([law.mean], [exact.mean.slice(0, 2)]);
      const block = (from: number) => exact.covariance.slice(from, from + 2).map((row) => row.slice(from, from + 2));
      expectClose(law.covariance, block(0));
      expectClose(law.velocity, block(2));
    },
  );

  it('finds the step at which the second moment of all batches stops converging', () => {
    // Growth of E yyᵀ per step, by powers of the average over batches of one row, at steps around the threshold found.
    const noise = (h: number) => plain(h, h * h);
    let [low, high] = [0.1, 2];
    while (high - low > 1e-6) {
      const middle = (low + high) / 2;
      if (batchMoments(sums, noise(middle))) low = middle;
      else high = middle;
    }
    const largest = sums.curvatures[1];
    expect(high).toBeLessThan(0.99 * (2 / largest));
    const size = (h: number) => enumerated(four, 1, true, noise(h)).covariance[1][1];
    expect(size(0.995 * low)).toBeLessThan(1e3);
    expect(size(1.005 * high)).toBeGreaterThan(1e6);
  });

  it('the continuous form is the limit of small steps', () => {
    const eta = 1e-6;
    const law = batchMoments(sums, plain(eta, eta ** 2 / 2))!;
    const limit = mandtCovariance(sums, eta / 2);
    for (const [i, row] of limit.entries()) {
      for (const [j, x] of row.entries()) expect(law.covariance[i][j] / x).toBeCloseTo(1, 5);
    }
  });
});

describe('what has no answer', () => {
  it('a singular mean curvature', () => {
    expect(quadraticSums(table([{ hessian: [1, 1, 1, 1], offset: [0, 0] }]))).toBeNull();
  });

  it('more than a second or two of work, without beginning it', () => {
    const never = () => {
      throw new Error('a row was asked for');
    };
    expect(quadraticSums({ dimension: 24, count: 1e5, forEach: never })).toBeNull();
    expect(quadraticSums({ dimension: 41, count: 1, forEach: never })).toBeNull();
    expect(() => quadraticSums({ dimension: 24, count: 5000, forEach: never })).toThrow('a row was asked for');
  });

  // A chain of momentum 1.5 would be stable from a step of 5/λ on were the bound on the momentum forgotten.
  it.each([
    { momentum: 1 },
    { momentum: 1.5, step: 50 },
    { momentum: -0.5 },
    { noise: -0.01 },
    { diffusion: -1 },
    { step: 1.9, noise: 0 },
    { step: 0 },
    { step: -0.1 },
    { noise: Number.NaN },
  ])('a chain with %o', (change) => {
    expect(batchMoments(quadraticSums(table(four))!, { ...plain(0.1, 0.01), ...change })).toBeNull();
  });
});
