import { describe, expect, test } from 'vitest';
import { methods } from '../../src/methods';
import type { Method } from '../../src/model/method';
import type { Plan } from '../../src/model/plan';
import { simulateOnCpu, simulateOnGpu, type Tallies } from '../../src/simulation';
import { planOf } from '../simulation/plans';
import { testGpu } from './device';

const starts = [
  { kind: 'point', at: [0.3, -0.2, 0.1] },
  { kind: 'uniform', low: [-1], high: [1] },
  { kind: 'normal', mean: [0], deviation: [0.5] },
];
const steps = 24;

/**
 * How far f32 may be from the f64 twin, which adds the same random integers. A step makes up to four roundings of numbers
 * below 2, and each normal is off by 2.5e-6 of a radius below 5 (shaders/lib/normal.wgsl), times the noise's amplitude; in 24
 * steps of which none expands by more than 1 + `expansion` that grows as below.
 */
function tolerance(amplitude: number, expansion: number): number {
  const each = 4 * 2 * 2 ** -24 + amplitude * 5 * 2.5e-6;
  return steps * each * (1 + expansion) ** steps;
}

// A first dispatch makes at most 16 steps: cut after an odd step and after an even one, with small dispatches and large ones.
const cuts = [
  { burnIn: 5, budgetMs: 0.001 },
  { burnIn: 0, budgetMs: 200 },
];

interface Case {
  dimension: number;
  /** Chooses the start. */
  i: number;
  particles?: number;
}

function planFor({ dimension, i, particles = 100 }: Case, burnIn: number, change: Record<string, unknown>): Plan {
  const start = starts[i % starts.length];
  const { at } = start;
  return planOf({
    variables: ['x', 'y', 'z'].slice(0, dimension),
    ensemble: { particles, seed: 11, start: at === undefined ? start : { ...start, at: at.slice(0, dimension) } },
    burnIn,
    steps: steps - burnIn,
    observe: { last: { kind: 'snapshot', count: particles } },
    ...change,
  });
}

const lastOf = (tallies: Tallies) => tallies.snapshots.get('last')!;

/** Number of particles whose end on the device is further than `allowed` from the twin's, one entry per cut. */
async function strays(run: Case, change: Record<string, unknown>, allowed: number): Promise<number[]> {
  const twin = lastOf(await simulateOnCpu(planFor(run, 0, change)));
  const counts: number[] = [];
  for (const { burnIn, budgetMs } of cuts) {
    const device = lastOf(await simulateOnGpu(planFor(run, burnIn, change), await testGpu(), { budgetMs }));
    expect(device.length).toBe(twin.length);
    const far = Array.from(device.keys()).filter((i) => !(Math.abs(device[i] - twin[i]) < allowed));
    counts.push(new Set(far.map((i) => Math.floor(i / run.dimension))).size);
  }
  return counts;
}

/**
 * Of 2400 decisions whether to accept, each within 1e-5 of its coin with that probability, one may fall on the other side; two
 * do in 3 of 10,000 runs.
 */
const mostStrays = ({ accepted }: Method) => (accepted === undefined ? 0 : 1);

const acceptedSteps = (tallies: Tallies) =>
  tallies.group(0, -1, 'accepted').cells.reduce((sum, [count]) => sum + count, 0);

/** Every dimension with both kinds of random numbers, and all settings of a method among them. */
const everyDimension = (settings: readonly Record<string, unknown>[]) =>
  Array.from({ length: Math.max(6, settings.length) }, (_, i) => ({
    dimension: 1 + (i % 3),
    random: (['fast', 'philox'] as const)[Math.floor(i / 3) % 2],
    settings: settings[i % settings.length],
    i,
  }));

const potentials = [
  '(x^2 - 1)^2 + tilt*x',
  '(x^2 - 1)^2 + tilt*x*y + y^2',
  '(x^2 - 1)^2 + tilt*x*y + y^2 + z^2/2 + cos(z)',
];

const unbatched = methods.filter(({ batches }) => !batches).map((m) => [m.name, m] as const);

describe.each(unbatched)('%s on the device follows its f64 twin', (name, method) => {
  test.each(everyDimension([{ step: 0.01 }]))('$dimension-D, $random', async (run) => {
    const change = { potential: potentials[run.dimension - 1], random: run.random, method: { name, ...run.settings } };
    // Noise of variance 2hT = 0.01; the barrier has curvature −4.
    const counts = await strays(run, change, tolerance(0.1, 0.04));
    expect(Math.max(...counts)).toBeLessThanOrEqual(mostStrays(method));
  });
});

const accepting = methods.filter(({ accepted }) => accepted !== undefined).map((m) => [m.name, m] as const);

