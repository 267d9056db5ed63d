import { compile } from '../expression';
import type { PilotRange } from '../model/observable';
import type { Plan } from '../model/plan';
import { Batch } from './cpu/twin';

const pilotParticles = 256;
const mostSteps = 2048;
/** Derived quantities cost far more than a step does, and are looked at this often. */
const derivedLooks = 32;

/**
 * Settings of every observer at every sweep point, `[point][observer]`, from a short run of the f64 twin with the first
 * particles of the whole ensemble: a function of the experiment alone, so that all shards agree on them.
 */
export function pilotSettings(plan: Plan): number[][][] {
  return plan.points.map((point, p) => {
    const ranges = pilotRanges(plan, p);
    return plan.observers.map(({ observer }, o) => observer.settings(ranges[o], point));
  });
}

function pilotRanges(plan: Plan, point: number): PilotRange[][] {
  const programs = plan.observers.map(({ observer }) => compile(observer.pilot));
  const seen = programs.map((): Range[] => []);
  if (!programs.some((program) => program.outputs.length > 0)) return seen.map(() => []);
  const batch = new Batch(plan, point, 0, Math.min(pilotParticles, plan.layout.particles));
  const total = Math.min(plan.burnIn + plan.steps, mostSteps);
  // A burn-in that fits is left out of the ranges: the start may lie far outside of what is recorded.
  const from = Math.min(plan.burnIn, Math.floor(mostSteps / 2));
  const stride = Math.ceil((total - from) / derivedLooks);
  const lookAt = ({ observed, count, steps }: Batch) => {
    plan.observers.forEach(({ observer: { derive } }, o) => {
      if (derive && (total - steps) % stride > 0) return;
      const values = programs[o].evaluate(observed, plan.points[point].values, count);
      look(derive?.(values, count) ?? values, count, seen[o]);
    });
  };
  while (batch.steps < total) {
    batch.advance();
    if (batch.steps > from) lookAt(batch);
  }
  return seen.map((ranges) => ranges.map((range) => range.result()));
}

function look(columns: readonly Float64Array[], count: number, ranges: Range[]): void {
  columns.forEach((column, i) => {
    ranges[i] ??= new Range();
    for (let k = 0; k < count; k++) ranges[i].add(column[k]);
  });
}

class Range {
  private count = 0;
  private sum = 0;
  private least = Number.POSITIVE_INFINITY;
  private most = Number.NEGATIVE_INFINITY;

  add(x: number): void {
    if (!Number.isFinite(x)) return;
    this.count++;
    this.sum += x;
    this.least = Math.min(this.least, x);
    this.most = Math.max(this.most, x);
  }

  result(): PilotRange {
    if (this.count === 0) return { mean: 0, spread: 1 };
    const mean = this.sum / this.count;
    const [low, high] = [this.least, this.most];
    return { mean, spread: Math.max(high - mean, mean - low), low, high };
  }
}
