import { rmSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Command } from 'commander';
import { version } from '../../package.json';
import { ErgodicError, exitStatus } from '../errors';
import { readExperiment, resolveExperiment } from '../experiment';
import type { Plan } from '../model/plan';
import type { Result } from '../model/result';
import { describeRun } from '../report/rows';
import { summarise, tallyArrays, timing } from '../results';
import { writeNpz } from '../results/npz';
import type { Checkpoint, Tallies } from '../simulation';
import { CheckpointFiles, type Resumption } from './checkpoints';
import { dryRun } from './dryRun';
import { prepareFolder, readText, tablesBeside, writeWhole } from './files';
import { Interrupted, interruptible } from './interrupt';
import { lockFolder } from './lock';
import { type Machine, simulate, withAdapter } from './machine';
import { progressView } from './progress';
import { renderHtml } from './report';
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
  const view = progressView(options);
  const files = new CheckpointFiles(out, plan);
  const resumed = resumption(files, out, options.resume === true);
  const seconds = secondsOf(options.checkpoint);
  const spent = wallClock(resumed?.seconds ?? 0);
  watch.begin('adapter and device');
  const keep = (checkpoint: Checkpoint, adapter: string) => {
    try {
      files.write(checkpoint, adapter, spent());
    } catch (error) {
      // A disk that is full now may have room again before the end.
      view.say(error instanceof Error ? error.message : String(error));
    }
  };
  try {
    const { tallies, machine } = await interruptible((signal) =>
      withAdapter(options.adapter, (open) =>
        simulate(plan, open, { view, signal, watch, seconds, keep, from: resumed?.from }),
      ),
    );
    warnOfOtherAdapter(resumed, machine);
    return await writeResults(plan, tallies, machine, spent(), out, watch, files);
  } catch (error) {
    throw error instanceof Interrupted ? stopped(error, files.written || resumed !== null, out) : error;
  }
}

function resumption(files: CheckpointFiles, out: string, wanted: boolean): Resumption | null {
  if (wanted) {
    const found = files.read();
    if (found === null) process.stderr.write(`--resume: no checkpoint in ${out}; starting afresh\n`);
    return found;
  }
  if (files.present)
    process.stderr.write(`! ${out} holds a checkpoint that will be replaced; --resume would go on from it\n`);
  return null;
}

export function secondsOf(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds > 0 && seconds <= 1e6) return seconds;
  throw new ErgodicError('badInput', `--checkpoint: found '${text}', expected seconds above 0, as in --checkpoint 60`);
}

/** Seconds since now and `before`. */
export function wallClock(before: number): () => number {
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

/** `result.json` is the last file, and none of an earlier run stands beside new ones: where it is, everything is. */
async function writeResults(
  plan: Plan,
  tallies: Tallies,
  machine: Machine,
  wall: number,
  out: string,
  watch: Stopwatch,
  files: CheckpointFiles,
): Promise<Result> {
  watch.begin('statistics and references');
  rmSync(join(out, 'result.json'), { force: true });
  // What was counted is safe before anything is made of it.
  writeWhole(join(out, 'tallies.npz'), writeNpz(tallyArrays(plan, tallies)));
  const { result, arrays } = summarise(plan, tallies, { ...machine, version }, timing(plan, wall));
  watch.begin('files and report');
  writeWhole(join(out, 'arrays.npz'), writeNpz(arrays));
  writeWhole(join(out, 'report.html'), await renderHtml(result));
  writeWhole(join(out, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
  files.remove();
  return result;
}
