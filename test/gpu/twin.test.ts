import { describe, expect, test } from 'vitest';
import { methods } from '../../src/methods';
import type { Method } from '../../src/model/method';
import type { Plan } from '../../src/model/plan';
import { simulateOnCpu, simulateOnGpu } from '../../src/simulation';
import { planOf } from '../simulation/plans';
import { testGpu } from './device';

const starts = [
  { kind: 'point', at: [0.3, -0.2, 0.1] },
  { kind: 'uniform', low: [-1], high: [1] },
  { kind: 'normal', mean: [0], deviation: [0.5] },
];
const names = ['x', 'y', 'z'];

const particles = 100;
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

/**
 * Particles whose end on the device is not the twin's, in as many dispatches as there are steps and in one. Of 2400 decisions
 * whether to accept, each within 1e-5 of its coin with that probability, one may fall on either side.
 */
async function strays(plan: Plan, allowed: number): Promise<number[]> {
  const twin = (await simulateOnCpu(plan)).snapshots.get('last')!;
  const dimension = twin.length / particles;
  const counts: number[] = [];
  for (const budgetMs of [0.001, 200]) {
    const device = (await simulateOnGpu(plan, await testGpu(), { budgetMs })).snapshots.get('last')!;
    expect(device.length).toBe(twin.length);
    const far = new Set<number>();
    device.forEach((x, i) => {
      if (!(Math.abs(x - twin[i]) < allowed)) far.add(Math.floor(i / dimension));
    });
    counts.push(far.size);
  }
  return counts;
}

const mostStrays = ({ accepted }: Method) => (accepted === undefined ? 0 : 1);

function planFor(dimension: number, i: number, change: Record<string, unknown>): Plan {
  const start = starts[i % starts.length];
  const { at } = start;
  return planOf({
    variables: names.slice(0, dimension),
    ensemble: { particles, seed: 11, start: at === undefined ? start : { ...start, at: at.slice(0, dimension) } },
    burnIn: 5,
    steps: steps - 5,
    observe: { last: { kind: 'snapshot', count: particles } },
    ...change,
  });
}

/** Every dimension with both kinds of random numbers, and further settings of a method after them. */
const everyDimension = <T>(settings: readonly T[]) =>
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
  test.each(everyDimension([{ step: 0.01 }]))('$dimension-D, $random', async ({ dimension, random, settings, i }) => {
    const plan = planFor(dimension, i, { potential: potentials[dimension - 1], random, method: { name, ...settings } });
    // Noise of variance 2hT = 0.01; the barrier has curvature −4.
    const counts = await strays(plan, tolerance(0.1, 0.04));
    expect(Math.max(...counts)).toBeLessThanOrEqual(mostStrays(method));
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

const lossPlan = (method: Method, dimension: number, i: number, change: Record<string, unknown>) =>
  planFor(dimension, i, {
    potential: undefined,
    loss: losses[dimension - 1],
    regularizer: 'tilt*x^2/2',
    temperature: method.temperature ? 0.5 : undefined,
    ...change,
  });

// Noise of variance at most 2hT = 0.02, or hη C with C below 25; no curvature below −1.
const lossTolerance = (method: Method) => tolerance(method.temperature ? 0.15 : 0.3, 0.02);

const batched = methods.filter(({ batches }) => batches).map((m) => [m.name, m] as const);

describe.each(batched)('%s on the device follows its f64 twin', (name, method) => {
  test.each(everyDimension(settingsOf(method)))('$dimension-D, $random, $settings', async (run) => {
    const { dimension, random, settings, i } = run;
    const plan = lossPlan(method, dimension, i, { data: table(12), random, method: { name, ...settings } });
    expect(await strays(plan, lossTolerance(method))).toEqual([0, 0]);
  });

  test.each([1, 2])('rows of a table so long that they are added in two levels, case %d', async (i) => {
    const change = { data: table(701), method: { name, step: 0.02, batch: 5, replacement: i === 1 } };
    expect(await strays(lossPlan(method, i, i, change), lossTolerance(method))).toEqual([0, 0]);
  });

  test('a coordinate that no row moves in another way', async () => {
    const change = { loss: '(a*x - b)^2/2 + y^2/2', data: table(12), method: { name, step: 0.02, batch: 2 } };
    expect(await strays(lossPlan(method, 2, 1, change), lossTolerance(method))).toEqual([0, 0]);
  });
});
