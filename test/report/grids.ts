import type { Estimate } from '../../src/model/estimate';
import type { MethodSetting, PointResult, Result } from '../../src/model/result';
import { doubleWellResult } from './fixtures';
import { normals } from './mathematics';

/** Axes of a synthetic sweep, the slowest first: parameters, but for `temperature`, `step` and `decay.a`. */
export type Axes = Record<string, readonly number[]>;

/** `count` numbers `step`, 2 `step`, … */
export const ladder = (count: number, step: number): number[] =>
  Array.from({ length: count }, (_, i) => Number(((i + 1) * step).toPrecision(12)));

const placesOf = (axes: Axes): Record<string, number>[] =>
  Object.entries(axes).reduce<Record<string, number>[]>(
    (places, [name, values]) => places.flatMap((place) => values.map((value) => ({ ...place, [name]: value }))),
    [{}],
  );

function methodAt({ step, 'decay.a': a }: Record<string, number>): Record<string, MethodSetting> {
  if (a !== undefined) return { name: 'sgld', batch: 8, decay: { a, b: 10, gamma: 0.55 } };
  return { name: 'leimkuhler-matthews', step: step ?? 0.02 };
}

/** A bias that grows as the square of the step, so that a mean is far from its exact value at long steps only. */
function meanAt({ tilt = 0, step = 0.02 }: Record<string, number>, noise: () => number): Estimate {
  const standardError = 0.001;
  return { value: -tilt + 2 * step ** 2 + standardError * Math.tanh(noise()), standardError, reference: -tilt };
}

function pointAt(place: Record<string, number>, base: PointResult, noise: () => number): PointResult {
  const { temperature = 0.25, step: _, 'decay.a': __, ...parameters } = place;
  const { density, barrier } = base.observables;
  const moments = { kind: 'moments', mean: [meanAt(place, noise)], variance: [{ value: 1, standardError: 0.002 }] };
  return { ...base, parameters, temperature, method: methodAt(place), observables: { density, moments, barrier } };
}

/** A result with one point for each place on the grid of the axes. */
export function gridResult(axes: Axes): Result {
  const base = doubleWellResult();
  const noise = normals(11);
  const points = placesOf(axes).map((place) => pointAt(place, base.points[0], noise));
  return { ...base, points, expectations: [] };
}
