// Rates of the fused kernel by workgroup, steps of a dispatch and particles of a page, each beside the engine's own choice:
//   node bench/run.js bench/tuning.ts [--work 67108864] [--rounds 5] [--clock wall|cpu]
import { parseArgs } from 'node:util';
import { openNodeGpu } from '../src/cli/adapters';
import { checkExperiment, resolveExperiment } from '../src/experiment';
import { closeDevice, type Gpu, openDevice } from '../src/gpu/adapter';
import { quietly } from '../src/gpu/quietly';
import { Tallies } from '../src/simulation';
import { pilotSettings } from '../src/simulation/pilot';
import { Ensemble, suited } from '../src/simulation/webgpu/ensemble';

const experiment = (particles: number, steps: number) =>
  resolveExperiment(
    checkExperiment({
      variables: ['x', 'y'],
      potential: '(x^2 - 1)^2 + (y^2 - 1)^2',
      temperature: 0.25,
      method: { name: 'euler-maruyama', step: 0.01 },
      ensemble: { particles, start: { kind: 'uniform', low: [-1.5], high: [1.5] } },
      burnIn: 2 ** 23,
      steps,
      observe: { m: { kind: 'moments', of: ['x'], every: 8 } },
    }),
  );

interface Choice {
  workgroup: number;
  steps: number;
  page: number;
}

/** What the engine takes. */
function own(software: boolean): Choice {
  const { workgroup, pageParticles } = suited(software);
  return { workgroup, steps: 512, page: pageParticles };
}

function choices(usual: Choice): Choice[] {
  return [
    ...[32, 64, 128, 256].map((workgroup) => ({ ...usual, workgroup })),
    ...[64, 256, 1024, 4096].map((steps) => ({ ...usual, steps })),
    ...[2 ** 12, 2 ** 13, 2 ** 15, 2 ** 16, 2 ** 18].map((page) => ({ ...usual, page })),
  ];
}

/** Makes at least `work` particle-steps by a choice, two dispatches in flight; seconds for each. */
async function runOnce(
  gpu: Gpu,
  ensemble: Ensemble,
  { steps, page }: Choice,
  tile: number,
  work: number,
  cpu: boolean,
) {
  const [used, begun] = [process.cpuUsage(), performance.now()];
  let waiting: Promise<unknown> = Promise.resolve();
  ensemble.load(0, page / tile);
  let done = 0;
  for (; done < work; done += page * steps) {
    ensemble.advance(steps);
    await waiting;
    waiting = quietly(gpu.device.queue.onSubmittedWorkDone());
  }
  await waiting;
  const { user, system } = process.cpuUsage(used);
  return (cpu ? (user + system) / 1e6 : (performance.now() - begun) / 1e3) / done;
}

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      work: { type: 'string', default: `${2 ** 26}` },
      rounds: { type: 'string', default: '5' },
      clock: { type: 'string', default: 'wall' },
    },
  });
  const [work, rounds] = [Number(values.work), Number(values.rounds)];
  // Kept: Dawn ends with the last reference to its object.
  const node = await openNodeGpu('auto');
  const gpu = await openDevice(node.gpu, { adapter: 'auto' });
  const usual = own(gpu.info.software);
  const rows = [usual, ...choices(usual)];
  console.log(`${gpu.info.adapter}; ${work} particle-steps a run, the fastest of ${rounds}, ${values.clock} time`);
  const times = rows.map(() => Number.POSITIVE_INFINITY);
  const ensembles = await Promise.all(rows.map((choice) => prepare(gpu, choice)));
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { ensemble, tile }] of ensembles.entries()) {
      const time = await runOnce(gpu, ensemble, rows[i], tile, work, values.clock === 'cpu');
      if (round > 0) times[i] = Math.min(times[i], time);
    }
  }
  rows.forEach(({ workgroup, steps, page }, i) => {
    const rate = (1 / times[i] / 1e6).toFixed(1).padStart(8);
    const choice = `${`workgroup ${workgroup}`.padEnd(15) + `${steps} steps`.padEnd(12)}${page} particles a page`;
    console.log(`${rate} million/s  ${(times[0] / times[i]).toFixed(2)} of the engine's  ${choice}`);
  });
  for (const { ensemble } of ensembles) ensemble.destroy();
  await closeDevice(gpu);
  await node.close();
}

async function prepare(gpu: Gpu, { workgroup, page }: Choice) {
  const plan = experiment(page, 1024);
  const ensemble = await Ensemble.create(gpu.device, plan, new Tallies(plan, pilotSettings(plan)), {
    ...suited(gpu.info.software),
    workgroup,
    pageParticles: page,
  });
  return { ensemble, tile: plan.layout.tile };
}
