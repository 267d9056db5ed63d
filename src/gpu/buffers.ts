import { ErgodicError } from '../errors';
import { quietly } from './quietly';

/** Makes a buffer, zeroed, of at least 4 bytes. */
export function createBuffer(device: GPUDevice, label: string, bytes: number, usage: GPUBufferUsageFlags): GPUBuffer {
  return device.createBuffer({ label, size: Math.max(4, Math.ceil(bytes / 4) * 4), usage });
}

/** Copies a buffer, or its first bytes, back to the host. */
export async function readBuffer(device: GPUDevice, source: GPUBuffer, bytes = source.size): Promise<ArrayBuffer> {
  const staging = createBuffer(device, 'read-back', bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(source, 0, staging, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await quietly(staging.mapAsync(GPUMapMode.READ));
  const copy = staging.getMappedRange().slice(0);
  staging.destroy();
  return copy;
}

const compiled = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/**
 * Compiles a compute pipeline, each text once for a device.
 *
 * @throws ErgodicError `internal` with the compiler's messages: WGSL here is generated, so that a person can only report it
 */
export function createPipeline(
  device: GPUDevice,
  label: string,
  code: string,
  entryPoint: string,
  layout: GPUPipelineLayout,
): Promise<GPUComputePipeline> {
  const known = compiled.get(device) ?? new Map<string, Promise<GPUComputePipeline>>();
  compiled.set(device, known);
  const key = `${entryPoint}\n${code}`;
  const pipeline = known.get(key) ?? compile(device, label, code, entryPoint, layout);
  known.set(key, pipeline);
  return pipeline;
}

async function compile(
  device: GPUDevice,
  label: string,
  code: string,
  entryPoint: string,
  layout: GPUPipelineLayout,
): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ label, code });
  try {
    return await quietly(device.createComputePipelineAsync({ label, layout, compute: { module, entryPoint } }));
  } catch (cause) {
    const { messages } = await module.getCompilationInfo();
    const list = messages.map((m) => `${m.lineNum}:${m.linePos} ${m.message}`).join('\n');
    throw new ErgodicError('internal', `the kernel '${label}' does not compile: ${list || cause}`, { cause });
  }
}
