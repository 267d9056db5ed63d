// Times the candidates for the random numbers inside one kernel, alternating, best of all rounds:
//   node bench/run.js bench/random/candidates.ts [rounds] [steps per dispatch]
import normal from '../../shaders/lib/normal.wgsl?raw';
import philox from '../../shaders/lib/philox.wgsl?raw';
import shifts from '../../shaders/lib/shifts.wgsl?raw';
import shiftsByFloats from '../../shaders/lib/shifts-by-floats.wgsl?raw';
import fast from '../../shaders/lib/stream-fast.wgsl?raw';
import standard from '../../shaders/lib/stream-philox.wgsl?raw';
import { openNodeGpu } from '../../src/cli/adapters';
import { closeDevice, type Gpu, openDevice } from '../../src/gpu/adapter';
import { quietly } from '../../src/gpu/quietly';
import euler from './euler.wgsl?raw';
import builtin from './normal-builtin.wgsl?raw';
import sfc32 from './stream-sfc32.wgsl?raw';
import threefry from './stream-threefry.wgsl?raw';

const particles = 65_536;

/** Two pairs: how the kernel takes four words from a stream that is used in pairs. */
const inPairs = `fn stream_four(s: ptr<function, Stream>) -> vec4u {
  let first = stream_pair(s);
  return vec4u(first, stream_pair(s));
}`;
/** Philox's four words at once: without the branch on odd pairs, both sides of which SwiftShader runs. */
const inFours = `fn stream_four(s: ptr<function, Stream>) -> vec4u {
  stream_fetch(s);
  (*s).pair += 2u;
  return (*s).words;
}`;
const xoshiro = fast + inPairs;
const sfc = sfc32 + inPairs;
const shifting = xoshiro.replaceAll('* 512u', '<< 9u');

const noNormals = 'fn normal_pair(words: vec2u) -> vec2f { return vec2f(bitcast<vec2i>(words)) * 4.6e-10; }';
const shorter = normal
  .replace(/var p = .*;\n.*/, 'var p = -0.34130504727363586;')
  .replace('fma(fma(fma(-0.00019515282474458218, y, 0.00833216030150652), y,', 'fma(fma(0.008163281716406345, y,');
const unsigned = normal.replace('f32(bitcast<i32>(k))', 'f32(k)').replace('f32(bitcast<i32>(k ^', 'f32((k ^');
const rounded = normal.replace(/let f = .*;/, 'let f = mantissa - 1.0;');

const candidates: Record<string, string[]> = {
  'xoshiro128++, polynomials: the fast stream': [xoshiro, normal],
  'sfc32, polynomials': [sfc, normal],
  'threefry4x32-12, polynomials': [`const ROUNDS = 12u;\n${threefry}`, normal],
  'threefry4x32-20, polynomials': [`const ROUNDS = 20u;\n${threefry}`, normal],
  'philox4x32-10 in fours, polynomials': [standard + inFours, normal],
  'philox4x32-10 in pairs, polynomials: the standard stream': [standard + inPairs, normal],
  'xoshiro128++, built-in log, sin, cos': [xoshiro, builtin],
  'sfc32, built-in log, sin, cos': [sfc, builtin],
  'xoshiro128++, polynomials one degree shorter (1e-6)': [xoshiro, shorter],
  'xoshiro128++, polynomials, u near 1 rounded (2e-4)': [xoshiro, rounded],
  'xoshiro128++, polynomials, unsigned conversions': [xoshiro, unsigned],
  'xoshiro128++ with shifts, polynomials': [shifting, normal, shifts],
  'xoshiro128++ with shifts, no normals': [shifting, noNormals, shifts],
  'xoshiro128++, no normals': [xoshiro, noNormals],
  'sfc32, no normals': [sfc, noNormals],
};

/** Returns a function that runs one dispatch and tells its time in ms. */
async function prepare({ device }: Gpu, parts: readonly string[], steps: number): Promise<() => Promise<number>> {
  const own = parts.includes(shifts) ? [] : [shiftsByFloats];
  const module = device.createShaderModule({ code: [philox, ...own, ...parts, euler].join('\n') });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const positions = device.createBuffer({ size: 8 * particles, usage: GPUBufferUsage.STORAGE });
  const run = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const entries = [positions, run].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  let block = 0;
  return async () => {
    device.queue.writeBuffer(run, 0, new Uint32Array([1, 0, block++, steps]));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(particles / 64);
    pass.end();
    const start = performance.now();
    device.queue.submit([encoder.finish()]);
    await quietly(device.queue.onSubmittedWorkDone());
    return performance.now() - start;
  };
}

export async function main([rounds = '40', steps = '128']: string[]): Promise<void> {
  const node = await openNodeGpu('auto');
  const gpu = await openDevice(node.gpu);
  const runs = await Promise.all(Object.values(candidates).map((parts) => prepare(gpu, parts, Number(steps))));
  const best = runs.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < Number(rounds); round++) {
    for (const [i, run] of runs.entries()) best[i] = Math.min(best[i], await run());
  }
  console.log(`${gpu.info.adapter}\n${particles} particles, ${steps} steps a dispatch, best of ${rounds} alternations`);
  for (const [i, name] of Object.keys(candidates).entries()) {
    const rate = (particles * Number(steps)) / best[i] / 1000;
    console.log(`${rate.toFixed(1).padStart(8)} million particle-steps/s  ${name}`);
  }
  await closeDevice(gpu);
  await node.close();
}
