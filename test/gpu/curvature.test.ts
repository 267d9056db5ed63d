import { describe, expect, test } from 'vitest';
import { compile, hessian } from '../../src/expression';
import type { Estimate } from '../../src/model/estimate';
import type { Plan } from '../../src/model/plan';
import { symmetricEigen } from '../../src/reference/numerics/linear';
import { simulateOnCpu, simulateOnGpu, type Tallies } from '../../src/simulation';
import { observed, planOf } from '../simulation/plans';
import { testGpu } from './device';

const quantities = ['trace', 'largest', 'smallest'] as const;

interface Curvature extends Record<(typeof quantities)[number], Estimate> {
  saturated: number;
  histograms: Record<(typeof quantities)[number], { edges: number[]; counts: number[]; below: number; above: number }>;
}

const curvatureOf = (plan: Plan, tallies: Tallies) => observed(plan, tallies).curvature as unknown as Curvature;

const onDevice = async (plan: Plan) => simulateOnGpu(plan, await testGpu());

/** The three quantities in f64 where a particle is, and what single precision may be off by there. */
function exactly(plan: Plan) {
  const { graph } = plan.scope;
  const program = compile(hessian(graph, plan.target.potential!).flat());
  const d = graph.coordinates.length;
  return (position: number[]) => {
    const flat = program.at(position, plan.points[0].values);
    const { values } = symmetricEigen(Array.from({ length: d }, (_, i) => flat.slice(i * d, (i + 1) * d)));
    const norm = Math.max(Math.abs(values[0]), Math.abs(values[d - 1]));
    // Of the eigenvalues as stated in shaders/lib/eigen.wgsl; of the entries half a unit of the norm per operation.
    const error = (1e-6 * d + program.nodes.length * 2 ** -24) * norm;
    return { trace: values.reduce((a, b) => a + b, 0), largest: values[d - 1], smallest: values[0], error };
  };
}

/** Records at the end of the run alone, so that the snapshot has the places of all of them. */
function atTheEnd(change: Record<string, unknown>): Plan {
  return planOf({
    parameters: {},
    method: { name: 'leimkuhler-matthews', step: 0.01 },
    burnIn: 0,
    steps: 6,
    observe: { curvature: { kind: 'curvature', every: 6, bins: 10 }, last: { kind: 'snapshot', count: particles } },
    ...change,
  });
}

const particles = 2048;
const uniform = { kind: 'uniform', low: [-1.5], high: [1.5] };
const ensemble = { particles, seed: 5, start: uniform };
const rows = Array.from({ length: 20 }, (_, i) => ({ s: Math.sin(i), y: Math.cos(3 * i) }));

const cases = {
  'one coordinate': { variables: ['x'], potential: '(x^2 - 1)^2 + k*x', parameters: { k: 0.2 }, ensemble },
  'two coordinates': { variables: ['x', 'y'], potential: '(x^2 - 1)^2 + x*y + y^4/3', ensemble },
  'three coordinates': { variables: ['x', 'y', 'z'], potential: 'cos(x*y) + sin(y + 2*z) + (z^2 - 1)^2', ensemble },
  'eight coordinates': { variables: ['x[8]'], potential: 'dot(x, x)^2/8 - sum(x)^2 + x1*x2*x3 + exp(x8)', ensemble },
  'a loss over data': {
    variables: ['a[2]', 'b[2]', 'v[2]'],
    potential: undefined,
    loss: '(v1*tanh(a1*s + b1) + v2*tanh(a2*s + b2) - y)^2/2',
    regularizer: 'dot(a, a)/20',
    data: { rows },
    ensemble,
  },
};

/** Histograms of `curvature` against those of the places in `last`: what lies within its error of an edge may be on either side. */
function compareCells(plan: Plan, { histograms }: Curvature, places: Float32Array) {
  const d = plan.scope.graph.coordinates.length;
  const at = exactly(plan);
  const points = Array.from({ length: particles }, (_, k) => at([...places.subarray(k * d, (k + 1) * d)]));
  for (const name of quantities) {
    const { edges, counts, below, above } = histograms[name];
    const expected = new Array(counts.length + 2).fill(0);
    for (const point of points) expected[edges.filter((edge) => edge <= point[name]).length]++;
    const borderline = points.filter((p) => edges.some((edge) => Math.abs(edge - p[name]) < p.error)).length;
    const moved = [below, ...counts, above].reduce((sum, n, i) => sum + Math.abs(n - expected[i]), 0);
    expect(borderline).toBeLessThan(particles / 100);
    expect(moved, name).toBeLessThanOrEqual(2 * borderline);
    expect(Math.max(...counts)).toBeLessThan(0.8 * particles);
  }
  return points;
}

describe.each(Object.entries(cases))('%s', (_, change) => {
  const plan = atTheEnd(change);
  test.each([
    ['the device', onDevice],
    ['the twin', simulateOnCpu],
  ])('%s counts the curvature where its particles are', async (_, simulate) => {
    const tallies = await simulate(plan);
    const curvature = curvatureOf(plan, tallies);
    const points = compareCells(plan, curvature, tallies.snapshots.get('last')!);
    const error = points.reduce((sum, p) => sum + p.error, 0) / particles;
    for (const name of quantities) {
      const mean = points.reduce((sum, p) => sum + p[name], 0) / particles;
      const spread = Math.max(...points.map((p) => Math.abs(p[name] - mean)));
      // Half a unit of the fixed-point sums, which is 2⁻²² of the pilot's spread, itself within twice that of all particles.
      expect(Math.abs(curvature[name].value! - mean)).toBeLessThan(error + 2 ** -22 * spread);
    }
    expect(curvature.saturated).toBe(0);
  });
});

