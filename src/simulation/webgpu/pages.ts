import type { Plan } from '../../model/plan';
import { mayEndEarly } from '../captured';
import type { Checkpoint, Checkpointing } from '../checkpoint';
import { blockShift } from '../draws';
import { checkStopped, type SimulationOptions } from '../options';
import { type TileRange, tilesOf } from '../shards';
import type { Tallies } from '../tallies';
import type { Ensemble } from './ensemble';
import { Pacer } from './pacer';

export interface PagesOptions extends SimulationOptions {
  budgetMs?: number;
  from?: Checkpoint;
  checkpoints?: Checkpointing;
}

/** Particle-steps of a plan. */
export const workOf = ({ layout, points, burnIn, steps }: Plan): number =>
  layout.particles * points.length * (burnIn + steps);

/** Takes page after page of an ensemble through all its steps, and what they count into tallies. */
export class Pages {
  private readonly pacer: Pacer;
  private readonly steps: number;
  private total = 0;
  /** Particle-steps since the tallies were collected. */
  private uncollected = 0;
  private kept = performance.now();

  constructor(
    private readonly plan: Plan,
    device: GPUDevice,
    private readonly ensemble: Ensemble,
    private readonly tallies: Tallies,
    private readonly options: PagesOptions,
    /** Once aborted, no further dispatch is made: nobody waits for the end any more. */
    private readonly halt: AbortSignal,
  ) {
    this.pacer = new Pacer(device, options.budgetMs ?? 200, 2 ** blockShift(plan), ensemble.stride);
    this.steps = plan.burnIn + plan.steps;
  }

  /** @param tiles those that run, `pageTiles` at a time */
  async run({ tiles, pageTiles }: { tiles: TileRange; pageTiles: number }): Promise<void> {
    const { from } = this.options;
    this.total = (workOf(this.plan) * (tiles.end - tiles.first)) / tilesOf(this.plan);
    let first = from?.tile ?? tiles.first;
    if (from !== undefined) {
      this.ensemble.restore(from);
      if (from.tiles > 0) await this.page(first, from.tiles, tiles);
      first += from.tiles;
    }
    for (; first < tiles.end && !this.halt.aborted; first += pageTiles) {
      const size = Math.min(pageTiles, tiles.end - first);
      this.ensemble.load(first, size);
      await this.page(first, size, tiles);
    }
    await this.pacer.idle();
    await this.ensemble.collect(this.tallies);
  }

  private async page(first: number, size: number, tiles: TileRange): Promise<void> {
    const { plan, ensemble, pacer } = this;
    const early = mayEndEarly(plan) ? new EarlyEnd(plan, ensemble) : null;
    while (ensemble.steps < this.steps && !this.halt.aborted) {
      const end = ensemble.steps < plan.burnIn ? plan.burnIn : this.steps;
      const count = pacer.steps(size * plan.layout.tile, ensemble.steps, end);
      await this.dispatch(size * plan.layout.tile, count, early);
      const done = (first - tiles.first + (size * ensemble.steps) / this.steps) / (tiles.end - tiles.first);
      this.options.onProgress?.({ done: Math.round(this.total * done), total: Math.round(this.total) });
      await this.rest(first, size);
      if (await early?.reached(pacer)) break;
    }
  }

  private async dispatch(particles: number, count: number, early: EarlyEnd | null): Promise<void> {
    const work = particles * count;
    // A count is below 2^32 between two fetches, and a 64-bit sum of 31-bit numbers holds 2^32 of them.
    if (this.uncollected + work >= 2 ** 32) await this.collect();
    this.uncollected += work;
    early?.expect(count);
    this.ensemble.advance(count);
    await this.pacer.submitted(work);
  }

  private async collect(): Promise<void> {
    await this.ensemble.collect(this.tallies);
    this.uncollected = 0;
  }

  /** Between two dispatches: keeps a checkpoint when it is time to, and before a run that is stopped ends. */
  private async rest(first: number, size: number): Promise<void> {
    const { checkpoints, signal } = this.options;
    const due = checkpoints !== undefined && performance.now() - this.kept >= 1000 * checkpoints.seconds;
    if (checkpoints !== undefined && (due || signal?.aborted === true)) await this.keep(first, size, checkpoints);
    checkStopped(signal);
  }

  private async keep(first: number, size: number, checkpoints: Checkpointing): Promise<void> {
    await this.pacer.idle();
    await this.collect();
    const within = this.ensemble.steps < this.steps;
    const page = await this.ensemble.save(within);
    if (this.halt.aborted) return;
    checkpoints.keep({
      hash: this.plan.hash,
      tile: within ? first : first + size,
      ...page,
      low: this.tallies.low.slice(),
      high: this.tallies.high.slice(),
      firstLost: this.tallies.firstLost.slice(),
      settings: this.tallies.settings,
    });
    this.kept = performance.now();
  }
}

/**
 * Ends a page once nothing that is observed can change any more. Asking stalls the device, so it is asked after a tenth more of the
 * steps each time: a run ends at most a tenth later than it might, and asks a few dozen times at most.
 */
class EarlyEnd {
  private next = 1;

  constructor(
    private readonly plan: Plan,
    private readonly ensemble: Ensemble,
  ) {}

  /** Whether the dispatch that begins now, of `count` steps, will be asked about. */
  private asks(count: number): boolean {
    return this.ensemble.steps >= this.plan.burnIn && this.ensemble.steps + count - this.plan.burnIn >= this.next;
  }

  expect(count: number): void {
    this.asked = this.asks(count);
    if (this.asked) this.ensemble.expectSettled();
  }

  private asked = false;

  async reached(pacer: Pacer): Promise<boolean> {
    const made = this.ensemble.steps - this.plan.burnIn;
    if (!this.asked || made >= this.plan.steps) return false;
    this.next = Math.ceil(1.1 * made);
    await pacer.idle();
    const settled = await this.ensemble.settled();
    if (settled) this.ensemble.finish();
    return settled;
  }
}
