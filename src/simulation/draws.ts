import type { Plan } from '../model/plan';

/** Random words of one step of one particle, in the order of the path's stream. */
export interface StepDraws {
  /** Standard normals. Where their number is odd, two steps share the last pair of words. */
  normals: number;
  /** Further pairs of words: one for a uniform number, one for a row of a mini-batch, one for two rows with normals. */
  pairs: number;
}

/** What a step draws at a sweep point; the number of normals is the same at all of them. */
export function drawsAt({ method, points, target, scope }: Plan, point: number): StepDraws {
  const rows = target.rows?.train.count ?? 0;
  const { normals, uniforms = 0, batch = 0, noisy = false } = method.draws(points[point].method, rows);
  const pairs = uniforms + batch + (noisy ? Math.ceil(rows / 2) : 0);
  return { normals: normals * scope.graph.coordinates.length, pairs };
}

const shifts = new WeakMap<Plan, number>();

/**
 * How the path's random words are cut into blocks of steps, each with a stream of its own keyed by its address: 2 to this power.
 *
 * Long blocks make the key's cost vanish; short ones make a start in the middle of a block cheap. About a thousand words a
 * block, at most 256 steps and, since two steps may share a pair, at least 2: a function of the experiment alone, since every
 * result depends on it.
 */
export function blockShift(plan: Plan): number {
  const known = shifts.get(plan);
  if (known !== undefined) return known;
  const words = plan.points.reduce((most, _, p) => {
    const { normals, pairs } = drawsAt(plan, p);
    return Math.max(most, normals + 2 * pairs);
  }, 1);
  const shift = Math.min(8, Math.max(1, Math.floor(Math.log2(1024 / words))));
  shifts.set(plan, shift);
  return shift;
}
