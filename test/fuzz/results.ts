import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { addReport } from '../../src/cli/report';
import type { Result } from '../../src/model/result';
import { doubleWellResult, gaussianResult, ringResult, sweepResult } from '../report/fixtures';
import { gridResult } from '../report/grids';
import { timeResult } from '../report/timeFixtures';
import { Dice } from './dice';
import { mutateJson, mutateTree, partsOf } from './json';
import { activePart } from './page';
import { longest, type Outcome, outcomeOf, stopwatch, Tally } from './tally';

const results: readonly Result[] = [
  doubleWellResult(),
  gaussianResult(),
  ringResult(12),
  sweepResult(),
  timeResult(),
  gridResult({ temperature: [0.25, 0.5, 1], tilt: [0, 1] }),
].map((result) => ({
  ...result,
  warnings: ['told'],
  points: result.points.map((p) => ({ ...p, warnings: ['told'] })),
}));
const texts = results.map((result) => JSON.stringify(result));
const pool = results.flatMap(partsOf).slice(0, 5000);

/** Texts that would act on a page that takes them for markup. */
export const markup = [
  '<script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "' onmouseover='alert(1)",
  '" onload="alert(1)" x="',
  '</style><script>alert(1)</script>',
  '</title><img src=x onerror=alert(1)>',
  '</svg><iframe src="https://evil.example">',
  ']]><script>',
  '<!-- -->',
  '&lt;script&gt;',
  'javascript:alert(1)',
  'url(https://evil.example/x)',
  '\u0000<b>',
  `\${alert(1)}`,
];

/** The result with a piece of markup added to every text and to some of the names. */
function infested(value: unknown, dice: Dice): unknown {
  if (typeof value === 'string') return dice.chance(0.5) ? dice.pick(markup) : value + dice.pick(markup);
  if (Array.isArray(value)) return value.map((entry) => infested(entry, dice));
  if (typeof value !== 'object' || value === null) return value;
  const name = (key: string) => (dice.chance(0.05) ? dice.pick(markup) : key);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [name(key), infested(entry, dice)]));
}

/** The same with its kinds as they are, so that every chart is drawn. */
function titled(value: unknown, dice: Dice, key = ''): unknown {
  if (typeof value === 'string') return key === 'kind' || /^-?\d+$/.test(value) ? value : value + dice.pick(markup);
  if (Array.isArray(value)) return value.map((entry) => titled(entry, dice, key));
  if (typeof value !== 'object' || value === null) return value;
  const own = key === 'observables' || key === 'observe' || key === 'parameters';
  const name = (text: string) => (own ? `${text}${markup[text.length % markup.length]}` : text);
  return Object.fromEntries(Object.entries(value).map(([k, entry]) => [name(k), titled(entry, dice, k)]));
}

/** A larger file may take longer to read than an input may. */
const largest = 4_000_000;

function drawText(dice: Dice): string {
  for (;;) {
    const text = anyText(dice);
    if (text.length <= largest) return text;
  }
}

function anyText(dice: Dice): string {
  const kind = dice.below(100);
  if (kind < 15) return JSON.stringify(infested(dice.pick(results), dice));
  if (kind < 30) return JSON.stringify(titled(dice.pick(results), dice));
  if (kind < 50) return mutateJson(dice.pick(texts), dice);
  return JSON.stringify(mutateTree(dice.pick(results), dice, pool));
}

/** The folder of a run beside a file that is none of its business. */
class Place {
  readonly above = mkdtempSync(join(tmpdir(), 'ergodic-fuzz-'));
  readonly folder = mkdtempSync(join(this.above, 'run-'));

  remove(): void {
    rmSync(this.above, { recursive: true });
  }

  /** What lies where nothing else may lie. */
  list(): string {
    return [readdirSync(this.above).length, ...readdirSync(this.folder).sort()].join();
  }
}

/** Writes the report of results changed at random, as the command does, and checks the page and the folder. */
export async function fuzzResults(count: number, seed: number): Promise<Tally> {
  const tally = new Tally('results', seed);
  const place = new Place();
  try {
    for (let index = 0; index < count; index++)
      await examine(drawText(new Dice(seed, 'results', index)), index, tally, place);
  } finally {
    place.remove();
  }
  return tally;
}

async function examine(text: string, index: number, tally: Tally, place: Place): Promise<void> {
  rmSync(join(place.folder, 'report.html'), { force: true });
  writeFileSync(join(place.folder, 'result.json'), text);
  const [outcome, ms] = await fastest(() => report(place.folder));
  tally.time(ms, index, text);
  const tidy = typeof outcome !== 'string' || place.list() === expectedFiles(outcome);
  tally.record(tidy ? outcome : strayed(place), index, text);
}

const expectedFiles = (outcome: Outcome) =>
  ['1', ...(outcome === 'reported' ? ['report.html'] : []), 'result.json'].join();
const strayed = (place: Place): Outcome => ({ kind: 'disagreed', detail: `the folder holds ${place.list()}` });

/** The outcome, and the least time of up to three tries. */
async function fastest(work: () => Promise<Outcome>): Promise<[Outcome, number]> {
  let ms = Number.POSITIVE_INFINITY;
  for (let attempt = 1; ; attempt++) {
    const elapsed = stopwatch();
    const outcome = await work();
    ms = Math.min(ms, elapsed());
    if (ms <= longest || attempt === 3) return [outcome, ms];
  }
}

async function report(folder: string): Promise<Outcome> {
  const program = new Command().exitOverride();
  addReport(program);
  const write = process.stdout.write;
  process.stdout.write = () => true;
  try {
    await program.parseAsync(['report', folder], { from: 'user' });
  } catch (error) {
    return outcomeOf(error);
  } finally {
    process.stdout.write = write;
  }
  const found = activePart(readFileSync(join(folder, 'report.html'), 'utf8'));
  return found === undefined ? 'reported' : { kind: 'disagreed', detail: `the page has ${found}` };
}