describe.each(accepting)('%s with many rejections', (name, method) => {
  test.each([1, 2, 3])('%d-D', async (dimension) => {
    // Curvatures from 3 to 5: at a step of 0.4 proposals are at most as far apart as their starts; amplitude √(2hT).
    const potential = ['x', 'y', 'z']
      .slice(0, dimension)
      .map((x) => `(2*${x}^2 + cos(${x}))`)
      .join(' + ');
    const run = { dimension, i: 2 };
    const change = { potential, temperature: 1, method: { name, step: 0.4 } };
    const counts = await strays(run, change, tolerance(Math.sqrt(0.8), 0));
    expect(Math.max(...counts)).toBeLessThanOrEqual(mostStrays(method));
    const plan = planFor(run, 5, change);
    const [device, twin] = [await simulateOnGpu(plan, await testGpu()), await simulateOnCpu(plan)].map(acceptedSteps);
    const most = 100 * (steps - 5);
    expect(twin).toBeGreaterThan(most / 10);
    expect(twin).toBeLessThan(0.9 * most);
    expect(Math.abs(device - twin)).toBeLessThanOrEqual(mostStrays(method) * (steps - 5));
  });
});

const own = methods.filter((m) => m.stateDependentNoise).map(({ name }) => name);

describe.each(own)('%s with state-dependent noise', (name) => {
  // Noise of variance 2hD below 0.01, which a difference of positions changes by a fifth of it; curvature at least −4.
  test.each([1, 2])('a diffusion, %d-D', async (dimension) => {
    const change = { potential: potentials[dimension - 1], diffusion: '(1 + x^2/4)/4', temperature: undefined };
    const counts = await strays({ dimension, i: 1 }, { ...change, method: { name, step: 0.01 } }, tolerance(0.1, 0.08));
    expect(counts).toEqual([0, 0]);
  });

  test.each(['fast', 'philox'])('drift and noise, %s', async (random) => {
    const equation = { drift: ['y', '-tilt*y - sin(x)', 'x - z'], noise: ['0', '1 + x/4', '0.3*cos(y)'] };
    const change = { potential: undefined, temperature: undefined, ...equation, random, method: { name, step: 0.01 } };
    expect(await strays({ dimension: 3, i: 1 }, change, tolerance(0.15, 0.08))).toEqual([0, 0]);
  });
});

/** Numbers that are exact in f32, so that the device has the same table. */
function table(count: number): { a: number; b: number }[] {
  const number = (i: number, multiplier: number) => (((i * multiplier) % 97) - 48) / 32;
  return Array.from({ length: count }, (_, i) => ({ a: number(i + 1, 31), b: number(i + 5, 57) }));
}

const losses = [
  '(a*x - b)^2/2 + b*cos(x)/2',
  '(a*x - b)^2/2 + b*cos(x)/2 + (y - b*x)^2/2',
  '(a*x - b)^2/2 + b*cos(x)/2 + (y - b*x)^2/2 + z^2/2 + a*sin(z)/2',
];

const choices = [1, 5, 12].flatMap((batch) => [true, false].map((replacement) => ({ batch, replacement })));

/** Settings that every method with one of these options is run with. */
function settingsOf({ options }: Method): Record<string, unknown>[] {
  const step = 0.02;
  const plain = choices.map((choice) => ({ ...choice, step }));
  if (options.momentum !== undefined) return [...plain, ...choices.map((c) => ({ ...c, step, momentum: 0.5 }))];
  if (options.decay !== undefined) {
    return [...plain, ...choices.map((c) => ({ ...c, decay: { a: 0.03, b: 2, gamma: 0.6 } }))];
  }
  if (options.learningRate !== undefined) return [...plain, ...choices.map((c) => ({ ...c, step, learningRate: 0.5 }))];
  return plain;
}

const lossOf = (method: Method, dimension: number) => ({
  potential: undefined,
  loss: losses[dimension - 1],
  data: table(12),
  regularizer: 'tilt*x^2/2',
  temperature: method.temperature ? 0.5 : undefined,
});

// Noise of variance at most 2hT = 0.02, or hη C with C below 25; no curvature below −1.
const lossTolerance = (method: Method) => tolerance(method.temperature ? 0.15 : 0.3, 0.02);

const batched = methods.filter(({ batches }) => batches).map((m) => [m.name, m] as const);

describe.each(batched)('%s on the device follows its f64 twin', (name, method) => {
  test.each(everyDimension(settingsOf(method)))('$dimension-D, $random, $settings', async (run) => {
    const change = { ...lossOf(method, run.dimension), random: run.random, method: { name, ...run.settings } };
    expect(await strays(run, change, lossTolerance(method))).toEqual([0, 0]);
  });

  test.each([true, false])(
    'a table so long that its rows are added in two levels, replacement %s',
    async (replacement) => {
      const run = { dimension: replacement ? 1 : 2, i: 2, particles: 20 };
      const change = { data: table(701), method: { name, step: 0.02, batch: 5, replacement } };
      expect(await strays(run, { ...lossOf(method, run.dimension), ...change }, lossTolerance(method))).toEqual([0, 0]);
    },
  );

  test.each([true, false])('a sweep over sizes of batches, replacement %s', async (replacement) => {
    const change = { ...lossOf(method, 1), method: { name, step: 0.02, batch: [1, 12, 5], replacement } };
    expect(await strays({ dimension: 1, i: 0, particles: 40 }, change, lossTolerance(method))).toEqual([0, 0]);
  });

  test('a coordinate that every row moves alike', async () => {
    const change = { loss: '(a*x - b)^2/2 + y^2/2', method: { name, step: 0.02, batch: 2 } };
    const run = { dimension: 2, i: 1 };
    expect(await strays(run, { ...lossOf(method, 2), ...change }, lossTolerance(method))).toEqual([0, 0]);
  });
});
