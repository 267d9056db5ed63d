// Writes the raw stream of the device to standard output, for dieharder to read:
//   node bench/run.js bench/random/dieharder.ts LAYOUT [fast|philox] [SEED] | dieharder -g 200 -a
// LAYOUT: time (one particle, block after block of 256 pairs), particles (the first pairs of neighbours), seeds, blocks.
import { writeSync } from 'node:fs';
import { openNodeGpu } from '../../src/cli/adapters';
import { closeDevice, openDevice } from '../../src/gpu/adapter';
import type { StreamKind } from '../../src/random';
import { randomLibrary } from '../../src/simulation/webgpu/random';
import kernel from './dieharder.wgsl?raw';

const layouts = ['time', 'particles', 'seeds', 'blocks'];
/** Streams a dispatch opens: 4 MiB of output in either shape. */
const streamsPerDispatch = { time: 2048, others: 262_144 };

/** Writes all octets; false when the reader has gone. */
function writeAll(octets: Uint8Array): boolean {
  for (let at = 0; at < octets.length; ) {
    try {
      at += writeSync(1, octets, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return false;
      if (code !== 'EAGAIN') throw error;
    }
  }
  return true;
}

/** A function that writes one dispatch's words; its result is false when the reader has gone. */
function createKernel(device: GPUDevice, stream: StreamKind) {
  const module = device.createShaderModule({ code: [randomLibrary(stream, 'float'), kernel].join('\n') });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const size = 4 << 20;
  const words = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const job = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const staging = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const entries = [words, job].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  return async (first: number, layout: number, seed: number, streams: number) => {
    device.queue.writeBuffer(job, 0, new Uint32Array([first, layout, seed, 0]));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(streams / 64);
    pass.end();
    encoder.copyBufferToBuffer(words, 0, staging, 0, size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const more = writeAll(new Uint8Array(staging.getMappedRange()));
    staging.unmap();
    return more;
  };
}

export async function main([layout = 'time', kind = 'fast', seed = '1']: string[]): Promise<void> {
  const index = layouts.indexOf(layout);
  if (index < 0) throw new Error(`layout ${layout}: expected one of ${layouts.join(', ')}`);
  const node = await openNodeGpu('auto');
  const gpu = await openDevice(node.gpu);
  // A rejected kernel would write zeros for ever.
  gpu.device.pushErrorScope('validation');
  const write = createKernel(gpu.device, kind === 'philox' ? 'philox' : 'fast');
  const streams = layout === 'time' ? streamsPerDispatch.time : streamsPerDispatch.others;
  const error = await gpu.device.popErrorScope();
  if (error) throw new Error(error.message);
  for (let first = 0; await write(first, index, Number(seed), streams); ) first = (first + streams) >>> 0;
  await closeDevice(gpu);
  await node.close();
}
