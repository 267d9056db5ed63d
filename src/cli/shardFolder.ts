import { type Dirent, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { version } from '../../package.json';
import { ErgodicError } from '../errors';
import { readExperiment, resolveExperiment } from '../experiment';
import type { Plan } from '../model/plan';
import { openShard, type Shard, type ShardOrigin } from '../results/shard';
import { readText, tablesBeside, writeWhole } from './files';
import type { ShardChoice } from './shard';

const nameOf = ({ index, count }: Pick<ShardChoice, 'index' | 'count'>): string => `${index}-of-${count}`;
const shardName = /^\d+-of-\d+\.npz$/;

/** The file of a shard in a folder of results, and of what is on its way to it. */
export function shardFiles(out: string, choice: ShardChoice) {
  const folder = join(out, 'shards');
  return { folder, name: nameOf(choice), file: join(folder, `${nameOf(choice)}.npz`) };
}

/**
 * Where a shard was made before, by the same version from the same experiment; null where it has to be run.
 *
 * @throws ErgodicError shardsDoNotFit when it is of another experiment or version
 */
export function finishedShard(file: string, plan: Plan): ShardOrigin | null {
  if (!existsSync(file)) return null;
  const { origin } = openShard(file, () => readFileSync(file));
  if (origin.hash === plan.hash && origin.version === version) return origin;
  const what = origin.hash === plan.hash ? `of ergodic ${origin.version}` : 'of another experiment';
  throw new ErgodicError('shardsDoNotFit', `${file} is there and ${what}; remove it, or name another folder by --out`);
}

/**
 * Writes the experiment and its tables where `merge` looks for them: all shards write the same.
 *
 * @throws ErgodicError shardsDoNotFit where the folder is that of another experiment's shards
 */
export function keepExperiment(out: string, plan: Plan, tables: (path: string) => string): void {
  checkKept(out, plan);
  const { data } = plan.resolved as { data?: { file?: string; test?: unknown } };
  const own = data && { data: { ...data, ...keptTables(out, data, tables) } };
  mkdirSync(join(out, 'shards'), { recursive: true });
  writeWhole(join(out, 'experiment.json'), `${JSON.stringify({ ...plan.resolved, ...own }, null, 2)}\n`);
}

function checkKept(out: string, plan: Plan): void {
  if (!existsSync(join(out, 'experiment.json')) || !existsSync(join(out, 'shards'))) return;
  if (keptExperiment(out).hash === plan.hash) return;
  const found = `${out} holds shards of another experiment (${join(out, 'experiment.json')})`;
  throw new ErgodicError('shardsDoNotFit', `${found}; remove them, or name another folder by --out`);
}

function keptTables(out: string, { file, test }: { file?: string; test?: unknown }, tables: (path: string) => string) {
  const keep = (path: string, prefix: string): string => {
    const kept = join('tables', `${prefix}${basename(path)}`);
    mkdirSync(join(out, 'tables'), { recursive: true });
    writeWhole(join(out, kept), tables(path));
    return kept;
  };
  return {
    ...(file !== undefined && { file: keep(file, '') }),
    ...(typeof test === 'string' && { test: keep(test, 'test-') }),
  };
}

/** The experiment that the shards in a folder are of. */
export function keptExperiment(out: string): Plan {
  const file = join(out, 'experiment.json');
  return resolveExperiment(readExperiment(readText(file), { file }), file, tablesBeside(file));
}

/**
 * Folders below some directories, these among them, that hold shards.
 *
 * @throws ErgodicError badInput where a directory cannot be read
 */
export function shardFolders(directories: readonly string[]): string[] {
  return [...new Set(directories.flatMap(below))];
}

function below(directory: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (cause) {
    throw new ErgodicError('badInput', `${directory} cannot be read; expected a folder of results`, { cause });
  }
  if (basename(directory) === 'shards' && entries.some(({ name }) => shardName.test(name))) return [dirname(directory)];
  return entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => below(join(directory, name)));
}

/** All shards of folders of results, whatever they are of. */
export function readShards(folders: readonly string[]): Shard[] {
  return folders.flatMap((out) => {
    const names = readdirSync(join(out, 'shards')).filter((name) => shardName.test(name));
    return names.map((name) => {
      const file = join(out, 'shards', name);
      return openShard(file, () => readFileSync(file));
    });
  });
}
