/** Seconds on the wall, and of processor time over all threads. */
export interface Seconds {
  wall: number;
  cpu: number;
}

/** What a contender does, as tables and baselines name it. */
export interface Identity {
  workload: string;
  /** `engine`, or the peer's name. */
  contender: string;
  /** Title of the method. */
  method: string;
  /** Name of what is observed; empty for nothing. */
  observers: string;
  particles: number;
  /** Steps of one run. */
  steps: number;
}

/** What can be timed. */
export interface Runner extends Identity {
  /**
   * One run: takes all particles from their start through all steps, and waits for them.
   *
   * @returns what it took, where it ran in a process of its own, which tells best; else the caller's clock counts
   */
  run(): Promise<Seconds | undefined>;
}

/** One program under test. */
export interface Contender extends Runner {
  /** Coordinates after a run, particle by particle. */
  positions(): Promise<ArrayLike<number>>;
  close(): void;
}

/** Rates of all rounds in particle-steps per second: of wall time, and of processor time. */
export interface Rates extends Identity {
  wall: number[];
  cpu: number[];
}

export type Clock = 'wall' | 'cpu';

async function measure(contender: Runner): Promise<Seconds> {
  const usage = process.cpuUsage();
  const begun = performance.now();
  const own = await contender.run();
  const wall = (performance.now() - begun) / 1e3;
  const { user, system } = process.cpuUsage(usage);
  return own ?? { wall, cpu: Math.max(1, user + system) / 1e6 };
}

function emptyRates({ workload, contender, method, observers, particles, steps }: Runner): Rates {
  return { workload, contender, method, observers, particles, steps, wall: [], cpu: [] };
}

/**
 * Times contenders in turns, once there and once back (A B C, C B A, …), so that whatever drifts meanwhile meets all alike.
 * A first run of each warms up and is not kept.
 */
export async function race(contenders: readonly Runner[], rounds: number): Promise<Rates[]> {
  const rates = contenders.map(emptyRates);
  for (const contender of contenders) await contender.run();
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? contenders.keys() : [...contenders.keys()].reverse();
    for (const i of order) {
      const { wall, cpu } = await measure(contenders[i]);
      const work = contenders[i].particles * contenders[i].steps;
      rates[i].wall.push(work / wall);
      rates[i].cpu.push(work / cpu);
    }
  }
  return rates;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
