import { compile } from '../expression';
import type { PilotRange } from '../model/observable';
import type { Plan } from '../model/plan';
import { Batch } from './cpu/twin';

const pilotParticles = 256;
const mostSteps = 2048;

/**
 * Settings of every observer at every sweep point, `[point][observer]`, from a short run of the f64 twin with the first
 * particles of the whole ensemble: a function of the experiment alone, so that all shards agree on them.
 */
export function pilotSettings(plan: Plan): number[][][] {
  return plan.points.map(({ values }, point) => {
    const ranges = pilotRanges(plan, point);
    return plan.observers.map(({ observer }, o) => observer.settings(ranges[o], values));
  });
}

function pilotRanges(plan: Plan, point: number): PilotRange[][] {
  const programs = plan.observers.map(({ observer }) => compile(observer.pilot));
  const seen = programs.map((program) => program.outputs.map(() => new Range()));
  if (!programs.some((program) => program.outputs.length > 0)) return seen.map(() => []);
  const batch = new Batch(plan, point, 0, Math.min(pilotParticles, plan.layout.particles));
  const total = Math.min(plan.burnIn + plan.steps, mostSteps);
  // A burn-in that fits is left out of the ranges: the start may lie far outside of what is recorded.
  const from = Math.min(plan.burnIn, Math.floor(mostSteps / 2));
  const lookAt = ({ observed, count }: Batch) => {
    programs.forEach((program, o) => {
      look(program.evaluate(observed, plan.points[point].values, count), count, seen[o]);
    });
  };
  while (batch.steps < total) {
    batch.advance();
    if (batch.steps > from) lookAt(batch);
  }
  return seen.map((ranges) => ranges.map((range) => range.result()));
}

function look(columns: readonly Float64Array[], count: number, ranges: readonly Range[]): void {
  columns.forEach((column, i) => {
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
    return { mean, spread: Math.max(this.most - mean, mean - this.least) };
  }
}
