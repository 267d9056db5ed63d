import type { Gpu } from '../../gpu/adapter';
import type { Plan } from '../../model/plan';
import { blockShift } from '../draws';
import { checkStopped, type SimulationOptions } from '../options';
import { pilotSettings } from '../pilot';
import { Tallies } from '../tallies';
import { Ensemble } from './ensemble';
import { Pacer } from './pacer';
import { stateWords } from './state';

export interface GpuSimulationOptions extends SimulationOptions {
  /** Longest time of one dispatch, in milliseconds. Default 200; a page in a browser wants about 30. */
  budgetMs?: number;
  /** Threads of a workgroup: 32, 64, 128 or 256. */
  workgroup?: number;
  /** Most particles that are on the device at once. */
  pageParticles?: number;
  /** Where a workgroup gathers its counts; by default what suits the adapter. */
  gather?: 'workgroup' | 'tallies';
}

// A page has to fill the device; on a processor it had better stay in the cache.
const pageOn = { software: 2 ** 14, hardware: 2 ** 22 };

/** Runs a plan on a WebGPU device, page after page, and returns everything it counted. */
export async function simulateOnGpu(plan: Plan, gpu: Gpu, options: GpuSimulationOptions = {}): Promise<Tallies> {
  const tallies = new Tallies(plan, pilotSettings(plan));
  const tiles = plan.layout.tilesPerPoint * plan.points.length;
  const pageTiles = pageSize(plan, gpu, options.pageParticles, tiles);
  const ensemble = await Ensemble.create(gpu.device, plan, tallies, {
    workgroup: options.workgroup ?? 64,
    pageParticles: pageTiles * plan.layout.tile,
    // On a processor barriers cost more than the atomics that they save.
    gather: options.gather ?? (gpu.info.software ? 'tallies' : 'workgroup'),
  });
  try {
    await runPages(plan, gpu.device, ensemble, tallies, { tiles, pageTiles }, options);
    await collectSnapshots(plan, ensemble, tallies);
  } finally {
    ensemble.destroy();
  }
  return tallies;
}

/** Tiles of a page: within the device's limits, and no larger than the ensemble. */
function pageSize(plan: Plan, { info, limits }: Gpu, wanted: number | undefined, tiles: number): number {
  const { tile } = plan.layout;
  const bytes = 4 * stateWords(plan) * tile;
  const largest = Math.floor(Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize) / bytes);
  const page = Math.ceil((wanted ?? pageOn[info.software ? 'software' : 'hardware']) / tile);
  return Math.max(1, Math.min(page, largest, tiles));
}

async function runPages(
  plan: Plan,
  device: GPUDevice,
  ensemble: Ensemble,
  tallies: Tallies,
  { tiles, pageTiles }: { tiles: number; pageTiles: number },
  options: GpuSimulationOptions,
): Promise<void> {
  const block = 2 ** blockShift(plan);
  const pacer = new Pacer(device, options.budgetMs ?? 200, block);
  const steps = plan.burnIn + plan.steps;
  const total = plan.layout.particles * plan.points.length * steps;
  let sampled = 0;
  for (let first = 0; first < tiles; first += pageTiles) {
    const size = Math.min(pageTiles, tiles - first);
    ensemble.load(first, size);
    while (ensemble.steps < steps) {
      const end = ensemble.steps < plan.burnIn ? plan.burnIn : steps;
      const count = pacer.steps(size * plan.layout.tile, ensemble.steps, end);
      ensemble.advance(count);
      await pacer.submitted(size * plan.layout.tile * count);
      checkStopped(options.signal);
      const done = (total * (first + (size * ensemble.steps) / steps)) / tiles;
      options.onProgress?.({ done: Math.round(done), total });
      sampled += size * plan.layout.tile * count;
      // A 64-bit sum of 31-bit numbers holds 2^32 of them.
      if (sampled > 2 ** 31) {
        await ensemble.collect(tallies);
        sampled = 0;
      }
    }
  }
  await pacer.idle();
  await ensemble.collect(tallies);
}

async function collectSnapshots(plan: Plan, ensemble: Ensemble, tallies: Tallies): Promise<void> {
  const wanted = plan.observers.filter(({ observer }) => observer.snapshot !== undefined);
  if (wanted.length === 0) return;
  const dimension = plan.scope.graph.coordinates.length;
  const captured = await ensemble.snapshot();
  const held = captured.length / plan.points.length;
  for (const { name, observer } of wanted) {
    const size = Math.min(observer.snapshot!, plan.layout.particles) * dimension;
    const array = tallies.snapshot(name, size);
    plan.points.forEach((_, p) => {
      array.set(captured.subarray(p * held, p * held + size), p * size);
    });
  }
}
