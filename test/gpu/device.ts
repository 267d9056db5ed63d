import { afterAll } from 'vitest';
import { type NodeGpu, openNodeGpu } from '../../src/cli/adapters';
import { closeDevice, type Gpu, openDevice } from '../../src/gpu/adapter';

let opened: Promise<{ node: NodeGpu; gpu: Gpu }> | undefined;

async function open() {
  const node = await openNodeGpu('auto');
  return { node, gpu: await openDevice(node.gpu) };
}

/** The device of this test file: opened at the first call, closed after the file's last test. */
export async function testGpu(): Promise<Gpu> {
  opened ??= open();
  return (await opened).gpu;
}

/** Another device of the same adapter, for tests that lose it; `simulateRecovering` closes it. */
export async function freshGpu(): Promise<Gpu> {
  await testGpu();
  return openDevice((await opened!).node.gpu);
}

export async function testDevice(): Promise<GPUDevice> {
  return (await testGpu()).device;
}

afterAll(async () => {
  if (opened === undefined) return;
  const { node, gpu } = await opened;
  opened = undefined;
  await closeDevice(gpu);
  await node.close();
});

const scopes: readonly GPUErrorFilter[] = ['validation', 'out-of-memory', 'internal'];

/** Runs `work` and throws the first error of any kind that the device reports meanwhile. */
export async function withErrorScopes<T>(device: GPUDevice, work: () => Promise<T> | T): Promise<T> {
  for (const scope of scopes) device.pushErrorScope(scope);
  let result: T | undefined;
  let thrown: unknown;
  try {
    result = await work();
  } catch (error) {
    thrown = error ?? new Error('thrown without a value');
  }
  const reported = await Promise.all(scopes.map(() => device.popErrorScope()));
  const first = reported.find((error) => error !== null);
  if (first) throw new Error(`the device reports: ${first.message}`, { cause: thrown });
  if (thrown !== undefined) throw thrown;
  return result as T;
}

/** Words to upload into a binding, or the number of octets of a zeroed one. */
export type Words = Uint32Array | Float32Array | Int32Array | number;

export interface ComputeJob {
  code: string;
  entryPoint?: string;
  /** Storage buffers of bind group 0, in the order of their bindings; all are read back. */
  buffers: readonly Words[];
  /** A buffer at the binding after the last storage buffer. */
  uniform?: Uint32Array | Float32Array;
  workgroups: number | readonly [number, number?, number?];
  constants?: Record<string, number>;
}

function createBuffer(device: GPUDevice, words: Words, usage: number): GPUBuffer {
  const size = typeof words === 'number' ? words : words.byteLength;
  const flags = usage | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ size: Math.max(16, size), usage: flags });
  if (typeof words !== 'number') device.queue.writeBuffer(buffer, 0, words as Uint32Array<ArrayBuffer>);
  return buffer;
}

/** Copies a buffer to the host, as 32-bit words. */
export async function readWords(device: GPUDevice, source: GPUBuffer): Promise<Uint32Array<ArrayBuffer>> {
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const staging = device.createBuffer({ size: source.size, usage });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(source, 0, staging, 0, source.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const words = new Uint32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  return words;
}

async function createPipeline(device: GPUDevice, job: ComputeJob): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ code: job.code });
  const errors = (await module.getCompilationInfo()).messages.filter(({ type }) => type === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ lineNum, message }) => `${lineNum}: ${message}`).join('\n'));
  const compute = { module, entryPoint: job.entryPoint ?? 'main', constants: job.constants };
  return device.createComputePipelineAsync({ layout: 'auto', compute });
}

function dispatch(device: GPUDevice, job: ComputeJob, pipeline: GPUComputePipeline, bound: readonly GPUBuffer[]): void {
  const entries = bound.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const [x, y, z] = typeof job.workgroups === 'number' ? [job.workgroups] : job.workgroups;
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(x, y, z);
  pass.end();
  device.queue.submit([encoder.finish()]);
}

/** Runs one kernel once, inside error scopes, and returns every storage buffer as 32-bit words; frees what it made. */
export function runCompute(device: GPUDevice, job: ComputeJob): Promise<Uint32Array<ArrayBuffer>[]> {
  return withErrorScopes(device, async () => {
    const pipeline = await createPipeline(device, job);
    const storage = job.buffers.map((words) => createBuffer(device, words, GPUBufferUsage.STORAGE));
    const uniform = job.uniform ? [createBuffer(device, job.uniform, GPUBufferUsage.UNIFORM)] : [];
    try {
      dispatch(device, job, pipeline, [...storage, ...uniform]);
      return await Promise.all(storage.map((buffer) => readWords(device, buffer)));
    } finally {
      for (const buffer of [...storage, ...uniform]) buffer.destroy();
    }
  });
}

/** The same 32 bits read as f32. */
export function asFloats(words: Uint32Array): Float32Array {
  return new Float32Array(words.buffer, words.byteOffset, words.length);
}
