import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../src/model/estimate';
import { deviation, estimate, exampleOf, pointsOf } from './run';

/** Runs an example of the repository, changed by assignments, and returns what its observables report. */
async function run(name: string, ...assignments: string[]) {
  const [point] = await pointsOf(exampleOf(name, ...assignments));
  return point.observables;
}

const radii = (of: unknown) => of as { radius: number; occupancy: Estimate }[];

test('the main example: total variation at its floor, exponent 1, no exact hits', async () => {
  const { density, barrier } = await run('double-well');
  const distance = estimate(density.totalVariation);
  expect(distance.value).toBeLessThan(0.001);
  expect(Math.abs(deviation(distance, distance.floor!))).toBeLessThan(4);
  expect(Math.abs(deviation(estimate(barrier.exponent), 1))).toBeLessThan(3);
  expect(barrier.exactHits).toBe(0);
});

describe('the symmetric double well at T = 1/4 from a symmetric start', () => {
  const particles = 'ensemble.particles=1000000';
  const euler = 'method.name=euler-maruyama';

  test.each([
    [0.02, 2.34e-2, -6.28e-3],
    [0.01, 1.14e-2, -3.01e-3],
  ])('Euler–Maruyama at step %d is off by the predicted amount', async (step, distance, bias) => {
    const { density, moments } = await run(
      'symmetric-double-well',
      particles,
      euler,
      `method.step=${step}`,
      'expect={}',
    );
    expect(Math.abs(estimate(density.totalVariation).value! / distance - 1)).toBeLessThan(0.1);
    const [square] = (moments as unknown as { mean: Estimate[] }).mean;
    expect(Math.abs(deviation(square, square.reference! + bias))).toBeLessThan(4);
    expect(deviation(square, square.reference!)).toBeLessThan(-4);
  });

  test('Leimkuhler–Matthews at step 0.02 is not visibly off', async () => {
    const { density, moments } = await run('symmetric-double-well', particles, 'method.step=0.02', 'expect={}');
    const distance = estimate(density.totalVariation);
    expect(Math.abs(deviation(distance, distance.floor!))).toBeLessThan(4);
    const [square] = (moments as unknown as { mean: Estimate[] }).mean;
    expect(Math.abs(deviation(square, square.reference! + 1.8e-5))).toBeLessThan(4);
  });
});

/** Masses of balls about the mean of a standard Gaussian: theory §4, three digits. */
const masses = { 2: { 0.1: 4.99e-3, 0.01: 5.0e-5 }, 3: { 0.1: 2.65e-4 } };

test.each([2, 3] as const)('a point in %d-D has its dimension as exponent and the masses of theory', async (d) => {
  const { origin } = await run(`gaussian-${d}d`, 'expect={}');
  expect(Math.abs(deviation(estimate(origin.exponent), d))).toBeLessThan(3);
  expect(origin.exactHits).toBe(0);
  for (const { radius, occupancy } of radii(origin.radii)) {
    expect(Math.abs(deviation(occupancy, occupancy.reference!))).toBeLessThan(4);
    const stated = (masses[d] as Record<number, number>)[radius];
    if (stated !== undefined) expect(Math.abs(occupancy.reference! / stated - 1)).toBeLessThan(2e-3);
  }
});
