import { quietly } from '../../gpu/quietly';

const firstSteps = 16;

/** Sums of a dispatch hold 2^15 records (shaders/lib/tally.wgsl), its counters 2^24. */
export const mostSteps = 2 ** 15;

/** Particle-steps of a dispatch: counts between two fetches of the tallies are below 2^32. */
export const mostWork = 2 ** 31;

/** Drivers give up on a dispatch after about two seconds. */
const longestMs = 1000;

/**
 * Chooses how many steps a dispatch makes, so that each takes about a budget of time: long enough to keep the device busy,
 * short enough that no driver's watchdog strikes and the host stays responsive. Nothing counted depends on it.
 */
export class Pacer {
  /** Particle-steps per millisecond; 0 until measured. */
  private rate = 0;
  private inFlight: { work: number; done: Promise<void> }[] = [];
  private last = 0;

  /**
   * @param block steps that share a random stream: whole blocks cost no seeking
   * @param stride steps that are taken together; it divides the block and the ends
   */
  constructor(
    private readonly device: GPUDevice,
    private readonly budgetMs: number,
    private readonly block: number,
    private readonly stride: number,
  ) {}

  /** Steps for the next dispatch over `particles` from step `from` on, at most up to step `end`. */
  steps(particles: number, from: number, end: number): number {
    if (this.rate === 0) return Math.min(firstSteps, end - from);
    const affordable = Math.min(mostSteps, mostWork / particles, (this.rate * this.budgetMs) / particles);
    const patience = (this.rate * longestMs) / particles;
    // A start in the middle of a block passes over its random words first, so a part of a block is a last resort.
    if (patience < this.block)
      return Math.min(this.stride * Math.max(1, Math.floor(patience / this.stride)), end - from);
    const blocks = Math.floor((from + Math.max(affordable, this.block)) / this.block);
    return Math.min(end, blocks * this.block) - from;
  }

  /** Two dispatches are kept in flight: one runs while the host prepares the next. */
  async submitted(work: number): Promise<void> {
    if (this.inFlight.length === 0) this.last = performance.now();
    const done = quietly(this.device.queue.onSubmittedWorkDone()).then(() => this.measure(work));
    this.inFlight.push({ work, done });
    // The first dispatches tell the rate, on which the size of all others rests.
    const most = this.rate === 0 ? 0 : 1;
    while (this.inFlight.length > most) await this.inFlight.shift()!.done;
  }

  async idle(): Promise<void> {
    while (this.inFlight.length > 0) await this.inFlight.shift()!.done;
  }

  private measure(work: number): void {
    const now = performance.now();
    const elapsed = now - this.last;
    if (elapsed > 0) {
      const rate = work / elapsed;
      this.rate = this.rate === 0 ? rate : Math.min(4 * this.rate, 0.5 * this.rate + 0.5 * rate);
    }
    this.last = now;
  }
}
