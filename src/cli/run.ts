import { basename, extname, join } from 'node:path';
import type { Command } from 'commander';
import { exitStatus } from '../errors';
import { readExperiment, resolveExperiment } from '../experiment';
import type { Plan } from '../model/plan';
import type { Result } from '../model/result';
import { describeRun } from '../report/rows';
import { CheckpointFiles } from './checkpoints';
import { count } from './counting';
import { dryRun } from './dryRun';
import { prepareFolder, readText, tablesBeside } from './files';
import { lockFolder } from './lock';
import { progressView } from './progress';
import { writeResults } from './resultFiles';
import { shardChoice } from './shard';
import { runShard } from './shardRun';
import { Stopwatch } from './stopwatch';
import { renderResult } from './table';

interface RunOptions {
  out?: string;
  set: string[];
  particles?: string;
  steps?: string;
  seed?: string;
  adapter: string;
  json?: boolean;
  quiet?: boolean;
  dryRun?: boolean;
  shard?: string;
  resume?: boolean;
  checkpoint: string;
  timings?: boolean;
}

const collect = (value: string, before: string[]) => [...before, value];

export function addRun(program: Command): void {
  program
    .command('run <file>')
    .description('runs an experiment file: a table here, result.json, report.html and arrays in --out')
    .option('--out <dir>', 'folder of the results (default: runs/<file name>)')
    .option('--set <path=value>', 'sets any field of the file, as in --set temperature=0.25 (repeatable)', collect, [])
    .option('--particles <n>', 'particles at each sweep point')
    .option('--steps <n>', 'steps after burn-in')
    .option('--seed <n>', 'seed of the random streams')
    .option('--adapter <choice>', 'auto, software, or text from the name of an adapter', 'auto')
    .option(
      '--shard <i/n>',
      'only part i of n of the particles, for merge; by default as a job array of Slurm or Kubernetes says',
    )
    .option('--resume', 'goes on from the checkpoint in --out')
    .option('--checkpoint <seconds>', 'time between two checkpoints', '60')
    .option('--json', 'the result on standard output, and nothing else there')
    .option('--quiet', 'no progress')
    .option('--timings', 'how long each part of the command took, on standard error')
    .option('--dry-run', 'only the resolved experiment, its memory and its time')
    .action(run);
}

async function run(file: string, options: RunOptions): Promise<void> {
  const watch = new Stopwatch();
  watch.begin('experiment file');
  const read = readExperiment(readText(file), { file, assignments: assignments(options) });
  const plan = resolveExperiment(read, file, tablesBeside(file));
  for (const warning of plan.warnings) process.stderr.write(`! ${warning}\n`);
  if (options.dryRun) return dryRun(plan, options);
  const out = options.out ?? join('runs', basename(file, extname(file)));
  prepareFolder(out);
  const shard = shardChoice(options.shard);
  if (shard !== null) return runShard(plan, shard, out, tablesBeside(file), options);
  const free = lockFolder(out);
  const result = await measure(plan, out, options, watch).finally(free);
  process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : `${renderResult(result)}\n`);
  if (!options.quiet) process.stderr.write(`${describeRun(result)}; files in ${out}\n`);
  if (options.timings) process.stderr.write(`${watch.render()}\n`);
  if (result.expectations.some((e) => !e.holds)) process.exitCode = exitStatus.doesNotHold;
}

/** The short options are assignments too; they come after `--set`, so that the more special one wins. */
function assignments({ set, particles, steps, seed }: RunOptions): string[] {
  const short = { 'ensemble.particles': particles, steps, 'ensemble.seed': seed };
  return [
    ...set,
    ...Object.entries(short).flatMap(([path, value]) => (value === undefined ? [] : [`${path}=${value}`])),
  ];
}

async function measure(plan: Plan, out: string, options: RunOptions, watch: Stopwatch): Promise<Result> {
  const files = new CheckpointFiles(out, plan);
  const counted = await count({ plan, files, out, watch, view: progressView(options) }, options);
  const result = await writeResults(plan, counted, out, watch);
  files.remove();
  return result;
}
