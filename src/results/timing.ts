import type { Plan } from '../model/plan';
import type { Result } from '../model/result';

/** Particle-steps of a whole plan. */
export function particleSteps(plan: Plan): bigint {
  return BigInt(plan.layout.particles) * BigInt(plan.points.length) * BigInt(plan.burnIn + plan.steps);
}

/** An integer as result files hold it: a number up to 2^53, a string past it. */
export function asCount(n: bigint): number | string {
  return n <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(n) : String(n);
}

/**
 * What the result file says of a run's speed; `wall` in seconds, the rate in particle-steps per second.
 *
 * @param particles of all sweep points, where they are not the whole ensemble's
 */
export function timing(plan: Plan, wall: number, particles?: number): Result['timing'] {
  const steps = particles === undefined ? particleSteps(plan) : BigInt(particles) * BigInt(plan.burnIn + plan.steps);
  return { wall, particleSteps: asCount(steps), rate: Number(steps) / wall };
}
