import { ErgodicError } from '../../errors';
import type { Gpu } from '../../gpu/adapter';
import { DeviceTrouble } from '../../gpu/trouble';
import type { Plan } from '../../model/plan';
import type { Checkpoint } from '../checkpoint';
import type { Tallies } from '../tallies';
import { suited } from './ensemble';
import { type GpuSimulationOptions, simulateOnGpu } from './run';

export interface RecoveryOptions extends GpuSimulationOptions {
  /** Told of every trouble from which the run goes on, and of the wait before it does. */
  onTrouble?(trouble: DeviceTrouble, waitMs: number): void;
  /** Seconds between the checkpoints that are only held in memory, for a device that is lost. Default 10. */
  memorySeconds?: number;
}

/** Where devices come from, and where they go after an attempt. */
export interface Devices {
  open(): Promise<Gpu>;
  close(gpu: Gpu): Promise<void>;
}

/** Troubles in a row, without a checkpoint between them, after which a run gives up. */
const mostTroubles = 5;
const firstWaitMs = 100;

/** What a run came to, and on what: the adapter of its last device. */
export interface Recovered {
  tallies: Tallies;
  gpu: Pick<Gpu, 'info'>;
  /** Devices that were lost on the way. */
  losses: number;
}

/**
 * Runs a plan on devices that may be lost: each new one goes on where the last checkpoint in memory stands.
 *
 * @throws ErgodicError deviceLost after five troubles in a row without a checkpoint between them; the last checkpoint has then been
 *   given to `checkpoints`
 */
export async function simulateRecovering(
  plan: Plan,
  devices: Devices,
  options: RecoveryOptions = {},
): Promise<Recovered> {
  const run = new Recovery(options);
  for (;;) {
    try {
      return await run.attempt(plan, devices);
    } catch (error) {
      if (!(error instanceof DeviceTrouble)) throw error;
      await run.recover(error);
    }
  }
}

class Recovery {
  private last: Checkpoint | undefined;
  private losses = 0;
  private inRow = 0;
  private given = performance.now();
  private pageParticles: number | undefined;

  constructor(private readonly options: RecoveryOptions) {
    this.last = options.from;
    this.pageParticles = options.pageParticles;
  }

  async attempt(plan: Plan, devices: Devices): Promise<Recovered> {
    const gpu = await this.opened(devices);
    this.pageParticles ??= suited(gpu.info.software).pageParticles;
    try {
      const checkpoints = { seconds: this.seconds(), keep: (checkpoint: Checkpoint) => this.keep(checkpoint) };
      const own = { from: this.last, pageParticles: this.pageParticles, checkpoints };
      const tallies = await simulateOnGpu(plan, gpu, { ...this.options, ...own });
      return { tallies, gpu, losses: this.losses };
    } finally {
      await devices.close(gpu);
    }
  }

  /** After a loss the driver may need a while to show an adapter again. */
  private async opened(devices: Devices): Promise<Gpu> {
    try {
      return await devices.open();
    } catch (error) {
      if (this.losses === 0) throw error;
      throw new DeviceTrouble('lost', error instanceof Error ? error.message : String(error));
    }
  }

  private seconds(): number {
    return Math.min(this.options.memorySeconds ?? 10, this.options.checkpoints?.seconds ?? Number.POSITIVE_INFINITY);
  }

  private keep(checkpoint: Checkpoint): void {
    this.last = checkpoint;
    this.inRow = 0;
    const { checkpoints, signal } = this.options;
    if (checkpoints === undefined) return;
    const due = performance.now() - this.given >= 1000 * checkpoints.seconds;
    if (!due && signal?.aborted !== true) return;
    checkpoints.keep(checkpoint);
    this.given = performance.now();
  }

  /** Waits before the next attempt, longer each time, or gives up. */
  async recover(trouble: DeviceTrouble): Promise<void> {
    this.losses++;
    this.inRow++;
    const { checkpoints, onTrouble, signal } = this.options;
    if (trouble.kind === 'out of memory') this.pageParticles = Math.max(1, this.pageParticles! / 2);
    if (this.inRow >= mostTroubles || signal?.aborted === true) {
      if (this.last !== undefined) checkpoints?.keep(this.last);
      throw gaveUp(trouble, this.inRow, checkpoints !== undefined && this.last !== undefined);
    }
    const waitMs = firstWaitMs * 2 ** (this.inRow - 1);
    onTrouble?.(trouble, waitMs);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

function gaveUp(trouble: DeviceTrouble, times: number, kept: boolean): ErgodicError {
  const advice = {
    lost: 'look at the driver and its log, or choose another adapter by --adapter',
    'out of memory': 'ask for fewer particles, bins or sweep points, or choose another adapter by --adapter',
    failed:
      'run ergodic doctor, and report it with the experiment file: the engine asked for something that it may not',
  }[trouble.kind];
  const saved = kept ? 'What was done is saved; --resume goes on from it. ' : '';
  const message = `${trouble.message}, ${times} times in a row without getting on. ${saved}To mend it, ${advice}.`;
  return new ErgodicError('deviceLost', message, { cause: trouble });
}
