// Verify, then time: what is raced against what.
import { type Contender, type Rates, race } from './contender';
import { type EngineRun, engine, enginePositions } from './engine';
import type { Machine, Peer, Size } from './peer';
import { type Check, checkContender, checkEngine, checkPaths } from './verify';
import type { Workload, WorkloadMethod } from './workload';

export interface Settings {
  workloads: readonly Workload[];
  peers: readonly Peer[];
  particles: readonly number[];
  /** Steps of every run; by default as many as make a run of some tenths of a second. */
  steps?: number;
  rounds: number;
  /** Time each observer alone too. */
  observers: boolean;
  /** Time the engine from 10³ particles to 10⁷, on hardware to 10⁸. */
  scaling: boolean;
  /** Told what happens now. */
  onPhase(what: string): void;
}

const engineWork = { software: 2 ** 25, hardware: 2 ** 31 };

/** Whole blocks of random numbers have nothing to seek: of 256 steps, or of 16 where a step draws many. */
const blocks = [256, 16];

/** Most steps of a run: a dispatch that is too long may lose the device. */
const mostSteps = 2 ** 15;

const kind = ({ gpu }: Machine) => (gpu.info.software ? 'software' : 'hardware');

/** Steps of a run of the engine, and of kernels beside it. */
export function deviceSteps(work: number, { cost }: Workload, particles: number): number {
  const wanted = Math.min(mostSteps, work / cost / particles);
  const block = blocks.find((b) => b <= wanted) ?? blocks[1];
  return block * Math.max(1, Math.floor(wanted / block));
}

function peerSteps(machine: Machine, peer: Peer, workload: Workload, particles: number): number {
  const work = peer.work[kind(machine)];
  if (work >= engineWork[kind(machine)]) return deviceSteps(work, workload, particles);
  return Math.min(mostSteps, Math.max(1, Math.round(work / workload.cost / particles)));
}

/** Methods of a workload that a peer computes. */
const methodsOf = (peer: Peer, { name, methods }: Workload) =>
  methods.filter((method) => peer.computes[name]?.includes(method.name));

/** Checks of one peer on one workload: the exact law by the first method, the engine's paths by another. */
async function checkPeer(machine: Machine, peer: Peer, workload: Workload): Promise<Check[]> {
  const checks: Check[] = [];
  for (const method of methodsOf(peer, workload)) {
    const size: Size = { method, ...workload.check };
    const contender = await peer.contender(machine, workload, size);
    const own = () => enginePositions(machine.gpu, workload, { ...size, observe: {}, observers: '' });
    const same = async () => [await contender.positions(), await own()];
    try {
      if (method === workload.methods[0]) checks.push(await checkContender(workload, contender));
      if (peer.follows === undefined) continue;
      const bound = { tolerance: peer.follows, share: 0.9 };
      checks.push(checkPaths(workload.name, `engine = ${peer.name}, ${method.title}`, await same(), bound));
    } finally {
      contender.close();
    }
  }
  return checks;
}

/** Everything that is timed, checked. */
export async function verify(machine: Machine, { workloads, peers, onPhase }: Settings): Promise<Check[]> {
  const checks: Check[] = [];
  for (const workload of workloads) {
    onPhase(`checking the engine on ${workload.name}`);
    checks.push(...(await checkEngine(machine.gpu, workload)));
    for (const peer of peers.filter((p) => methodsOf(p, workload).length > 0)) {
      onPhase(`checking ${peer.name} on ${workload.name}`);
      checks.push(...(await checkPeer(machine, peer, workload)));
    }
  }
  return checks;
}

const bare = (method: WorkloadMethod, particles: number, steps: number): EngineRun => ({
  method,
  particles,
  steps,
  observe: {},
  observers: '',
});

/** What the engine is timed with: each method bare, the first with the usual observers, and each observer alone if asked for. */
export function engineRuns(workload: Workload, particles: number, steps: number, each: boolean): EngineRun[] {
  const { methods, observers, alone } = workload;
  const runs = methods.map((method) => bare(method, particles, steps));
  const first = runs[0];
  const together = { ...first, observe: observers, observers: Object.keys(observers).join(' + ') };
  const single = Object.entries({ ...observers, ...alone }).map(([name, one]) => ({
    ...first,
    observe: { [name]: one },
    observers: name,
  }));
  return [...runs, together, ...(each ? single : [])];
}

async function raceAll(contenders: readonly Promise<Contender>[], rounds: number): Promise<Rates[]> {
  const made = await Promise.allSettled(contenders);
  const open = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  try {
    const failed = made.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    return await race(open, rounds);
  } finally {
    for (const contender of open) contender.close();
  }
}

async function raceWorkload(machine: Machine, workload: Workload, particles: number, settings: Settings) {
  const { peers, rounds, observers } = settings;
  const steps = settings.steps ?? deviceSteps(engineWork[kind(machine)], workload, particles);
  const engines = engineRuns(workload, particles, steps, observers).map((run) => engine(machine.gpu, workload, run));
  const others = peers.flatMap((peer) =>
    methodsOf(peer, workload).map((method) =>
      peer.contender(machine, workload, {
        method,
        particles,
        steps: settings.steps ?? peerSteps(machine, peer, workload, particles),
      }),
    ),
  );
  return raceAll([...engines, ...others], rounds);
}

const scalingSteps = 256;

/** The engine alone over ensembles of all sizes, by as many steps. */
async function raceSizes(machine: Machine, workload: Workload, { steps = scalingSteps, rounds }: Settings) {
  const powers = machine.gpu.info.software ? [3, 4, 5, 6, 7] : [3, 4, 5, 6, 7, 8];
  const runs = powers.map((power) => bare(workload.methods[0], 10 ** power, steps));
  return raceAll(
    runs.map((run) => engine(machine.gpu, workload, run)),
    rounds,
  );
}

/** Rates of every workload at every size; of the sizes beside one another where they are asked for. */
export async function time(machine: Machine, settings: Settings): Promise<{ rates: Rates[]; sizes: Rates[] }> {
  const rates: Rates[] = [];
  const sizes: Rates[] = [];
  for (const workload of settings.workloads) {
    for (const particles of settings.particles) {
      settings.onPhase(`timing ${workload.name} with ${particles} particles`);
      rates.push(...(await raceWorkload(machine, workload, particles, settings)));
    }
    if (!settings.scaling) continue;
    settings.onPhase(`timing ${workload.name} from 10³ particles on`);
    sizes.push(...(await raceSizes(machine, workload, settings)));
  }
  return { rates, sizes };
}
