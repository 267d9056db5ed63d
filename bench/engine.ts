// The engine's own kernel, dispatched as a run dispatches it, on an ensemble that is one page.
import type { Gpu } from '../src/gpu/adapter';
import { simulateOnGpu, Tallies } from '../src/simulation';
import { pilotSettings } from '../src/simulation/pilot';
import { Ensemble } from '../src/simulation/webgpu/ensemble';
import type { Contender } from './contender';
import { type MethodName, plan, usualObservers } from './problem';

const never = 2 ** 30;
const short = { 'euler-maruyama': 'Euler', 'leimkuhler-matthews': 'Leimkuhler–Matthews' };

/** The kernel without observers (that of burn-in), or with the usual ones. */
export async function engine(gpu: Gpu, method: MethodName, observed: boolean, particles: number, steps: number) {
  const phase = observed ? { burnIn: 0, steps: never } : { burnIn: never, steps: 256 };
  const ensemblePlan = plan({ method, particles, ...phase, observe: usualObservers });
  // The pilot of the observers' scales looks at the recorded part of a run: both kernels get those of the observed one.
  const observedPlan = plan({ method, particles, burnIn: 0, steps: never, observe: usualObservers });
  const tallies = new Tallies(ensemblePlan, pilotSettings(observedPlan));
  const ensemble = await Ensemble.create(gpu.device, ensemblePlan, tallies, {
    workgroup: 64,
    pageParticles: ensemblePlan.layout.tilesPerPoint * ensemblePlan.layout.tile,
    gather: gpu.info.software ? 'tallies' : 'workgroup',
  });
  ensemble.load(0, ensemblePlan.layout.tilesPerPoint);
  const contender: Contender = {
    name: `engine, ${short[method]}${observed ? ', observers' : ''}`,
    particles,
    steps,
    async run() {
      ensemble.advance(steps);
      await gpu.device.queue.onSubmittedWorkDone();
    },
    close: () => ensemble.destroy(),
  };
  return contender;
}

/** Positions after `steps` steps from a whole run of the engine, x and y in turn: all but the last step without observers. */
export async function enginePositions(gpu: Gpu, method: MethodName, particles: number, steps: number) {
  const observe = { end: { kind: 'snapshot', count: particles } };
  const run = plan({ method, particles, burnIn: steps - 1, steps: 1, observe });
  return (await simulateOnGpu(run, gpu)).snapshot('end', 2 * particles);
}

/** The same with the usual observers from the first step on, and the number of records in their histogram. */
export async function observedPositions(gpu: Gpu, method: MethodName, particles: number, steps: number) {
  const observe = { end: { kind: 'snapshot', count: particles }, ...usualObservers };
  const run = plan({ method, particles, burnIn: 0, steps, observe });
  const tallies = await simulateOnGpu(run, gpu);
  const cells = tallies.group(0, 1, 'cells').cells.flatMap((group) => [...group]);
  return { positions: tallies.snapshot('end', 2 * particles), records: cells.reduce((a, b) => a + b, 0) };
}
