import { describe, expect, it } from 'vitest';
import { chainPassage, passageTime } from '../../src/claims/parts/eulerPassages';
import { flatAndSharp } from '../../src/claims/parts/flatAndSharp';
import { type BallHitting, chainHittingTime, hittingTime } from '../../src/claims/parts/gaussianHitting';
import { criticalPoint } from '../../src/reference/critical/critical';
import { problem } from '../reference/problem';

/** A small generator of its own, so that nothing of the engine is in what its formulas are held against. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Step after step: hit at once where the bridge's chance says so, by a normal number's tail in place of a uniform one. */
function simulated({ dimension, radius, from }: BallHitting, step: number, particles: number) {
  const normal = normals(1);
  let [sum, squares] = [0, 0];
  for (let particle = 0; particle < particles; particle++) {
    const x = Array.from({ length: dimension }, (_, i) => (i === 0 ? from : 0));
    let [steps, before, waits] = [0, from - radius, true];
    while (waits) {
      for (let i = 0; i < dimension; i++) x[i] += -step * x[i] + Math.sqrt(2 * step) * normal();
      const after = Math.hypot(...x) - radius;
      // exp(−ab/h) is the chance that r² > 2ab/h for the length r of two normal numbers.
      waits = after > 0 && normal() ** 2 + normal() ** 2 < (2 * before * after) / step;
      before = after;
      steps++;
    }
    sum += steps * step;
    squares += (steps * step) ** 2;
  }
  const mean = sum / particles;
  return { mean, error: Math.sqrt((squares / particles - mean ** 2) / particles) };
}

describe('hitting a ball in the standard Gaussian', () => {
  it.each([
    [1, 0.1, 0.78138],
    [2, 0.1, 2.6492],
    [3, 0.1, 12.508],
  ] as const)('d = %d, ε = %f: the mean time %f of the diffusion', (dimension, radius, stated) => {
    expect(hittingTime({ dimension, radius, from: Math.sqrt(dimension) }) / stated).toBeCloseTo(1, 4);
  });

  it.each([2, 3] as const)('d = %d: the chain’s mean time is that of simulated steps', (dimension) => {
    const ball = { dimension, radius: 0.4, from: Math.sqrt(dimension) };
    const { mean, error } = simulated(ball, 0.1, 20_000);
    // The bridge of a half-space at so long a step is 2 % off and more, many errors.
    expect(Math.abs(mean - chainHittingTime(ball, 0.1))).toBeLessThan(4 * error);
    expect(Math.abs(mean - hittingTime(ball))).toBeGreaterThan(2 * error);
  });

  it.each([1, 2, 3] as const)('d = %d: the chain’s mean time tends to the diffusion’s', (dimension) => {
    const ball = { dimension, radius: 0.4, from: Math.sqrt(dimension) };
    expect(chainHittingTime(ball, 0.001) / hittingTime(ball)).toBeCloseTo(1, 3);
  });
});

describe('passages of Euler–Maruyama on the line', () => {
  const top = { potential: '(x^2 - 1)^2', temperature: 0.25, from: -1, into: 'x' };

  it.each([
    [0.02, '32.75'],
    [0.01, '33.44'],
    [0.005, '33.72'],
  ])('to the top of the double well at h = %f: %s', (step, mean) => {
    expect(chainPassage(top, step, [-3, 0]).mean.toFixed(2)).toBe(mean);
  });

  it('out of both sides, whatever formula has the region', () => {
    const exit = { potential: '-x^2/2', temperature: 0.01, from: 0 };
    const [flat, bent] = ['abs(x) - 1', 'x^2 - 1'].map((into) => ({ ...exit, into }));
    expect(passageTime(flat)).toBeCloseTo(2.932689, 6);
    expect(passageTime(bent)).toBeCloseTo(2.932689, 6);
    expect(chainPassage(flat, 0.001, [-1, 1]).mean).toBeCloseTo(2.9349, 3);
  });
});

it('the top between the flat and the sharp well is where the landscape says', () => {
  const { potential, c, top, barrier, curvatureAt } = flatAndSharp;
  const { graph, potential: node, values } = problem(['x'], potential, { c });
  const found = [-1, top, 1].map((x) => criticalPoint(graph, node, values, [x])!);
  expect(found[1].at[0]).toBeCloseTo(top, 7);
  expect(found[1].potential).toBeCloseTo(barrier, 6);
  expect(found[0].curvatures[0]).toBeCloseTo(curvatureAt(-1, c), 10);
  expect(found[2].curvatures[0]).toBeCloseTo(curvatureAt(1, c), 10);
});
