import Table from 'cli-table3';
import { median, type Rates } from './contender';
import type { Check } from './verify';

export interface Ratio {
  what: string;
  particles: number;
  /** Median over rounds of the ratio within a round. */
  ratio: number;
  /** Least ratio that passes. */
  bar?: number;
}

export interface Report {
  adapter: string;
  software: boolean;
  versions: string[];
  /** Clock of the ratios. */
  clock: 'wall' | 'cpu';
  checks: Check[];
  rates: Rates[];
  ratios: Ratio[];
}

const pairs = [
  { upper: 'engine, Euler', lower: 'by hand, Euler', bar: 0.85 },
  { upper: 'engine, Leimkuhler–Matthews', lower: 'by hand, Leimkuhler–Matthews' },
  { upper: 'engine, Euler, observers', lower: 'by hand, Euler' },
  { upper: 'engine, Leimkuhler–Matthews, observers', lower: 'by hand, Leimkuhler–Matthews' },
  { upper: 'engine, Euler', lower: 'TensorFlow.js, Euler', bar: 5 },
  { upper: 'engine, Euler', lower: 'JavaScript, Euler' },
];

/** Ratios within a round, since whatever slows the machine down meets both; their median over the rounds. */
export function ratiosOf(rates: readonly Rates[], clock: 'wall' | 'cpu'): Ratio[] {
  const sizes = [...new Set(rates.map(({ particles }) => particles))];
  return sizes.flatMap((particles) =>
    pairs.flatMap(({ upper, lower, bar }) => {
      const [a, b] = [upper, lower].map((name) => rates.find((r) => r.name === name && r.particles === particles));
      if (a === undefined || b === undefined) return [];
      return [{ what: `${upper} / ${lower}`, particles, ratio: median(a[clock].map((x, i) => x / b[clock][i])), bar }];
    }),
  );
}

const columns = (names: string[]) =>
  new Table({
    head: names,
    colAligns: ['left', ...names.slice(1).map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });

const millions = (rate: number) => (rate / 1e6).toFixed(1);
const count = (n: number) => n.toLocaleString('en');

/** What was checked before anything was timed. */
export function renderChecks({ adapter, software, versions, checks }: Report): string {
  const lines = checks.map(({ what, found, holds }) => `${holds ? 'ok   ' : 'WRONG'} ${what}: ${found}`);
  return [`${adapter}${software ? ' (software)' : ''}`, versions.join(', '), ...lines].join('\n');
}

/** Rates in million particle-steps per second, then ratios. */
export function renderRates({ rates, ratios, clock, checks }: Report): string {
  if (rates.length === 0) return `Nothing was timed: ${checks.filter(({ holds }) => !holds).length} checks failed.`;
  const table = columns(['million particle-steps/s', 'particles', 'best', 'median', 'spread', 'median per CPU-second']);
  for (const { name, particles, wall, cpu } of rates) {
    const [best, middle] = [Math.max(...wall), median(wall)];
    const spread = `${((100 * (best - Math.min(...wall))) / middle).toFixed(0)} %`;
    table.push([name, count(particles), millions(best), millions(middle), spread, millions(median(cpu))]);
  }
  const ratioTable = columns([`ratio (${clock} time)`, 'particles', 'median', 'bar', '']);
  for (const { what, particles, ratio, bar } of ratios) {
    const verdict = bar === undefined ? '' : ratio >= bar ? 'passes' : 'MISSED';
    ratioTable.push([what, count(particles), ratio.toFixed(2), bar === undefined ? '' : `≥ ${bar}`, verdict]);
  }
  return `${table}\n${ratioTable}`;
}
