/** One program under test: `run` makes so many steps of all its particles and waits for them. */
export interface Contender {
  name: string;
  particles: number;
  /** Steps of one run. */
  steps: number;
  run(): Promise<void>;
  close(): void;
}

/** Rates of all rounds in particle-steps per second, by the clock on the wall and per second of this process's CPU time. */
export interface Rates {
  name: string;
  particles: number;
  steps: number;
  wall: number[];
  cpu: number[];
}

async function measure({ run, particles, steps }: Contender): Promise<{ wall: number; cpu: number }> {
  const work = particles * steps;
  const usage = process.cpuUsage();
  const begun = performance.now();
  await run();
  const wall = (performance.now() - begun) / 1e3;
  const { user, system } = process.cpuUsage(usage);
  return { wall: work / wall, cpu: (work * 1e6) / Math.max(1, user + system) };
}

/**
 * Times contenders in turns, once there and once back (A B C, C B A, …), so that whatever drifts meanwhile meets all alike.
 * A first round of each warms up and is not kept.
 */
export async function race(contenders: readonly Contender[], rounds: number): Promise<Rates[]> {
  const rates: Rates[] = contenders.map(({ name, particles, steps }) => ({
    name,
    particles,
    steps,
    wall: [],
    cpu: [],
  }));
  for (const contender of contenders) await contender.run();
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? contenders.keys() : [...contenders.keys()].reverse();
    for (const i of order) {
      const { wall, cpu } = await measure(contenders[i]);
      rates[i].wall.push(wall);
      rates[i].cpu.push(cpu);
    }
  }
  return rates;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
