import { ErgodicError } from '../../errors';
import { createBuffer, createPipeline, readBuffer } from '../../gpu/buffers';
import type { Plan } from '../../model/plan';
import { seedKey } from '../../random';
import { capturedLayout } from '../captured';
import type { Checkpoint } from '../checkpoint';
import type { Tallies } from '../tallies';
import { type Kernels, writeKernels } from './kernel';
import { mostSteps } from './pacer';
import type { Shifts } from './random';
import { dataOf } from './rows';
import { stateWords } from './state';

export interface EnsembleOptions {
  /** Threads of a workgroup: a power of two; at most the tile is used. */
  workgroup: number;
  /** Most particles that the state holds at once. */
  pageParticles: number;
  /** Where a workgroup gathers what its particles count: memory of its own first, or the tallies at once. */
  gather: 'workgroup' | 'tallies';
  shifts: Shifts;
}

/**
 * What suits an adapter. On a processor barriers cost more than the atomics that they save, and a page had better stay in the
 * cache; on a GPU a page has to fill the device.
 */
export const suited = (software: boolean): EnsembleOptions =>
  software
    ? { workgroup: 64, pageParticles: 2 ** 14, gather: 'tallies', shifts: 'float' }
    : { workgroup: 64, pageParticles: 2 ** 22, gather: 'workgroup', shifts: 'integer' };

const uniformWords = 12;

// More workgroup memory would leave a GPU fewer workgroups at a time, and SwiftShader takes a millisecond per word to compile
// its zeroing (6,400 words: 7 s).
const mostSharedWords = 1024;

/**
 * The particles of one page on the device: consecutive tiles of the ensemble, from their start to their last step.
 *
 * A page at a time is enough, since particles are independent: the memory of a run does not grow with the ensemble.
 */
export class Ensemble {
  /** Steps made by the page that is loaded. */
  steps = 0;
  private pageTile = 0;
  private pageTiles = 0;

  private constructor(
    private readonly device: GPUDevice,
    private readonly plan: Plan,
    private readonly pipelines: Record<'initialise' | 'advance' | 'observe', GPUComputePipeline>,
    private readonly buffers: Record<
      'uniform' | 'table' | 'state' | 'tallies' | 'captured' | 'rows' | 'marks',
      GPUBuffer
    >,
    private readonly bindings: GPUBindGroup,
    private readonly workgroup: number,
    /** Steps that are always taken together: dispatches end at multiples of it. */
    readonly stride: number,
  ) {}

