import Table from 'cli-table3';
import type { Comparison } from './baseline';
import { type Clock, type Identity, median, type Rates } from './contender';
import type { Ratio } from './ratios';
import type { Check } from './verify';

/** What a benchmark found: the text on the screen and the JSON are made of it alone. */
export interface Report {
  kind: 'ergodic-bench';
  /** ISO 8601. */
  date: string;
  /** Of Ergodic and of everything beside it. */
  versions: string[];
  adapter: string;
  software: boolean;
  /** Clock of the ratios. */
  clock: Clock;
  rounds: number;
  /** Peers that were asked for and are not here. */
  absent: { peer: string; why: string }[];
  checks: Check[];
  /** Particle-steps per second of every round. */
  rates: Rates[];
  /** The same of the engine over sizes of the ensemble. */
  sizes: Rates[];
  ratios: Ratio[];
  baseline?: { file: string; date: string; adapter: string; rows: Comparison[] };
}

const tableOf = (head: string[], left: number) =>
  new Table({
    head,
    colAligns: head.map((_, i) => (i < left ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });

const millions = (rate: number) => (rate / 1e6).toPrecision(3);
const count = (n: number) => n.toLocaleString('en');
const titleOf = ({ contender, method, observers }: Identity) =>
  [contender, method, ...(observers ? [observers] : [])].join(', ');

/** Adapter, versions, peers that are not here, and what was checked before anything was timed. */
export function renderChecks({ adapter, software, versions, absent, checks }: Report): string {
  return [
    `${adapter}${software ? ' (software)' : ''}`,
    versions.join(', '),
    ...absent.map(({ peer, why }) => `without ${peer}: ${why}`),
    ...checks.map(({ workload, what, found, holds }) => `${holds ? 'ok   ' : 'WRONG'} ${workload}: ${what}: ${found}`),
  ].join('\n');
}

function renderRows(rows: readonly Rates[]): string {
  const head = ['workload', 'million particle-steps/s', 'particles', 'steps'];
  const table = tableOf([...head, 'best', 'median', 'spread', 'per CPU-second'], 2);
  for (const row of rows) {
    const [best, middle] = [Math.max(...row.wall), median(row.wall)];
    const spread = `${((100 * (best - Math.min(...row.wall))) / middle).toFixed(0)} %`;
    const rates = [millions(best), millions(middle), spread, millions(median(row.cpu))];
    table.push([row.workload, titleOf(row), count(row.particles), count(row.steps), ...rates]);
  }
  return table.toString();
}

function renderRatios(ratios: readonly Ratio[], clock: Clock): string {
  const table = tableOf(['workload', `ratio (${clock} time)`, 'particles', 'median', 'bar', ''], 2);
  for (const { workload, what, particles, ratio, bar } of ratios) {
    const verdict = bar === undefined ? ['', ''] : [`≥ ${bar}`, ratio >= bar ? 'passes' : 'MISSED'];
    table.push([workload, what, count(particles), ratio.toFixed(2), ...verdict]);
  }
  return table.toString();
}

function renderBaseline({ file, date, adapter, rows }: NonNullable<Report['baseline']>, now: string): string {
  const table = tableOf(['workload', `now / then (${file}, ${date})`, 'particles', 'ratio', ''], 2);
  for (const row of rows) {
    const flag = row.slower ? 'SLOWER' : '';
    table.push([row.workload, titleOf(row), count(row.particles), row.ratio.toFixed(2), flag]);
  }
  const other = adapter === now ? [] : [`! the baseline is of another adapter: ${adapter}`];
  const none = rows.length > 0 ? [table.toString()] : [`${file} has no row of this run; save it with the same options`];
  return [...other, ...none].join('\n');
}

/** Rates, ratios with their bars, and the comparison with the baseline. */
export function renderRates(report: Report): string {
  const { rates, sizes, ratios, clock, checks, baseline, adapter } = report;
  const wrong = checks.filter(({ holds }) => !holds).length;
  if (wrong > 0) return `Nothing was timed: ${wrong} of ${checks.length} checks failed.`;
  return [
    renderRows([...rates, ...sizes]),
    ...(ratios.length > 0 ? [renderRatios(ratios, clock)] : []),
    ...(baseline ? [renderBaseline(baseline, adapter)] : []),
  ].join('\n');
}
