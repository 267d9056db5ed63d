// What peers share that are kernels in WGSL: one invocation a particle, from its start through all steps.
import type { Gpu } from '../../gpu/adapter';
import { createBuffer, createPipeline, readBuffer } from '../../gpu/buffers';
import { quietly } from '../../gpu/quietly';
import type { Contender } from '../contender';
import { identity, type Size } from '../peer';
import { seed, type Workload } from '../workload';

/** Entry points in their order; each is dispatched over all particles once a run. */
export interface WgslKernel {
  code: string;
  entries: readonly string[];
  /** Entry points that only a look at the positions needs, after a run that stops a step short of the end. */
  look?: string;
}

const widest = 2 ** 15;
const threads = 64;

/** Buffers and pipelines of one ensemble; `dispatch` runs an entry point for steps 0 … last. */
async function prepare({ device }: Gpu, { code }: WgslKernel, coordinates: number, particles: number) {
  const run = createBuffer(device, 'run', 24, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
  const state = createBuffer(device, 'state', 4 * coordinates, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  const types: GPUBufferBindingType[] = ['uniform', 'storage'];
  const layout = device.createBindGroupLayout({
    entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })),
  });
  const group = device.createBindGroup({
    layout,
    entries: [run, state].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] });
  const compile = (entry: string) => createPipeline(device, entry, code, entry, pipelineLayout);
  const dispatch = (pipeline: GPUComputePipeline, first: number, last: number) => {
    device.queue.writeBuffer(run, 0, Uint32Array.from([seed, 0, first, last, particles]));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    const workgroups = Math.ceil(particles / threads);
    const width = Math.min(workgroups, widest);
    pass.dispatchWorkgroups(width, Math.ceil(workgroups / width));
    pass.end();
    device.queue.submit([encoder.finish()]);
  };
  const close = () => {
    run.destroy();
    state.destroy();
  };
  return { compile, dispatch, state, close };
}

/** A contender of a kernel that keeps the state as `coordinates` numbers, f32, particle by particle. */
export async function wgslContender(name: string, gpu: Gpu, workload: Workload, size: Size, kernel: WgslKernel) {
  const { particles, steps } = size;
  const made = await prepare(gpu, kernel, workload.dimension * particles, particles);
  const pipelines = await Promise.all(kernel.entries.map(made.compile));
  const all = (last: number) => {
    for (const pipeline of pipelines) made.dispatch(pipeline, 0, last);
  };
  const contender: Contender = {
    ...identity(name, workload, size),
    async run() {
      all(steps);
      await quietly(gpu.device.queue.onSubmittedWorkDone());
      return undefined;
    },
    async positions() {
      if (kernel.look !== undefined) {
        all(steps - 1);
        made.dispatch(await made.compile(kernel.look), steps - 1, steps);
      }
      return new Float32Array(await readBuffer(gpu.device, made.state));
    },
    close: made.close,
  };
  return contender;
}