  static async create(device: GPUDevice, plan: Plan, tallies: Tallies, options: EnsembleOptions): Promise<Ensemble> {
    const workgroup = Math.min(options.workgroup, plan.layout.tile);
    const mostWords = Math.min(mostSharedWords, device.limits.maxComputeWorkgroupStorageSize / 4);
    const sharedWords = options.gather === 'tallies' ? 0 : mostWords;
    const kernels = writeKernels(plan, tallies.settings, { workgroup, sharedWords, shifts: options.shifts });
    const layout = device.createBindGroupLayout({ entries: bindingTypes() });
    const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] });
    const make = (name: 'initialise' | 'advance' | 'observe') =>
      createPipeline(device, name, kernels[name], name === 'initialise' ? 'initialise' : 'advance', pipelineLayout);
    const [initialise, advance, observe] = await Promise.all([make('initialise'), make('advance'), make('observe')]);
    const buffers = makeBuffers(device, plan, kernels, tallies, options.pageParticles);
    const order = [
      buffers.uniform,
      buffers.table,
      buffers.state,
      buffers.tallies,
      buffers.captured,
      buffers.rows,
      buffers.marks,
    ];
    const entries = order.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const bindings = device.createBindGroup({ layout, entries });
    return new Ensemble(device, plan, { initialise, advance, observe }, buffers, bindings, workgroup, kernels.stride);
  }

  /** Puts `tiles` tiles from `first` on at their start. */
  load(first: number, tiles: number): void {
    this.pageTile = first;
    this.pageTiles = tiles;
    this.steps = 0;
    this.dispatch('initialise', 0);
  }

  /** Puts a page back to where a checkpoint found it. */
  restore({ tile, tiles, step, state, captured }: Checkpoint): void {
    this.pageTile = tile;
    this.pageTiles = tiles;
    this.steps = step;
    this.device.queue.writeBuffer(this.buffers.state, 0, state);
    this.device.queue.writeBuffer(this.buffers.captured, 0, captured);
  }

  /** What is on the device, once everything counted has been collected; `within` tells whether a page is under way. */
  async save(within: boolean): Promise<Pick<Checkpoint, 'tiles' | 'step' | 'state' | 'captured'>> {
    const captured = new Uint32Array(await readBuffer(this.device, this.buffers.captured));
    if (!within) return { tiles: 0, step: 0, state: new Uint32Array(0), captured };
    const bytes = 4 * stateWords(this.plan) * this.pageTiles * this.plan.layout.tile;
    const state = new Uint32Array(await readBuffer(this.device, this.buffers.state, bytes));
    return { tiles: this.pageTiles, step: this.steps, state, captured };
  }

  /** Makes `count` steps, all of them before or all of them after the end of burn-in. */
  advance(count: number): void {
    const last = this.steps + count;
    if (count > mostSteps) throw new Error(`a dispatch of ${count} steps: expected at most ${mostSteps}`);
    if (last % this.stride !== 0) throw new Error(`a dispatch to step ${last}: expected a multiple of ${this.stride}`);
    const kind = this.steps < this.plan.burnIn ? 'advance' : 'observe';
    this.dispatch(kind, count);
    this.steps += count;
  }

  private dispatch(kind: 'initialise' | 'advance' | 'observe', count: number, ends = false): void {
    const slots = this.pageTiles * this.plan.layout.tile;
    const workgroups = slots / this.workgroup;
    const width = Math.min(workgroups, 32768);
    this.device.queue.writeBuffer(this.buffers.uniform, 0, this.uniform(count, workgroups, width, slots, ends));
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.pipelines[kind]);
    pass.setBindGroup(0, this.bindings);
    pass.dispatchWorkgroups(width, Math.ceil(workgroups / width));
    pass.end();
    this.device.queue.submit([encoder.finish()]);
  }

  /** The `Dispatch` of shaders/lib/particle.wgsl. */
  private uniform(count: number, workgroups: number, width: number, slots: number, ends: boolean) {
    const { layout, burnIn, steps, seed } = this.plan;
    const last = this.steps + count;
    const lastCount = layout.particles - (layout.tilesPerPoint - 1) * layout.tile;
    const finish = ends || last === burnIn + steps ? 1 : 0;
    const key = seedKey(seed);
    const page = [workgroups, width, this.pageTile, slots, layout.tilesPerPoint, lastCount, finish];
    return Uint32Array.from([key[0], key[1], this.steps, last, burnIn, ...page]);
  }

  /** Adds what the device has counted to `tallies` and sets its counters back to zero. */
  async collect(tallies: Tallies): Promise<void> {
    const [, ...lost] = new Uint32Array(await readBuffer(this.device, this.buffers.marks));
    for (const [point, mark] of lost.entries()) if (mark > 0) tallies.foundLost(point, 0xffffffff - mark);
    const words = new Uint32Array(await readBuffer(this.device, this.buffers.tallies));
    const total = tallies.low.length;
    for (let i = 0; i < total; i++) {
      const [low, high] = [words[i], words[total + i] | 0];
      if (low !== 0 || high !== 0) tallies.addWords(i, low, high);
    }
    const encoder = this.device.createCommandEncoder();
    encoder.clearBuffer(this.buffers.tallies);
    this.device.queue.submit([encoder.finish()]);
  }

  /** Ends the page that is loaded at the step it has come to. */
  finish(): void {
    this.dispatch('observe', 0, true);
  }

  /** Forgets which particles were unsettled, before the dispatches that may tell. */
  expectSettled(): void {
    this.device.queue.writeBuffer(this.buffers.marks, 0, new Uint32Array(1));
  }

  /** Whether nothing that is counted can change any more for any particle that was advanced since `expectSettled`. */
  async settled(): Promise<boolean> {
    return new Uint32Array(await readBuffer(this.device, this.buffers.marks, 4))[0] === 0;
  }

  /** What is kept as it is of the first particles of every point, once their pages have ended. */
  async captured(): Promise<Float32Array> {
    return new Float32Array(await readBuffer(this.device, this.buffers.captured));
  }

  destroy(): void {
    for (const buffer of Object.values(this.buffers)) buffer.destroy();
  }
}

function bindingTypes(): GPUBindGroupLayoutEntry[] {
  const types: GPUBufferBindingType[] = [
    'uniform',
    'read-only-storage',
    'storage',
    'storage',
    'storage',
    'read-only-storage',
    'storage',
  ];
  return types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } }));
}

function makeBuffers(device: GPUDevice, plan: Plan, kernels: Kernels, tallies: Tallies, pageParticles: number) {
  const captured = plan.points.length * capturedLayout(plan).perPoint;
  const data = kernels.table.data();
  const rows = dataOf(plan.target);
  const sizes = {
    'snapshots and traces': 4 * captured,
    'sweep points': data.byteLength,
    tallies: 8 * tallies.low.length,
  };
  checkRoom(device, { ...sizes, 'rows of data': rows.byteLength });
  const both = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
  const table = createBuffer(device, 'points', data.byteLength, both);
  device.queue.writeBuffer(table, 0, data);
  const rowBuffer = createBuffer(device, 'rows', rows.byteLength, both);
  device.queue.writeBuffer(rowBuffer, 0, rows);
  return {
    table,
    rows: rowBuffer,
    uniform: createBuffer(device, 'dispatch', 4 * uniformWords, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST),
    state: createBuffer(device, 'state', 4 * stateWords(plan) * pageParticles, both | GPUBufferUsage.COPY_SRC),
    tallies: createBuffer(device, 'tallies', 8 * tallies.low.length, both | GPUBufferUsage.COPY_SRC),
    marks: createBuffer(device, 'marks', 4 * (1 + plan.points.length), both | GPUBufferUsage.COPY_SRC),
    captured: createBuffer(device, 'captured', 4 * captured, both | GPUBufferUsage.COPY_SRC),
  };
}

function checkRoom(device: GPUDevice, sizes: Readonly<Record<string, number>>): void {
  const room = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize);
  for (const [what, bytes] of Object.entries(sizes)) {
    if (bytes <= room) continue;
    const message = `the ${what} take ${bytes} bytes, and this device binds ${room}; ask for fewer`;
    throw new ErgodicError('badInput', message);
  }
}