test('the device and its twin count the same over many records', async () => {
  const plan = planOf({
    ...cases['three coordinates'],
    parameters: {},
    method: { name: 'euler-maruyama', step: 0.01 },
    ensemble: { ...ensemble, particles: 512 },
    burnIn: 3,
    steps: 20,
    observe: { curvature: { kind: 'curvature', bins: 10 } },
  });
  const [device, twin] = [curvatureOf(plan, await onDevice(plan)), curvatureOf(plan, await simulateOnCpu(plan))];
  for (const name of quantities) {
    const { counts, below, above } = device.histograms[name];
    expect(counts.reduce((a, b) => a + b, below + above)).toBe(512 * 20);
    // Paths are within 1e-5 of each other, and the Hessian changes by at most 50 times that: a record changes its cell when it
    // lies within 5e-4 of one of 11 edges, in a range above 5 wide.
    const moved = counts.reduce((sum, n, i) => sum + Math.abs(n - twin.histograms[name].counts[i]), 0);
    expect(moved).toBeLessThanOrEqual(2 * 512 * 20 * ((11 * 2 * 5e-4) / 5));
    expect(Math.abs(device[name].value! - twin[name].value!)).toBeLessThan(5e-4);
  }
});

test('the curvature of a quadratic potential is the same everywhere', async () => {
  const plan = planOf({
    variables: ['x', 'y', 'z', 'w'],
    potential: 'k*(x^2 + y^2) + x*y + 5*z^2/2 + w^2/4',
    parameters: { k: [1, 2] },
    temperature: 1,
    burnIn: 20,
    ensemble: { particles: 640, seed: 2, start: { kind: 'normal', mean: [0], deviation: [1] } },
    observe: { curvature: { kind: 'curvature', every: 30 } },
  });
  const { largest, smallest, trace, saturated, histograms } = curvatureOf(plan, await onDevice(plan));
  const exact = { largest: 5, smallest: 0.5, trace: 9.5 };
  for (const [name, e] of Object.entries({ largest, smallest, trace })) {
    const value = exact[name as keyof typeof exact];
    expect(Math.abs(e.reference! - value)).toBeLessThan(1e-9);
    expect(Math.abs(e.value! - value)).toBeLessThan(1e-6 * 4 * 5);
    expect(e.standardError).toBe(0);
    expect(Math.max(...histograms[name as keyof typeof exact].counts)).toBe(640 * 10);
  }
  expect(saturated).toBe(0);
});

test('in the double well all three have the mean 12⟨x²⟩ − 4', async () => {
  const plan = planOf({
    potential: '(x^2 - 1)^2',
    parameters: {},
    temperature: 0.25,
    method: { name: 'leimkuhler-matthews', step: 0.01 },
    ensemble: { particles: 20_000, seed: 3, start: uniform },
    burnIn: 400,
    steps: 200,
    observe: { curvature: { kind: 'curvature', every: 20 } },
  });
  const curvature = curvatureOf(plan, await onDevice(plan));
  for (const name of quantities) {
    const { value, standardError, reference } = curvature[name];
    const exact = 12 * 0.9176708607 - 4;
    expect(Math.abs(reference! - exact)).toBeLessThan(1e-8);
    // The start is symmetric, so nothing has to cross the barrier; the method's bias, of order h², is below 0.005.
    expect(standardError!).toBeLessThan(0.05);
    expect(Math.abs(value! - exact)).toBeLessThan(4 * standardError! + 0.005);
  }
});

test('eigenvalues of a rotated sum of three potentials are their second derivatives', async () => {
  const [u, v] = ['(0.6*x + 0.8*y)', '(0.8*x - 0.6*y)'];
  const second = [`(12*${u}^2 - 4)`, `(3*${v}^2)`, '4'];
  const plan = planOf({
    variables: ['x', 'y', 'z'],
    potential: `(${u}^2 - 1)^2 + ${v}^4/4 + 2*z^2`,
    parameters: {},
    temperature: 0.5,
    ensemble,
    burnIn: 50,
    steps: 100,
    observe: {
      curvature: { kind: 'curvature', every: 10 },
      same: {
        kind: 'moments',
        every: 10,
        of: [second.join(' + '), ...['max', 'min'].map((f) => `${f}(${f}(${second[0]}, ${second[1]}), ${second[2]})`)],
      },
    },
  });
  // Without a temperature there is no exact density: quadrature of expressions with so many kinks would take minutes.
  const tallies = await onDevice(plan);
  const { curvature, same } = observed(
    { ...plan, points: plan.points.map((p) => ({ ...p, temperature: null })) },
    tallies,
  );
  const { mean } = same as unknown as { mean: Estimate[] };
  const measured = curvature as unknown as Curvature;
  quantities.forEach((name, i) => {
    // The largest curvature on the way is about 60: its rounding per row, three of them, and as much for the moments' formulas.
    expect(Math.abs(measured[name].value! - mean[i].value!)).toBeLessThan(2 * 3 * 1e-6 * 60);
    expect(measured[name].standardError! / mean[i].standardError!).toBeCloseTo(1, 3);
  });
});
