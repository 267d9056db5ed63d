import { readExperiment, resolveExperiment } from '../../src/experiment';
import { closeDevice, type DeviceOptions, type Gpu, type GpuInfo, openDevice } from '../../src/gpu/adapter';
import { createBuffer, createPipeline, readBuffer } from '../../src/gpu/buffers';
import { type GpuSimulationOptions, simulateOnGpu } from '../../src/simulation';

// What runs inside an implementation: bundled for pages and for Deno (bundle.ts), imported in Node.

/** A kernel of test/gpu/knownAnswers.ts: `input` at binding 0, `words` words of output at binding 1, workgroups of 64. */
interface Kernel {
  code: string;
  input: number[];
  words: number;
}

export interface Request {
  device: Pick<DeviceOptions, 'limits' | 'features'>;
  kernels: Kernel[];
  /** Texts of experiment files, and how each is carried out. */
  runs: { text: string; options: Pick<GpuSimulationOptions, 'shifts' | 'gather'> }[];
}

/** Everything that a run counted, `high·2³² + low` a cell. */
export interface Words {
  low: number[];
  high: number[];
}

/** What came of a piece of work: its answer, or what the implementation said. */
export type Outcome<T> = { value: T } | { error: string };

export interface Answer {
  adapter: GpuInfo;
  features: string[];
  /** Of the opened device: two that differ between the small device and the whole one. */
  limits: { storageBinding: number; workgroupStorage: number };
  kernels: Outcome<number[]>[];
  runs: Outcome<Words>[];
}

/** Opens the adapter that comes first and carries out a request, one piece of work after the other. */
export async function answer(gpu: GPU, { device, kernels, runs }: Request): Promise<Answer> {
  const opened = await openDevice(gpu, device);
  const answered: Answer = { ...describe(opened), kernels: [], runs: [] };
  try {
    for (const kernel of kernels) answered.kernels.push(await guarded(opened, () => compute(opened, kernel)));
    for (const { text, options } of runs) {
      answered.runs.push(await guarded(opened, () => count(opened, text, options)));
    }
  } finally {
    await closeDevice(opened);
  }
  return answered;
}

function describe({ info, features, limits }: Gpu): Pick<Answer, 'adapter' | 'features' | 'limits'> {
  return {
    adapter: info,
    features: [...features].sort(),
    limits: {
      storageBinding: limits.maxStorageBufferBindingSize,
      workgroupStorage: limits.maxComputeWorkgroupStorageSize,
    },
  };
}

const scopes: readonly GPUErrorFilter[] = ['validation', 'out-of-memory', 'internal'];

/** Work inside error scopes: the first error that the device reports meanwhile is the outcome. */
async function guarded<T>({ device }: Gpu, work: () => Promise<T>): Promise<Outcome<T>> {
  for (const scope of scopes) device.pushErrorScope(scope);
  const outcome: Outcome<T> = await work().then(
    (value) => ({ value }),
    (error) => ({ error: `${error}` }),
  );
  for (const _ of scopes) {
    const reported = await device.popErrorScope();
    if (reported !== null && 'value' in outcome) return { error: reported.message };
  }
  return outcome;
}

async function compute({ device }: Gpu, { code, input, words }: Kernel): Promise<number[]> {
  const layout = device.createBindGroupLayout({
    entries: [0, 1].map((binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type: 'storage' } })),
  });
  const pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [layout] });
  const pipeline = await createPipeline(device, 'known answers', code, 'main', pipelineLayout);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [source, output] = [input.length, words].map((n) => createBuffer(device, 'words', 4 * n, usage));
  device.queue.writeBuffer(source, 0, Uint32Array.from(input));
  const entries = [source, output].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }));
  pass.dispatchWorkgroups(Math.ceil(input.length / 512));
  pass.end();
  device.queue.submit([encoder.finish()]);
  const result = [...new Uint32Array(await readBuffer(device, output))];
  for (const buffer of [source, output]) buffer.destroy();
  return result;
}

async function count(gpu: Gpu, text: string, options: GpuSimulationOptions): Promise<Words> {
  const { low, high } = await simulateOnGpu(resolveExperiment(readExperiment(text)), gpu, options);
  return { low: [...low], high: [...high] };
}
