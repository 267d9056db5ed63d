import type { Plan } from '../model/plan';

/** Particle-steps of a whole plan. */
export function particleSteps(plan: Plan): bigint {
  return BigInt(plan.layout.particles) * BigInt(plan.points.length) * BigInt(plan.burnIn + plan.steps);
}

/** An integer as result files hold it: a number up to 2^53, a string past it. */
export function asCount(n: bigint): number | string {
  return n <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(n) : String(n);
}
