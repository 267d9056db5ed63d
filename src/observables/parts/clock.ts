import type { ObserverContext } from '../../model/observable';
import type { SweepPoint } from '../../model/plan';

/** Steps, to the nearest, that make up a time at a sweep point. */
export const stepsIn = (time: number, { method }: SweepPoint): number => Math.round(time / Number(method.step));

/** Steps that a word of single precision counts one by one. */
export const mostCounted = 2 ** 24;

/** Whether every step is as long as the next, so that there are times: a decreasing step has none of its own. */
export const hasConstantStep = ({ points }: ObserverContext): boolean =>
  points.every(({ method }) => method.step !== undefined);

/** Refuses, at `path` of the observable, a method whose steps differ. */
export function constantStep(context: ObserverContext, path: string): void {
  if (!hasConstantStep(context))
    context.refuse(path, 'a method whose step decreases', 'expected a constant "step", so that steps are times');
}

/** Refuses, at `path`, more steps than a particle counts. */
export function countableSteps({ steps, refuse }: ObserverContext, path: string): void {
  if (steps > mostCounted)
    refuse(
      path,
      `a run of ${steps} steps`,
      `expected at most ${mostCounted}, which a particle counts in single precision`,
    );
}
