import type { ClaimSeries } from '../../model/claim';
import type { Estimate } from '../../model/estimate';

/** Measured points with their errors; those that could not be had are left out. */
export function measuredAt(name: string, set: number, x: readonly number[], y: readonly Estimate[]): ClaimSeries {
  const points = x.flatMap((at, i) => {
    const { value, standardError } = y[i];
    return value === null || standardError === null ? [] : [{ x: at, y: value, error: standardError }];
  });
  return { name, role: 'measured', set, points };
}

const pieces = 60;

/** f at evenly spaced places from `low` to `high`. */
export function curve(
  name: string,
  role: 'exact' | 'seed' | 'guide',
  set: number,
  low: number,
  high: number,
  f: (x: number) => number,
): ClaimSeries {
  const at = Array.from({ length: pieces + 1 }, (_, i) => low + ((high - low) * i) / pieces);
  return { name, role, set, points: at.map((x) => ({ x, y: f(x) })) };
}
