// What observers of time cost a step, beside the same kernel without any:
//   node bench/run.js bench/observers.ts [--particles 16384] [--steps 512] [--rounds 9] [--clock cpu|wall] [--only text]
// Compile time is not in it. Bars: first passage below 25 % of the speed, autocorrelation and time averages below 15 % each.
import { parseArgs } from 'node:util';
import { openNodeGpu } from '../src/cli/adapters';
import { checkExperiment, resolveExperiment } from '../src/experiment';
import { closeDevice, type Gpu, openDevice } from '../src/gpu/adapter';
import { quietly } from '../src/gpu/quietly';
import { Tallies } from '../src/simulation';
import { pilotSettings } from '../src/simulation/pilot';
import { Ensemble, suited } from '../src/simulation/webgpu/ensemble';

const never = 2 ** 23;

const problems = {
  'double well, Euler–Maruyama': {
    variables: ['x'],
    potential: '(x^2 - 1)^2',
    temperature: 0.25,
    method: { name: 'euler-maruyama', step: 0.01 },
    into: 'x - 1',
  },
  'double well in 2-D, Euler–Maruyama': {
    variables: ['x', 'y'],
    potential: '(x^2 - 1)^2 + y^2/2 + x*y/4',
    temperature: 0.25,
    method: { name: 'euler-maruyama', step: 0.01 },
    into: 'x - 1',
  },
  'double well, Leimkuhler–Matthews': {
    variables: ['x'],
    potential: '(x^2 - 1)^2',
    temperature: 0.25,
    method: { name: 'leimkuhler-matthews', step: 0.01 },
    into: 'x - 1',
  },
};

const radii = [0.4, 0.2, 0.1, 0.05, 0.025];

const observables = (into: string) => ({
  passage: { limit: 25, spec: { kind: 'passage', into } },
  autocorrelation: {
    limit: 15,
    spec: { kind: 'autocorrelation', of: 'x', lags: [0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12] },
  },
  timeAverage: { limit: 15, spec: { kind: 'timeAverage', of: 'x' } },
  'timeAverage, every 10': { limit: 15, spec: { kind: 'timeAverage', of: 'x', every: 10 } },
  'nullSet, occupancy': { limit: null, spec: { kind: 'nullSet', zero: ['x'], radii, hits: false } },
  'nullSet, hits': { limit: null, spec: { kind: 'nullSet', zero: ['x'], radii } },
  'moments, every 10': { limit: null, spec: { kind: 'moments', of: ['x'], every: 10 } },
  'histogram, every 10': {
    limit: null,
    spec: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 100, every: 10 },
  },
});

interface Contender {
  name: string;
  limit: number | null;
  times: number[];
  run(): Promise<void>;
  close(): void;
}

async function contender(
  gpu: Gpu,
  experiment: object,
  name: string,
  limit: number | null,
  observed: boolean,
  steps: number,
) {
  const plan = resolveExperiment(
    checkExperiment({ ...experiment, ...(observed ? { burnIn: 0, steps: never } : { burnIn: never, steps: 2048 }) }),
  );
  const settings = pilotSettings(resolveExperiment(checkExperiment({ ...experiment, steps: never })));
  const tiles = plan.layout.tilesPerPoint;
  const ensemble = await Ensemble.create(gpu.device, plan, new Tallies(plan, settings), {
    ...suited(gpu.info.software),
    pageParticles: tiles * plan.layout.tile,
  });
  ensemble.load(0, tiles);
  const run = async () => {
    ensemble.advance(steps);
    await quietly(gpu.device.queue.onSubmittedWorkDone());
  };
  return { name, limit, times: [], run, close: () => ensemble.destroy() } as Contender;
}

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      particles: { type: 'string', default: '16384' },
      steps: { type: 'string', default: '512' },
      rounds: { type: 'string', default: '9' },
      clock: { type: 'string', default: 'cpu' },
      only: { type: 'string', default: '' },
    },
  });
  const [particles, steps, rounds] = [values.particles, values.steps, values.rounds].map(Number);
  // Kept: Dawn ends with the last reference to its object.
  const node = await openNodeGpu('auto');
  const gpu = await openDevice(node.gpu, { adapter: 'auto' });
  console.log(
    `${gpu.info.adapter}; ${particles} particles, ${steps} steps a run, the fastest of ${rounds}, ${values.clock} time`,
  );
  for (const [title, { into, ...problem }] of Object.entries(problems)) {
    if (!title.includes(values.only)) continue;
    const ensemble = { particles, start: { kind: 'point', at: [-1] } };
    const all: Contender[] = [];
    const first = { ...problem, ensemble, observe: { o: observables(into)['moments, every 10'].spec } };
    all.push(await contender(gpu, first, 'no observers', null, false, steps));
    for (const [name, { limit, spec }] of Object.entries(observables(into)))
      all.push(await contender(gpu, { ...problem, ensemble, observe: { o: spec } }, name, limit, true, steps));
    await race(all, rounds, values.clock === 'cpu');
    print(title, all, particles * steps);
    for (const each of all) each.close();
  }
  await closeDevice(gpu);
  await node.close();
}

/** One run of each after the other, so that what else the machine does falls on all alike; the first round warms up. */
async function race(all: readonly Contender[], rounds: number, cpu: boolean): Promise<void> {
  for (let round = 0; round <= rounds; round++) {
    for (const each of all) {
      const [used, began] = [process.cpuUsage(), performance.now()];
      await each.run();
      const { user, system } = process.cpuUsage(used);
      if (round > 0) each.times.push(cpu ? (user + system) / 1e6 : (performance.now() - began) / 1e3);
    }
  }
}

function print(title: string, all: readonly Contender[], work: number): void {
  // What else the machine does only adds.
  const base = Math.min(...all[0].times);
  console.log(`\n${title}`);
  for (const { name, limit, times } of all) {
    const time = Math.min(...times);
    const slower = 100 * (1 - base / time);
    const bar = limit === null ? '' : `  bar ${limit} %: ${slower < limit ? 'met' : 'NOT MET'}`;
    console.log(
      `  ${name.padEnd(24)} ${((1e9 * time) / work).toFixed(2).padStart(7)} ns a step  ${slower.toFixed(1).padStart(6)} % of the speed${bar}`,
    );
  }
}
