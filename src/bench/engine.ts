// The engine's own kernels, dispatched as a run dispatches them: page after page, each from its start to its last step.
import type { Gpu } from '../gpu/adapter';
import { quietly } from '../gpu/quietly';
import type { Plan } from '../model/plan';
import { simulateOnCpu, simulateOnGpu, Tallies } from '../simulation';
import { pilotSettings } from '../simulation/pilot';
import { Ensemble, suited } from '../simulation/webgpu/ensemble';
import type { Contender } from './contender';
import { type Observe, planOf, type Workload, type WorkloadMethod } from './workload';

export interface EngineRun {
  method: WorkloadMethod;
  particles: number;
  steps: number;
  /** What is observed, and its name in tables: nothing where it is empty. */
  observe: Observe;
  observers: string;
}

/**
 * Something has to be observed in a plan: where nothing is, its recording begins after the last step that is made, so long after
 * and so rarely that steps are taken together as in any burn-in.
 */
const never = 256;
const unseen: Observe = { unseen: { kind: 'moments', of: ['1'], every: never } };

const isEmpty = (observe: Observe) => Object.keys(observe).length === 0;

function planFor(workload: Workload, { method, particles, steps, observe }: EngineRun): Plan {
  const phases = isEmpty(observe) ? { burnIn: steps, steps: never, observe: unseen } : { burnIn: 0, steps, observe };
  return planOf(workload, { method, particles, ...phases });
}

/** A contender; kernels are compiled here, outside of what is timed. */
export async function engine(gpu: Gpu, workload: Workload, run: EngineRun): Promise<Contender> {
  const plan = planFor(workload, run);
  const { tile, tilesPerPoint: tiles } = plan.layout;
  const usual = suited(gpu.info.software);
  const pageTiles = Math.min(tiles, Math.max(1, usual.pageParticles / tile));
  const ensemble = await Ensemble.create(gpu.device, plan, new Tallies(plan, pilotSettings(plan)), {
    ...usual,
    pageParticles: pageTiles * tile,
  });
  const { method, particles, steps, observers } = run;
  return {
    workload: workload.name,
    contender: 'engine',
    method: method.title,
    observers,
    particles,
    steps,
    async run() {
      for (let first = 0; first < tiles; first += pageTiles) {
        ensemble.load(first, Math.min(pageTiles, tiles - first));
        ensemble.advance(steps);
      }
      await quietly(gpu.device.queue.onSubmittedWorkDone());
      return undefined;
    },
    positions: () =>
      isEmpty(run.observe)
        ? enginePositions(gpu, workload, run)
        : observedRun(gpu, workload, run).then((o) => o.positions),
    close: () => ensemble.destroy(),
  };
}

const snapshotOf = ({ particles }: EngineRun): Observe => ({ end: { kind: 'snapshot', count: particles } });

/** Steps of the end of a run that a snapshot is taken at: a multiple of what kernels take together, where it can be. */
const tailOf = (steps: number) => (steps > 8 && steps % 8 === 0 ? 8 : 1);

/** Positions after a whole run without observers: all but the last steps in the kernel of burn-in. */
export async function enginePositions(gpu: Gpu, workload: Workload, run: EngineRun): Promise<Float32Array> {
  const { method, particles, steps } = run;
  const tail = tailOf(steps);
  const plan = planOf(workload, { method, particles, burnIn: steps - tail, steps: tail, observe: snapshotOf(run) });
  return (await simulateOnGpu(plan, gpu)).snapshot('end', workload.dimension * particles);
}

/** Positions by the f64 twin, from the same random integers. */
export async function twinPositions(workload: Workload, run: EngineRun): Promise<Float32Array> {
  const { method, particles, steps } = run;
  const plan = planOf(workload, { method, particles, burnIn: 0, steps, observe: snapshotOf(run) });
  return (await simulateOnCpu(plan)).snapshot('end', workload.dimension * particles);
}

/** A whole run that is observed from its first step on: its end, and the records that its histogram counted. */
export async function observedRun(gpu: Gpu, workload: Workload, run: EngineRun) {
  const { method, particles, steps, observe } = run;
  const plan = planOf(workload, { method, particles, burnIn: 0, steps, observe: { ...snapshotOf(run), ...observe } });
  const tallies = await simulateOnGpu(plan, gpu);
  const histogram = plan.observers.findIndex(({ name }) => name === 'histogram');
  const { cells } = tallies.group(0, histogram, 'cells');
  const records = cells.flatMap((group) => [...group]).reduce((a, b) => a + b, 0);
  return { positions: tallies.snapshot('end', workload.dimension * particles), records };
}
