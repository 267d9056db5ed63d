import { compile, hessian } from '../expression';
import type { Plan } from '../model/plan';
import { extremeEigenvalues } from '../observables/parts/extremeEigenvalues';
import { Batch } from './cpu/twin';

const particles = 32;
const mostSteps = 256;
const looks = 16;
/** Operations that a look may cost before it would be felt. */
const mostOperations = 2e8;
const mostCoordinates = 64;

/** A curvature that a step is too long for. */
export interface TooStiff {
  step: number;
  /** Largest eigenvalue of the Hessian where a particle was. */
  curvature: number;
  /** Steps from here on make particles of such a curvature leave: for most methods 2 / curvature. */
  bound: number;
}

/**
 * Whether a sweep point's step is too long for the curvatures that its particles meet: a short run of the f64 twin with the first
 * particles of the ensemble, the largest eigenvalue of the Hessian looked at from the start on.
 *
 * @returns the first curvature found for which it is; null where none was, or where looking would take long
 */
export function tooStiff(plan: Plan, point: number): TooStiff | null {
  const { target, method, points, scope } = plan;
  const step = points[point].method.step;
  const size = scope.graph.coordinates.length;
  if (target.potential === null || typeof step !== 'number' || size > mostCoordinates) return null;
  if (!Number.isFinite(method.largestStep(1, points[point].method))) return null;
  const program = compile(hessian(scope.graph, target.potential).flatMap((row, i) => row.slice(0, i + 1)));
  const rows = target.rows?.train.count ?? 1;
  const cost = looks * program.nodes.length + mostSteps * compile(target.slope).nodes.length;
  if (cost * rows * particles > mostOperations) return null;
  const batch = new Batch(plan, point, 0, Math.min(particles, plan.layout.particles));
  const total = Math.min(plan.burnIn + plan.steps, mostSteps);
  for (let look = 0; look <= looks; look++) {
    while (batch.steps < (total * look) / looks) batch.advance();
    const curvature = largestCurvature(
      program.evaluate(batch.position, points[point].values, batch.count),
      batch.count,
      size,
    );
    const bound = method.largestStep(curvature, points[point].method);
    if (curvature > 0 && step >= bound) return { step, curvature, bound };
  }
  return null;
}

function largestCurvature(columns: readonly Float64Array[], count: number, size: number): number {
  const triangle = new Float64Array(columns.length);
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < count; k++) {
    for (let e = 0; e < triangle.length; e++) triangle[e] = columns[e][k];
    const [, value] = extremeEigenvalues(triangle, size);
    if (Number.isFinite(value)) largest = Math.max(largest, value);
  }
  return largest;
}
