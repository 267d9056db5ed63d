import type { ExpectationResult, PointResult, Result } from '../model/result';

/** One expectation of the experiment file, judged at every sweep point. */
export interface Judged {
  path: string;
  limit: Record<string, number>;
  /** Points at which it was judged. */
  total: number;
  /** Where it does not hold; the point is missing where there is only one. */
  failures: { value: number | null; point?: PointResult }[];
  /** What was found, where there is one point only. */
  value: number | null;
  holds: boolean;
}

/** The expectations of a result, one entry for each that the file names, in its order. */
export function judged({ expectations, points }: Result): Judged[] {
  const groups = new Map<string, ExpectationResult[]>();
  for (const one of expectations) {
    const key = JSON.stringify([one.path, one.limit]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].map((all) => {
    const failures = all.filter(({ holds }) => !holds);
    return {
      path: all[0].path,
      limit: all[0].limit,
      total: all.length,
      failures: failures.map(({ value, point }) => ({ value, ...(point !== undefined && { point: points[point] }) })),
      value: all[0].value,
      holds: failures.length === 0,
    };
  });
}
