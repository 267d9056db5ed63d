import { compile, type Program } from '../../expression';
import type { Observer, TwinRecord } from '../../model/observable';
import type { Plan } from '../../model/plan';
import { address, purpose, randomWords, seedKey, uniformOpen } from '../../random';
import { capturedLayout } from '../captured';
import { findBlock } from '../cells';
import type { Tallies } from '../tallies';
import type { Batch } from './twin';

/** A sweep point that is being run. */
export interface PointRun {
  plan: Plan;
  point: number;
  tallies: Tallies;
  /** Numbers of every observer. */
  settings: readonly number[][];
}

/** One observer's look at a batch of particles of one group. Twin of `Writers` in ../webgpu/recording.ts. */
export class Watch {
  private readonly observer: Observer;
  private readonly program: Program;
  private readonly memory: Float64Array[];

  /** @param first index of the batch's first particle within its point */
  constructor(
    private readonly run: PointRun,
    private readonly batch: Batch,
    private readonly index: number,
    private readonly first: number,
    private readonly group: number,
  ) {
    this.observer = run.plan.observers[index].observer;
    this.program = compile(this.observer.expressions);
    this.memory = (this.observer.memory ?? []).map((start) => new Float64Array(batch.count).fill(start));
  }

  begin(): void {
    this.observer.begin?.twin(this.at(0, this.values()));
  }

  /** After step number `clock` since the end of burn-in, from 1; before that nothing is observed. */
  record(clock: number): void {
    if (clock <= 0) return;
    const { due, every, sparse, record } = this.observer;
    const now = due === undefined ? clock % every === 0 : clock === due.twin(this.memory);
    if (now) record.twin(this.at(clock, this.values()));
    if (sparse !== undefined && clock % sparse.every === 0) sparse.record.twin(this.at(clock, this.values()));
  }

  /** Whether nothing that is counted can change any more for particle k. */
  settled(k: number): boolean {
    return this.observer.settled?.twin(this.memory, k) ?? false;
  }

  finish(): void {
    this.observer.finish?.twin(this.at(this.run.plan.steps, this.values()));
  }

  private values(): readonly Float64Array[] {
    const { plan, point } = this.run;
    return this.program.evaluate(this.batch.observed, plan.points[point].values, this.batch.count);
  }

  private at(clock: number, values: readonly Float64Array[]): TwinRecord {
    const { point, tallies, settings } = this.run;
    return {
      clock,
      every: this.observer.every,
      values,
      count: this.batch.count,
      settings: settings[this.index],
      memory: this.memory,
      uniform: (k, draw) => this.uniform(k, draw),
      add: (block, cell, amount) => {
        const { offset } = findBlock(tallies.table, this.index, block);
        tallies.add(tallies.index(point, this.group, offset + cell), amount);
      },
      keep: (k, record, value) => this.keep(k, record, value),
    };
  }

  private uniform(k: number, draw: number): number {
    const { plan, point } = this.run;
    const words = randomWords(seedKey(plan.seed), address(this.first + k, point), this.index, draw, purpose.observer);
    return uniformOpen(words[0]);
  }

  private keep(k: number, record: number, value: number): void {
    const { plan, point, tallies } = this.run;
    const { particles, records } = capturedLayout(plan).traces.find((t) => t.observer === this.index)!;
    if (this.first + k >= particles) return;
    const trace = tallies.trace(plan.observers[this.index].name, particles * records);
    trace[(point * particles + this.first + k) * records + record] = value;
  }
}
