// The kernel written by hand for this one problem: shaders/double-well.wgsl with the engine's random numbers.
import normal from '../shaders/lib/normal.wgsl?raw';
import philox from '../shaders/lib/philox.wgsl?raw';
import stream from '../shaders/lib/stream-fast.wgsl?raw';
import type { Gpu } from '../src/gpu/adapter';
import { createBuffer, readBuffer } from '../src/gpu/buffers';
import type { Contender } from './contender';
import { type MethodName, seed } from './problem';
import doubleWell from './shaders/double-well.wgsl?raw';

const entries = {
  'euler-maruyama': { start: 'start_euler', advance: 'euler', see: undefined },
  'leimkuhler-matthews': { start: 'start_matthews', advance: 'matthews', see: 'see_matthews' },
};

/** Buffers and pipelines of one ensemble; `dispatch` runs an entry point for steps first … last. */
async function prepare({ device }: Gpu, particles: number) {
  const module = device.createShaderModule({ code: [philox, stream, normal, doubleWell].join('\n') });
  const run = createBuffer(device, 'run', 24, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
  const state = createBuffer(device, 'state', 8 * particles, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  const types: GPUBufferBindingType[] = ['uniform', 'storage'];
  const layout = device.createBindGroupLayout({
    entries: types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } })),
  });
  const group = device.createBindGroup({
    layout,
    entries: [run, state].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] });
  const compile = (entryPoint: string) =>
    device.createComputePipelineAsync({ layout: pipelineLayout, compute: { module, entryPoint } });
  const dispatch = (pipeline: GPUComputePipeline, first: number, last: number) => {
    device.queue.writeBuffer(run, 0, Uint32Array.from([seed, 0, first, last, particles]));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(Math.ceil(particles / 64));
    pass.end();
    device.queue.submit([encoder.finish()]);
  };
  const close = () => {
    run.destroy();
    state.destroy();
  };
  return { compile, dispatch, state, close };
}

/** @param steps of a run: whole blocks of 256 */
export async function byHand(gpu: Gpu, method: MethodName, particles: number, steps: number): Promise<Contender> {
  const { compile, dispatch, close } = await prepare(gpu, particles);
  const { start, advance } = entries[method];
  const pipeline = await compile(advance);
  dispatch(await compile(start), 0, 0);
  let made = 0;
  return {
    name: `by hand, ${method === 'euler-maruyama' ? 'Euler' : 'Leimkuhler–Matthews'}`,
    particles,
    steps,
    async run() {
      dispatch(pipeline, made, made + steps);
      made += steps;
      await gpu.device.queue.onSubmittedWorkDone();
    },
    close,
  };
}

/** Positions after `steps` steps from the start, x and y in turn. */
export async function handPositions(gpu: Gpu, method: MethodName, particles: number, steps: number) {
  const { compile, dispatch, state, close } = await prepare(gpu, particles);
  const { start, advance, see } = entries[method];
  dispatch(await compile(start), 0, 0);
  const advancing = await compile(advance);
  if (see === undefined) dispatch(advancing, 0, steps);
  else {
    dispatch(advancing, 0, steps - 1);
    dispatch(await compile(see), 0, steps);
  }
  const positions = new Float32Array(await readBuffer(gpu.device, state));
  close();
  return positions;
}
