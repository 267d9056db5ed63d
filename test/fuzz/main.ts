import { parseArgs } from 'node:util';
import { fuzzArchives } from './archives';
import { fuzzExperiments, fuzzGiants, fuzzNames } from './experiments';
import { fuzzExpressions } from './expressions';
import { fuzzResults } from './results';
import { fuzzTables } from './tables';
import type { Tally } from './tally';

type Fuzz = (count: number, seed: number) => Tally | Promise<Tally>;

/** What is fuzzed, and how often without a word. */
const families: Readonly<Record<string, [fuzz: Fuzz, usual: number]>> = {
  expressions: [fuzzExpressions, 100_000],
  experiments: [fuzzExperiments, 10_000],
  names: [fuzzNames, 1],
  giants: [fuzzGiants, 1000],
  tables: [fuzzTables, 2000],
  archives: [fuzzArchives, 2000],
  results: [fuzzResults, 1000],
};

const usage = `expected --seed N and numbers of inputs: ${Object.keys(families)
  .map((name) => `--${name} N`)
  .join(', ')} (0 for none)`;

function readCounts(args: readonly string[]): Map<string, number> {
  const names = [...Object.keys(families), 'seed'];
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ args: [...args], options });
  const given = Object.entries(values).map(([name, text]): [string, number] => [name, Number(text)]);
  const bad = given.find(([, count]) => !Number.isSafeInteger(count) || count < 0);
  if (bad !== undefined) throw new Error(`--${bad[0]} ${values[bad[0]]}: found no whole number; ${usage}`);
  return new Map(given);
}

/** Fuzzes one family after the other; `say` is told its tally in words. */
export async function fuzz(args: readonly string[], say: (text: string) => void): Promise<Tally[]> {
  const counts = readCounts(args);
  const tallies: Tally[] = [];
  for (const [name, [run, usual]] of Object.entries(families)) {
    const count = counts.get(name) ?? usual;
    if (count === 0) continue;
    const tally = await run(count, counts.get('seed') ?? 1);
    tallies.push(tally);
    say(tally.describe());
  }
  return tallies;
}

/**
 * Hostile and broken input, by `node bench/run.js test/fuzz/main.ts [--expressions 100000] [--seed 1] …`: prints what became of it, and
 * exits with 1 where anything crashed, disagreed or took more than a second.
 */
export async function main(args: readonly string[]): Promise<void> {
  const tallies = await fuzz(args, console.log);
  if (tallies.some((tally) => tally.faults.length > 0)) process.exitCode = 1;
}
