import type { Gpu } from '../../gpu/adapter';
import type { Plan } from '../../model/plan';
import { capturedLayout, mayEndEarly } from '../captured';
import { blockShift } from '../draws';
import { checkStopped, type SimulationOptions } from '../options';
import { pilotSettings } from '../pilot';
import { Tallies } from '../tallies';
import { Ensemble, suited } from './ensemble';
import { mostWork, Pacer } from './pacer';
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
}

/** Particle-steps from which on a GPU has seconds to do, beside which trials are short; on processors all workgroups are alike. */
const worthTuning = 2 ** 35;

const workOf = ({ layout, points, burnIn, steps }: Plan) => layout.particles * points.length * (burnIn + steps);

/** Runs a plan on a WebGPU device, page after page, and returns everything it counted. */
export async function simulateOnGpu(plan: Plan, gpu: Gpu, options: GpuSimulationOptions = {}): Promise<Tallies> {
  options.onStage?.('pilot');
  const tallies = new Tallies(plan, pilotSettings(plan));
  const tiles = plan.layout.tilesPerPoint * plan.points.length;
  const usual = suited(gpu.info.software);
  const pageTiles = pageSize(plan, gpu.limits, options.pageParticles ?? usual.pageParticles, tiles);
  options.onStage?.('compile');
  const choices = {
    ...usual,
    pageParticles: pageTiles * plan.layout.tile,
    gather: options.gather ?? usual.gather,
    shifts: options.shifts ?? usual.shifts,
  };
  const wanted = options.workgroup ?? (gpu.info.software || workOf(plan) < worthTuning ? usual.workgroup : 'tuned');
  const workgroup = wanted === 'tuned' ? await tunedWorkgroup(gpu.device, plan, tallies, choices) : wanted;
  const ensemble = await Ensemble.create(gpu.device, plan, tallies, { ...choices, workgroup });
  try {
    options.onStage?.('steps');
    await runPages(plan, gpu.device, ensemble, tallies, { tiles, pageTiles }, options);
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

async function runPages(
  plan: Plan,
  device: GPUDevice,
  ensemble: Ensemble,
  tallies: Tallies,
  { tiles, pageTiles }: { tiles: number; pageTiles: number },
  options: GpuSimulationOptions,
): Promise<void> {
  const block = 2 ** blockShift(plan);
  const pacer = new Pacer(device, options.budgetMs ?? 200, block, ensemble.stride);
  const steps = plan.burnIn + plan.steps;
  const total = workOf(plan);
  let sampled = 0;
  for (let first = 0; first < tiles; first += pageTiles) {
    const size = Math.min(pageTiles, tiles - first);
    ensemble.load(first, size);
    const early = mayEndEarly(plan) ? new EarlyEnd(plan, ensemble) : null;
    while (ensemble.steps < steps) {
      const end = ensemble.steps < plan.burnIn ? plan.burnIn : steps;
      const count = pacer.steps(size * plan.layout.tile, ensemble.steps, end);
      const work = size * plan.layout.tile * count;
      // A count is below 2^32 between two fetches, and a 64-bit sum of 31-bit numbers holds 2^32 of them.
      if (sampled + work >= 2 ** 32) {
        await ensemble.collect(tallies);
        sampled = 0;
      }
      sampled += work;
      early?.expect(count);
      ensemble.advance(count);
      await pacer.submitted(work);
      checkStopped(options.signal);
      const done = (total * (first + (size * ensemble.steps) / steps)) / tiles;
      options.onProgress?.({ done: Math.round(done), total });
      if (await early?.reached(pacer)) break;
    }
  }
  await pacer.idle();
  await ensemble.collect(tallies);
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

/**
 * Ends a page once nothing that is observed can change any more. Asking stalls the device, so it is asked after a tenth more of the
 * steps each time: a run ends at most a tenth later than it might, and asks a few dozen times at most.
 */
class EarlyEnd {
  private next = 1;

  constructor(
    private readonly plan: Plan,
    private readonly ensemble: Ensemble,
  ) {}

  /** Whether the dispatch that begins now, of `count` steps, will be asked about. */
  private asks(count: number): boolean {
    return this.ensemble.steps >= this.plan.burnIn && this.ensemble.steps + count - this.plan.burnIn >= this.next;
  }

  expect(count: number): void {
    this.asked = this.asks(count);
    if (this.asked) this.ensemble.expectSettled();
  }

  private asked = false;

  async reached(pacer: Pacer): Promise<boolean> {
    const made = this.ensemble.steps - this.plan.burnIn;
    if (!this.asked || made >= this.plan.steps) return false;
    this.next = Math.ceil(1.1 * made);
    await pacer.idle();
    const settled = await this.ensemble.settled();
    if (settled) this.ensemble.finish();
    return settled;
  }
}
