import { describe, expect, test } from 'vitest';
import { methods } from '../../src/methods';
import type { HarmonicWell, Method, MethodSettings } from '../../src/model/method';
import { affineSteps, remaining, stationaryVariances } from './affine';
import { Chain, type Problem } from './chain';
import { variants, words } from './settings';

const rows = [-1, 0.5, 2.3];
const mean = rows.reduce((a, b) => a + b) / rows.length;
const spread = rows.reduce((sum, a) => sum + (a - mean) ** 2, 0) / rows.length;

const wellOf = (k: number): HarmonicWell => ({ k, temperature: 0.7, rows: rows.length, rowVariance: k * k * spread });
const problemOf = (k: number): Problem => ({ loss: `${k}*(x - a)^2/2`, rows, temperature: 0.7 });

/** Methods whose step is affine on a harmonic well, with their options; an acceptance step has a test of its own. */
const affine = methods.filter((method) => Number.isFinite(method.order));
const optionsOf = (method: Method): MethodSettings[] => [
  ...variants(method, 0),
  ...(method.options.learningRate === undefined ? [] : variants(method, 0, { learningRate: [0.3] })),
];
const cases = affine.flatMap((method) =>
  optionsOf(method).map(({ step: _, ...settings }) => [method.name, words(settings), method, settings] as const),
);

describe.each(cases)('%s %s, from the second moments of its own step', (_name, _words, method, settings) => {
  test.each([
    [0.8, 0.01],
    [0.8, 0.3],
    [3, 0.05],
    [3, 0.6],
  ])('has its declared law on the harmonic well of curvature %d at step %d', (k, step) => {
    const chain = new Chain(method, problemOf(k), { ...settings, step });
    const found = stationaryVariances(affineSteps(chain), chain.memory.length);
    const declared = method.harmonicLaw(wellOf(k), { ...settings, step });
    expect(Math.abs(found.position / declared.position - 1)).toBeLessThan(1e-10);
    expect(declared.momentum !== undefined).toBe(method.momentum !== undefined);
    if (declared.momentum === undefined) return;
    expect(Math.abs(found.momentum / declared.momentum - 1)).toBeLessThan(1e-10);
  });

  test.each([0.8, 3])('is stable up to its declared largest step at curvature %d, and no further', (k) => {
    const largest = method.largestStep(k, settings);
    const stableAt = (step: number) => {
      const chain = new Chain(method, problemOf(k), { ...settings, step });
      return remaining(affineSteps(chain), chain.memory.length, 2 ** 20) < 1e-6;
    };
    expect(stableAt(0.999 * largest)).toBe(true);
    expect(stableAt(1.001 * largest)).toBe(false);
  });
});

const decaying = affine.filter(({ options }) => options.decay !== undefined);

describe.each(decaying.map((m) => [m.name, m] as const))('%s with decreasing steps', (_name, method) => {
  test.each([0, 1, 7, 1000])('makes the step a(b + t)^−γ at t = %d', (t) => {
    const [settings] = variants(method, 0);
    const { step: _, ...others } = settings;
    const chain = new Chain(method, problemOf(2), { ...others, 'decay.a': 0.4, 'decay.b': 3, 'decay.gamma': 0.55 });
    const constant = new Chain(method, problemOf(2), { ...others, step: 0.4 * (3 + t) ** -0.55 });
    const expected = affineSteps(constant).flatMap(({ map }) => map.flat());
    affineSteps(chain, t)
      .flatMap(({ map }) => map.flat())
      .forEach((value, i) => {
        expect(Math.abs(value - expected[i])).toBeLessThan(1e-14);
      });
  });
});
