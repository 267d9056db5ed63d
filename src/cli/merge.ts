import type { Command } from 'commander';
import { version } from '../../package.json';
import { ErgodicError, exitStatus } from '../errors';
import { describeRun } from '../report/rows';
import { mergeShards } from '../results/merge';
import type { Shard } from '../results/shard';
import { isCertificate, mergeCertificate } from './certificateFiles';
import { finish } from './certify';
import { prepareFolder } from './files';
import { writeResults } from './resultFiles';
import { keptExperiment, readShards, shardFolders } from './shardFolder';
import { adaptersOf, together } from './shardMachines';
import { renderResult } from './table';

interface MergeOptions {
  partial?: boolean;
  out?: string;
  json?: boolean;
  quiet?: boolean;
}

export function addMerge(program: Command): void {
  program
    .command('merge <dir...>')
    .description('adds the shards below some folders: the result that one run would have had')
    .option('--partial', 'also where shards are missing: the result of a smaller ensemble')
    .option('--out <dir>', 'folder of the result (default: the first with shards)')
    .option('--json', 'the result on standard output, and nothing else there')
    .option('--quiet', 'nothing on standard error')
    .action(merge);
}

async function merge(directories: string[], options: MergeOptions): Promise<void> {
  if (isCertificate(directories[0])) {
    const certificate = await mergeCertificate(directories, options.partial === true);
    return finish(certificate, { ...options, out: directories[0] });
  }
  const folders = shardFolders(directories);
  if (folders.length === 0) throw noShards(directories);
  const out = options.out ?? folders[0];
  prepareFolder(out);
  const plan = keptExperiment(folders[0]);
  const shards = readShards(folders);
  const tallies = mergeShards(plan, shards, version, options.partial === true);
  const result = await writeResults(plan, { tallies, ...together(shards) }, out);
  process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : `${renderResult(result)}\n`);
  if (!options.quiet) process.stderr.write(`${notes(shards)}${describeRun(result)}; files in ${out}\n`);
  if (result.expectations.some((e) => !e.holds)) process.exitCode = exitStatus.doesNotHold;
}

function notes(shards: readonly Shard[]): string {
  const adapters = adaptersOf(shards);
  const several = `! shards of ${adapters.length} adapters: counts may differ by roundings from those of one of them\n`;
  const missing = shards[0].origin.count - shards.length;
  const partial = `! ${missing} of ${shards[0].origin.count} shards are missing: the result is that of fewer particles\n`;
  return `${adapters.length > 1 ? several : ''}${missing > 0 ? partial : ''}`;
}

function noShards(directories: readonly string[]): ErgodicError {
  const found = `found no shards/i-of-n.npz below ${directories.join(', ')}`;
  return new ErgodicError('shardsDoNotFit', `${found}; make them by ergodic run FILE --shard i/n for i from 1 to n`);
}
