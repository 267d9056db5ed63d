import { ErgodicError } from '../errors';
import type { Expectation } from '../model/plan';
import type { ExpectationResult, PointResult } from '../model/result';

/** Judges every expectation at every sweep point; with several points each verdict names its point. */
export function judge(expectations: readonly Expectation[], points: readonly PointResult[]): ExpectationResult[] {
  return expectations.flatMap((expectation) =>
    points.map((point, p) => ({
      ...judgeOne(expectation, point),
      ...(points.length > 1 && { point: p }),
    })),
  );
}

function judgeOne(expectation: Expectation, point: PointResult): ExpectationResult {
  const { path, ...limit } = expectation;
  const { value, standardError } = find(point, path);
  return { path, limit: limit as Record<string, number>, value, holds: holds(expectation, value, standardError) };
}

/** A number that could not be estimated meets no expectation. */
function holds(e: Expectation, value: number | null, error: number | null): boolean {
  if (value === null) return false;
  if (e.below !== undefined && !(value < e.below)) return false;
  if (e.above !== undefined && !(value > e.above)) return false;
  if (e.near === undefined) return true;
  if (e.standardErrors !== undefined && error === null) return false;
  return Math.abs(value - e.near) <= (e.standardErrors ?? 0) * (error ?? 0) + (e.within ?? 0);
}

/** The estimate, or the plain number, that a path such as `moments.mean.0` names. */
function find(point: PointResult, path: string): { value: number | null; standardError: number | null } {
  let at: unknown = point.observables;
  for (const key of path.split('.')) {
    if (at === null) break;
    if (typeof at !== 'object' || !Object.hasOwn(at, key)) throw namesNothing(path, key, at);
    at = (at as Record<string, unknown>)[key];
  }
  // What could not be estimated is null in place of an estimate.
  if (at === null) return { value: null, standardError: null };
  if (typeof at === 'number') return { value: at, standardError: null };
  if (typeof at === 'object' && at !== null && 'value' in at && 'standardError' in at) {
    return at as { value: number | null; standardError: number | null };
  }
  throw namesNothing(path, '', at);
}

function namesNothing(path: string, key: string, at: unknown): ErgodicError {
  const known = typeof at === 'object' && at !== null ? Object.keys(at).join(', ') : 'nothing further';
  const where = key === '' ? 'it does not end at an estimate' : `'${key}' is not there`;
  return new ErgodicError('badInput', `expect.${path} names no estimate: ${where}; known: ${known}`);
}
