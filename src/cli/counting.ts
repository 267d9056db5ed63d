import { ErgodicError } from '../errors';
import type { Gpu } from '../gpu/adapter';
import type { Plan } from '../model/plan';
import type { Checkpoint, Tallies, TileRange } from '../simulation';
import type { CheckpointFiles, Resumption } from './checkpoints';
import { Interrupted, interruptible } from './interrupt';
import { type Machine, simulate, withAdapter } from './machine';
import type { ProgressView } from './progress';
import { Stopwatch } from './stopwatch';

/** Options of every command that runs experiments. */
export interface CountingOptions {
  adapter: string;
  resume?: boolean;
  checkpoint: string;
}

/** A run that can be stopped and go on. */
export interface Counting {
  plan: Plan;
  files: CheckpointFiles;
  /** Folder of the results, for messages. */
  out: string;
  view: ProgressView;
  watch?: Stopwatch;
  /** All of the ensemble by default. */
  tiles?: TileRange;
}

export interface Counted {
  tallies: Tallies;
  machine: Machine;
  /** Wall time, that before a resumption included. */
  seconds: number;
}

/**
 * Runs a plan on an adapter, under a progress view and with checkpoints.
 *
 * @throws Interrupted after a signal, telling whether a checkpoint is there to go on from
 */
export async function count(counting: Counting, options: CountingOptions): Promise<Counted> {
  const resumed = resumption(counting, options);
  counting.watch?.begin('adapter and device');
  try {
    return await interruptible((signal) =>
      withAdapter(options.adapter, (open) => countOn(open, signal, counting, options, resumed)),
    );
  } catch (error) {
    const kept = counting.files.written || resumed !== null;
    throw error instanceof Interrupted ? stopped(error, kept, counting.out) : error;
  }
}

/** The same on devices that are there already. */
export async function countOn(
  open: () => Promise<Gpu>,
  signal: AbortSignal,
  { plan, files, view, watch = new Stopwatch(), tiles }: Counting,
  options: CountingOptions,
  resumed: Resumption | null,
): Promise<Counted> {
  const spent = wallClock(resumed?.seconds ?? 0);
  const keep = (checkpoint: Checkpoint, adapter: string) => {
    try {
      files.write(checkpoint, adapter, spent());
    } catch (error) {
      // A disk that is full now may have room again before the end.
      view.say(error instanceof Error ? error.message : String(error));
    }
  };
  const seconds = secondsOf(options.checkpoint);
  const { tallies, machine } = await simulate(plan, open, {
    ...{ view, signal, watch, seconds, keep, tiles, from: resumed?.from },
  });
  warnOfOtherAdapter(resumed, machine);
  return { tallies, machine, seconds: spent() };
}

function resumption({ files, out }: Counting, { resume }: CountingOptions): Resumption | null {
  if (resume === true) {
    const found = files.read();
    if (found === null) process.stderr.write(`--resume: no checkpoint in ${out}; starting afresh\n`);
    return found;
  }
  if (files.present)
    process.stderr.write(`! ${out} holds a checkpoint that will be replaced; --resume would go on from it\n`);
  return null;
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds > 0 && seconds <= 1e6) return seconds;
  throw new ErgodicError('badInput', `--checkpoint: found '${text}', expected seconds above 0, as in --checkpoint 60`);
}

/** Seconds since now and `before`. */
export function wallClock(before = 0): () => number {
  const begun = performance.now();
  return () => before + (performance.now() - begun) / 1000;
}

function warnOfOtherAdapter(resumed: Resumption | null, { adapter }: Machine): void {
  if (resumed === null || resumed.adapter === adapter) return;
  process.stderr.write(
    `! begun on ${resumed.adapter} and ended on ${adapter}: counts may differ by roundings from those of one adapter\n`,
  );
}

function stopped({ signal, exitStatus: status }: Interrupted, kept: boolean, out: string): Interrupted {
  const rest = kept
    ? `${out} holds a checkpoint, from which the same command with --resume goes on`
    : 'nothing was written';
  return new Interrupted(signal, status, rest);
}
