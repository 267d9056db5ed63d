import { expect, test } from 'vitest';
import type { Estimate } from '../../src/model/estimate';
import { simulateOnCpu } from '../../src/simulation';
import { observed, planOf } from '../simulation/plans';

interface Histogram {
  edges: number[];
  counts: number[];
  below: number;
  above: number;
}

interface Curvature extends Record<'trace' | 'largest' | 'smallest', Estimate> {
  saturated: number;
  histograms: Record<'trace' | 'largest' | 'smallest', Histogram>;
}

const small = {
  parameters: {},
  temperature: 0.5,
  ensemble: { particles: 128, seed: 4, start: { kind: 'uniform', low: [-1], high: [1] } },
  burnIn: 10,
  steps: 40,
  observe: { curvature: { kind: 'curvature', every: 4 } },
};

async function run(change: Record<string, unknown>): Promise<Curvature> {
  const plan = planOf({ ...small, ...change });
  return observed(plan, await simulateOnCpu(plan)).curvature as unknown as Curvature;
}

test('an SDE without a potential has no curvature', () => {
  const drift = { potential: undefined, temperature: undefined, drift: ['-x'], noise: ['1'] };
  const method = { name: 'euler-maruyama', step: 0.01 };
  expect(() => planOf({ ...small, ...drift, method })).toThrow(/observe\.curvature.*given by its drift.*"potential"/s);
});

test('more coordinates than a thread can hold a Hessian of are refused', () => {
  const potential = (d: number) => ({ ...small, variables: [`x[${d}]`], potential: 'dot(x, x)^2' });
  expect(() => planOf(potential(65))).toThrow(/observe\.curvature.*65 coordinates.*at most 64/s);
  expect(planOf(potential(64)).observers).toHaveLength(1);
});

test('50 bins by default, or as many as are asked for', async () => {
  const { trace } = (await run({ potential: '(x^2 - 1)^2' })).histograms;
  expect([trace.edges.length, trace.counts.length]).toEqual([51, 50]);
  const observe = { curvature: { kind: 'curvature', every: 4, bins: 7 } };
  expect((await run({ potential: '(x^2 - 1)^2', observe })).histograms.largest.counts).toHaveLength(7);
});

test('histograms reach from the least to the largest curvature of the pilot, which is near −4 at the barrier', async () => {
  const { edges, counts, below, above } = (await run({ potential: '(x^2 - 1)^2' })).histograms.trace;
  expect(edges[0]).toBeGreaterThan(-10);
  expect(edges[0]).toBeLessThan(-4);
  expect(counts.reduce((a, b) => a + b)).toBe(128 * 10);
  expect([below, above]).toEqual([0, 0]);
});

test('a flat landscape has no curvature at all', async () => {
  const { trace, largest, smallest, histograms } = await run({ variables: ['x', 'y', 'z'], potential: 'x - y + 2*z' });
  expect([trace, largest, smallest].map(({ value, standardError }) => [value, standardError])).toEqual(
    [0, 1, 2].map(() => [0, 0]),
  );
  expect(histograms.largest.edges[0]).toBeLessThan(0);
  expect(histograms.largest.edges[50]).toBeGreaterThan(0);
});

test('the trace has an exact mean, the eigenvalues where they never change', async () => {
  const quadratic = await run({ variables: ['x', 'y'], potential: '3*x^2/2 + x*y + 3*y^2/2' });
  const quartic = await run({ variables: ['x', 'y'], potential: '(x^2 - 1)^2 + x*y + y^2' });
  const exact = [quadratic.trace, quadratic.smallest, quadratic.largest].map(({ reference }) => reference);
  [6, 2, 4].forEach((value, i) => {
    expect(exact[i]).toBeCloseTo(value, 9);
  });
  expect(quartic.trace.reference).toBeGreaterThan(0);
  expect([quartic.largest.reference, quartic.smallest.reference]).toEqual([null, null]);
});

test('eigenvalues of a linear regression are those of its second moments', async () => {
  const rows = [
    { s: 1, t: 0, y: 1 },
    { s: 1, t: 2, y: 0 },
  ];
  const loss = '(a*s + b*t - y)^2/2';
  const fields = { variables: ['a', 'b'], potential: undefined, loss, data: { rows }, regularizer: 'a^2/3' };
  // Groups of unequal size, where the jackknife's own sums are rounded.
  const { largest, smallest } = await run({ ...fields, ensemble: { ...small.ensemble, particles: 195 } });
  // Means of s², st and t² are 1, 1 and 2, and the regularizer adds 2/3 to the first: [[5/3, 1], [1, 2]].
  for (const [e, value] of [
    [largest, (11 + Math.sqrt(37)) / 6],
    [smallest, (11 - Math.sqrt(37)) / 6],
  ] as const) {
    expect(e.value).toBeCloseTo(value, 6);
    expect(e.reference).toBeCloseTo(value, 9);
    expect(e.standardError).toBe(0);
  }
});

test('what is not finite or out of all proportion is left out of the sums, and lies above or below', () => {
  const plan = planOf({ ...small, variables: ['x', 'y'], potential: 'x^2 + y^2' });
  const { record, settings } = plan.observers[0].observer;
  const range = { mean: 2, spread: 1, low: 1, high: 3 };
  const tallies: Record<string, number> = {};
  const add = (block: string, cell: number, amount: number) => {
    tallies[`${block} ${cell}`] = (tallies[`${block} ${cell}`] ?? 0) + amount;
  };
  // Rows of [∂xx, ∂xy, ∂yy, trace]: an ordinary one, one that is not finite, one far below.
  const matrices = [
    [2, 0, 2, 4],
    [2, Number.NaN, 2, 4],
    [-1e4, 0, -1e4, -2e4],
  ];
  const values = matrices[0].map((_, e) => Float64Array.from(matrices, (row) => row[e]));
  const numbers = settings([range, range, range], plan.points[0]);
  const rest = { memory: [], clock: 4, every: 4, uniform: () => 0.5, keep: () => {} };
  record.twin({ count: 3, values, settings: numbers, add, ...rest });
  expect(tallies['saturated 0']).toBe(2);
  expect([tallies['largest 51'], tallies['largest 0'], tallies['smallest 51'], tallies['smallest 0']]).toEqual([
    1, 1, 1, 1,
  ]);
  // Fixed point: 2 above the centre of the trace in units of 2⁻²², the eigenvalues on it.
  expect([0, 1, 2].map((q) => tallies[`sums ${q}`])).toEqual([2 * 2 ** 22, 0, 0]);
});
