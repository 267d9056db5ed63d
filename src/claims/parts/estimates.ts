import type { Estimate } from '../../model/estimate';
import type { PointResult } from '../../model/result';
import { leastSquares } from '../../statistics';

/** The estimate at a path of a point's observables, as in `density.totalVariation` or `moments.mean.0`. */
export function estimateAt(point: PointResult, path: string): Estimate {
  const found = valueAt(point, path);
  if (typeof found === 'object' && found !== null && 'value' in found) return found as Estimate;
  throw new Error(`a claim asks for ${path}, which is no estimate of its experiment`);
}

/** Whatever stands at a path of a point's observables. */
export function valueAt(point: PointResult, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], point.observables);
}

/** The exact number that stands beside an estimate. */
export function referenceAt(point: PointResult, path: string): number {
  const { reference } = estimateAt(point, path);
  if (typeof reference === 'number') return reference;
  throw new Error(`a claim asks for the exact value of ${path}, and there is none`);
}

/** Σ wᵢ eᵢ of independent estimates; null where one of them could not be had. */
export function combine(terms: readonly (readonly [weight: number, estimate: Estimate])[]): Estimate {
  const known = terms.every(([, { value, standardError }]) => value !== null && standardError !== null);
  if (!known) return { value: null, standardError: null };
  const value = terms.reduce((sum, [w, e]) => sum + w * e.value!, 0);
  return { value, standardError: Math.hypot(...terms.map(([w, e]) => w * e.standardError!)) };
}

/** f(e) with the error f′ passes on. */
export function transform(
  { value, standardError }: Estimate,
  f: (x: number) => number,
  slope: (x: number) => number,
): Estimate {
  if (value === null || standardError === null) return { value: null, standardError: null };
  return { value: f(value), standardError: Math.abs(slope(value)) * standardError };
}

export const logarithm = (e: Estimate): Estimate => transform(e, Math.log, (x) => 1 / x);

export const scaled = (e: Estimate, factor: number): Estimate =>
  transform(
    e,
    (x) => factor * x,
    () => factor,
  );

/** a/b of independent estimates. */
export function ratio(a: Estimate, b: Estimate): Estimate {
  const known = [a.value, a.standardError, b.value, b.standardError].every((x) => x !== null) && b.value !== 0;
  if (!known) return { value: null, standardError: null };
  const value = a.value! / b.value!;
  return { value, standardError: Math.hypot(a.standardError! / b.value!, (value * b.standardError!) / b.value!) };
}

/** Slope of the line through independent estimates at some x, by least squares weighed by their errors. */
export function slopeOf(points: readonly { x: number; y: Estimate }[]): Estimate {
  const weights = slopeWeights(points);
  return weights === null ? { value: null, standardError: null } : combine(points.map(({ y }, i) => [weights[i], y]));
}

/** What the same weights make of exact values in place of the estimates: the slope that is expected. */
export function slopeOfExact(points: readonly { x: number; y: Estimate }[], exact: readonly number[]): number {
  const weights = slopeWeights(points) ?? exact.map(() => Number.NaN);
  return exact.reduce((sum, value, i) => sum + weights[i] * value, 0);
}

function slopeWeights(points: readonly { x: number; y: Estimate }[]): Float64Array | null {
  if (points.some(({ y }) => y.value === null || y.standardError === null)) return null;
  const rows = points.map(({ x }) => [1, x]);
  return leastSquares(
    rows,
    points.map(({ y }) => y.standardError! ** 2),
  )[1];
}
