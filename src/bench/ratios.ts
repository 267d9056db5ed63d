import { type Clock, type Identity, median, type Rates } from './contender';

export interface Ratio {
  workload: string;
  what: string;
  particles: number;
  /** Median over rounds of the ratio within a round. */
  ratio: number;
  /** Least ratio that passes, on a software adapter. */
  bar?: number;
}

/** Least ratio of the engine's rate to a peer's, on the double well by Euler's method without observers. */
const peerBars: Readonly<Record<string, number>> = {
  'by-hand': 0.9,
  'c++': 0.55,
  tfjs: 8,
  'tfjs-device': 8,
  'jax-js': 18,
  numpy: 1.4,
};

/** Peers on one thread: a second of processor time is a second of theirs, and half a second of a kernel's on two cores. */
const oneThread: readonly string[] = ['numpy', 'javascript'];

/** Smaller ensembles fill no machine: what is timed there is a dispatch. */
const leastParticles = 2 ** 14;

const bars = {
  /** Leimkuhler–Matthews beside Euler. */
  method: 0.95,
  /** With the usual observers together beside without: they cost at most a quarter. */
  observers: 0.75,
  /** The slowest size beside the fastest, from 10⁵ particles to 10⁷. */
  flat: 0.85,
};

/** Ratios within a round, since whatever slows the machine down meets both; their median over the rounds. */
function ratioOf(upper: Rates, lower: Rates, clock: Clock): number {
  return median(upper[clock].map((rate, i) => rate / lower[clock][i]));
}

const nameOf = ({ contender, method, observers }: Identity) =>
  [contender, method, ...(observers ? [observers] : [])].join(', ');

/** What a row is compared with: engine / peer, with observers / without, another method / the first. */
function pairFor(row: Rates, first: Rates, bare: (method: string) => Rates | undefined, clock: Clock) {
  if (row === first) return undefined;
  const welled = row.workload === 'double-well';
  const isFirst = row.method === first.method;
  if (row.contender !== 'engine') {
    const fair = clock === 'wall' || !oneThread.includes(row.contender);
    const bar = welled && isFirst && fair ? peerBars[row.contender] : undefined;
    return { upper: bare(row.method), lower: row, bar };
  }
  if (row.observers === '') return { upper: row, lower: first, bar: welled ? bars.method : undefined };
  const together = row.observers.includes(' + ');
  return { upper: row, lower: first, bar: welled && together ? bars.observers : undefined };
}

/** Every ratio that the rows of one race, those of one workload and size, make. */
function ratiosOfRace(rows: readonly Rates[], clock: Clock, software: boolean): Ratio[] {
  const bare = (method: string) =>
    rows.find((row) => row.contender === 'engine' && row.method === method && row.observers === '');
  const first = rows[0];
  return rows.flatMap((row) => {
    const pair = pairFor(row, first, bare, clock);
    if (pair?.upper === undefined) return [];
    const { upper, lower, bar } = pair;
    const { workload, particles } = row;
    const what = `${nameOf(upper)} / ${nameOf(lower)}`;
    const barred = software && bar !== undefined && particles >= leastParticles;
    return [{ workload, particles, what, ratio: ratioOf(upper, lower, clock), ...(barred ? { bar } : {}) }];
  });
}

/** Rows by workload and size, in their order: the first of each is the engine by its first method. */
function races(rates: readonly Rates[]): Rates[][] {
  const groups = new Map<string, Rates[]>();
  for (const row of rates) {
    const key = `${row.workload} ${row.particles}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** Rates from 10⁵ to 10⁷ particles: the slowest beside the fastest. */
function flatness(sizes: readonly Rates[], clock: Clock, software: boolean): Ratio[] {
  const workloads = [...new Set(sizes.map(({ workload }) => workload))];
  return workloads.map((workload) => {
    const large = sizes.filter((row) => row.workload === workload && row.particles >= 1e5 && row.particles <= 1e7);
    const rates = large.map((row) => median(row[clock]));
    const bar = software && workload === 'double-well' ? { bar: bars.flat } : {};
    const what = 'engine: slowest / fastest of 10⁵ to 10⁷ particles';
    return { workload, what, particles: 1e7, ratio: Math.min(...rates) / Math.max(...rates), ...bar };
  });
}

/** All ratios of a report. */
export function ratiosOf(
  { rates, sizes }: { rates: readonly Rates[]; sizes: readonly Rates[] },
  clock: Clock,
  software: boolean,
): Ratio[] {
  return [...races(rates).flatMap((rows) => ratiosOfRace(rows, clock, software)), ...flatness(sizes, clock, software)];
}
