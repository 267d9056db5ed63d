import { join } from 'node:path';
import { version } from '../../package.json';
import type { ClaimRun } from '../certificate';
import type { Gpu } from '../gpu/adapter';
import { particleSteps } from '../results';
import { writeShard } from '../results/shard';
import { shardTiles } from '../simulation';
import { ClaimFolder, type FinishedClaimRun } from './claimFolder';
import { type CountingOptions, countOn } from './counting';
import { writeWhole } from './files';
import { Interrupted, interruptible } from './interrupt';
import { withAdapter } from './machine';
import { type PartsView, partsView } from './partsProgress';
import type { ShardChoice } from './shard';
import { finishedShard, shardFiles } from './shardFolder';

interface ClaimOptions extends CountingOptions {
  out: string;
  quiet?: boolean;
}

/** Runs all experiments of claims, one after the other, into folders below `out`. */
export function runClaims(runs: readonly ClaimRun[], options: ClaimOptions): Promise<FinishedClaimRun[]> {
  return forEach(runs, options, async (run, surroundings) => {
    const folder = folderOf(options.out, run);
    const kept = options.resume === true ? folder.kept() : null;
    if (kept !== null) return kept;
    const { counting, resumed } = folder.begin(options.resume === true, surroundings.view);
    return folder.finish(await countOn(surroundings.open, surroundings.signal, counting, options, resumed));
  });
}

/** Runs one part of every experiment; parts that are there already are not run again. */
export async function runShards(runs: readonly ClaimRun[], choice: ShardChoice, options: ClaimOptions): Promise<void> {
  const { index, count } = choice;
  await forEach(runs, options, async ({ claim, name, plan, ...rest }, { open, signal, view }) => {
    const out = join(options.out, claim.id, name);
    const files = shardFiles(out, choice);
    if (finishedShard(files.file, plan) !== null) return;
    const tiles = shardTiles(plan, index, count);
    const part = new ClaimFolder(out, { claim, name, plan, ...rest }, files);
    const { counting, resumed } = part.begin(options.resume === true, view);
    const counted = await countOn(open, signal, { ...counting, tiles }, options, resumed);
    const origin = { index, count, tiles, hash: plan.hash, version, ...counted.machine, seconds: counted.seconds };
    writeWhole(files.file, writeShard(plan, counted.tallies, origin));
    part.files.remove();
  });
  if (!options.quiet)
    process.stderr.write(`shard ${index} of ${count} is done; once all are: ergodic merge ${options.out}\n`);
}

export const folderOf = (out: string, run: ClaimRun): ClaimFolder =>
  new ClaimFolder(join(out, run.claim.id, run.name), run);

interface Surroundings {
  open: () => Promise<Gpu>;
  signal: AbortSignal;
  view: PartsView;
}

async function forEach<T>(
  runs: readonly ClaimRun[],
  options: ClaimOptions,
  work: (run: ClaimRun, surroundings: Surroundings) => Promise<T>,
): Promise<T[]> {
  const sizes = runs.map(({ plan }) => Number(particleSteps(plan)));
  const view = partsView(sizes, options);
  try {
    return await interruptible((signal) =>
      withAdapter(options.adapter, async (open) => {
        const made: T[] = [];
        for (const run of runs) {
          view.begin(`${run.claim.id}: ${run.name}`);
          made.push(await work(run, { open, signal, view }));
          signal.throwIfAborted();
        }
        return made;
      }),
    );
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const rest = `${options.out} holds what is done, from which the same command with --resume goes on`;
    throw new Interrupted(error.signal, error.exitStatus, rest);
  } finally {
    view.stop();
  }
}
