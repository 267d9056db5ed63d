import type { Gpu } from '../../gpu/adapter';
import { watched } from '../../gpu/trouble';
import type { Plan } from '../../model/plan';
import { capturedLayout } from '../captured';
import { type Checkpoint, type Checkpointing, talliesOf } from '../checkpoint';
import type { SimulationOptions } from '../options';
import { pilotSettings } from '../pilot';
import { tilesOf } from '../shards';
import { Tallies } from '../tallies';
import { Ensemble, suited } from './ensemble';
import { mostWork } from './pacer';
import { Pages, workOf } from './pages';
import type { Shifts } from './random';
import { stateWords } from './state';
import { tunedWorkgroup } from './tune';

export interface GpuSimulationOptions extends SimulationOptions {
  /** Longest time of one dispatch, in milliseconds. Default 200; a page in a browser wants about 30. */
  budgetMs?: number;
  /** Threads of a workgroup: 32, 64, 128 or 256. By default what is fastest in the first moments of a long run on hardware. */
  workgroup?: number | 'tuned';
  /** Most particles that are on the device at once. */
  pageParticles?: number;
  /** Where a workgroup gathers its counts; by default what suits the adapter. */
  gather?: 'workgroup' | 'tallies';
  /** How random words are shifted; by default what suits the adapter. */
  shifts?: Shifts;
  /** Where to go on; by default at the start. */
  from?: Checkpoint;
  checkpoints?: Checkpointing;
}

/** Particle-steps from which on a GPU has seconds to do, beside which trials are short; on processors all workgroups are alike. */
const worthTuning = 2 ** 35;

/**
 * Runs a plan on a WebGPU device, page after page, and returns everything it counted.
 *
 * @throws DeviceTrouble when the device is lost or refuses work: what `checkpoints` kept last can go on on another
 */
export async function simulateOnGpu(plan: Plan, gpu: Gpu, options: GpuSimulationOptions = {}): Promise<Tallies> {
  const halt = new AbortController();
  try {
    return await watched(gpu.device, () => simulate(plan, gpu, options, halt.signal));
  } finally {
    halt.abort();
  }
}

async function simulate(plan: Plan, gpu: Gpu, options: GpuSimulationOptions, halt: AbortSignal): Promise<Tallies> {
  options.onStage?.('pilot');
  const { from } = options;
  const tallies = from === undefined ? new Tallies(plan, pilotSettings(plan)) : talliesOf(plan, from);
  const tiles = options.tiles ?? { first: 0, end: tilesOf(plan) };
  const usual = suited(gpu.info.software);
  const pageTiles = pageSize(plan, gpu.limits, options.pageParticles ?? usual.pageParticles, tiles.end - tiles.first);
  options.onStage?.('compile');
  const choices = {
    ...usual,
    pageParticles: Math.max(pageTiles, from?.tiles ?? 0) * plan.layout.tile,
    gather: options.gather ?? usual.gather,
    shifts: options.shifts ?? usual.shifts,
  };
  const wanted = options.workgroup ?? (gpu.info.software || workOf(plan) < worthTuning ? usual.workgroup : 'tuned');
  const workgroup = wanted === 'tuned' ? await tunedWorkgroup(gpu.device, plan, tallies, choices) : wanted;
  const ensemble = await Ensemble.create(gpu.device, plan, tallies, { ...choices, workgroup });
  const pages = new Pages(plan, gpu.device, ensemble, tallies, options, halt);
  try {
    options.onStage?.('steps');
    await pages.run({ tiles, pageTiles });
    options.onStage?.('collect');
    await collectCaptured(plan, ensemble, tallies);
  } finally {
    ensemble.destroy();
  }
  return tallies;
}

/** Tiles of a page: within the device's limits, and no larger than the ensemble. */
function pageSize(plan: Plan, limits: GPUSupportedLimits, wanted: number, tiles: number): number {
  const { tile } = plan.layout;
  const bytes = 4 * stateWords(plan) * tile;
  const largest = Math.floor(Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize) / bytes);
  const page = Math.ceil(wanted / tile);
  // A block of 256 steps of a page is one dispatch at least.
  return Math.max(1, Math.min(page, largest, tiles, mostWork / 256 / tile));
}

async function collectCaptured(plan: Plan, ensemble: Ensemble, tallies: Tallies): Promise<void> {
  const { perPoint: held, traces } = capturedLayout(plan);
  if (held === 0) return;
  const dimension = plan.scope.graph.coordinates.length;
  const captured = await ensemble.captured();
  for (const { observer, offset, particles, records } of traces) {
    const size = particles * records;
    const array = tallies.trace(plan.observers[observer].name, size);
    plan.points.forEach((_, p) => {
      array.set(captured.subarray(p * held + offset, p * held + offset + size), p * size);
    });
  }
  const wanted = plan.observers.filter(({ observer }) => observer.snapshot !== undefined);
  for (const { name, observer } of wanted) {
    const size = Math.min(observer.snapshot!, plan.layout.particles) * dimension;
    const array = tallies.snapshot(name, size);
    plan.points.forEach((_, p) => {
      array.set(captured.subarray(p * held, p * held + size), p * size);
    });
  }
}
