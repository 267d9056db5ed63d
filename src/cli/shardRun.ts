import { version } from '../../package.json';
import { ErgodicError } from '../errors';
import type { Plan } from '../model/plan';
import { formatCount } from '../report/format';
import { writeShard } from '../results/shard';
import { particlesIn, shardTiles } from '../simulation';
import { CheckpointFiles } from './checkpoints';
import { type CountingOptions, count } from './counting';
import { writeWhole } from './files';
import { lockFolder } from './lock';
import { progressView } from './progress';
import type { ShardChoice } from './shard';
import { finishedShard, keepExperiment, shardFiles } from './shardFolder';

interface ShardOptions extends CountingOptions {
  json?: boolean;
  quiet?: boolean;
}

/**
 * Runs one part of an experiment into `OUT/shards/i-of-n.npz`, unless it is there already.
 *
 * @param tables reads the tables of the experiment, which are kept beside it
 */
export async function runShard(
  plan: Plan,
  choice: ShardChoice,
  out: string,
  tables: (path: string) => string,
  options: ShardOptions,
): Promise<void> {
  if (options.json)
    throw new ErgodicError(
      'badInput',
      '--json: a shard has no result of its own; leave it out, and give it to ergodic merge',
    );
  const { folder, name, file } = shardFiles(out, choice);
  const { index, count: parts, found } = choice;
  const say = (text: string) => void (options.quiet || process.stderr.write(`shard ${index} of ${parts}: ${text}\n`));
  const made = finishedShard(file, plan) !== null;
  keepExperiment(out, plan, tables);
  if (made) return say(`${file} is there already; not run again`);
  const free = lockFolder(folder, `-${name}`);
  try {
    const tiles = shardTiles(plan, index, parts);
    say(`${formatCount(particles(plan, tiles))} particles of all sweep points (${found})`);
    const files = new CheckpointFiles(folder, plan, `${name}.checkpoint`);
    const { tallies, machine, seconds } = await count(
      { plan, files, out, tiles, view: progressView(options) },
      options,
    );
    writeWhole(
      file,
      writeShard(plan, tallies, { index, count: parts, tiles, hash: plan.hash, version, ...machine, seconds }),
    );
    files.remove();
    say(`${file}; once all ${parts} are there: ergodic merge ${out}`);
  } finally {
    free();
  }
}

const particles = (plan: Plan, tiles: { first: number; end: number }): number =>
  particlesIn(plan, [tiles])
    .flat()
    .reduce((a, b) => a + b, 0);
