// Moments, tails and neighbour correlations of the device's normals, each with its z-score against the exact law.
import normal from '../../shaders/lib/normal.wgsl?raw';
import type { StreamKind } from '../../src/random';
import { randomLibrary } from '../../src/simulation/webgpu/random';
import kernel from './moments.wgsl?raw';

export interface Sample {
  stream: StreamKind;
  /** What the neighbouring stream differs by. */
  neighbour: 'seed' | 'particle' | 'block';
  seed: number;
  /** Dispatches of 2^23 normals each. */
  dispatches: number;
}

/** One estimate beside the exact value. */
export interface Score {
  name: string;
  value: number;
  exact: number;
  /** (value − exact) / standard error, the standard error from the exact law. */
  z: number;
  /** The number of events expected, for a count: below about 100 its law is not yet normal. */
  expected: number;
}

const streams = 16_384;
const pairs = 256;
const wordsPerStream = 32;

/** Normals that one dispatch draws. */
export const normalsPerDispatch = 2 * pairs * streams;

/** ∫ of the standard normal density above 0.5, 1, 2, 3, 4, 4.5, 5, 5.5: erfc(t/√2)/2, by Python's math.erfc. */
const tails: [number, number][] = [
  [0.5, 0.30853753872599],
  [1, 0.15865525393146],
  [2, 0.022750131948179],
  [3, 0.0013498980316301],
  [4, 3.167124183312e-5],
  [4.5, 3.3976731247301e-6],
  [5, 2.8665157187919e-7],
  [5.5, 1.8989562465888e-8],
];

const doubleFactorial = (n: number): number => (n <= 1 ? 1 : n * doubleFactorial(n - 2));

function momentScore(power: number, sum: number, count: number): Score {
  const exact = power % 2 ? 0 : doubleFactorial(power - 1);
  const deviation = Math.sqrt(doubleFactorial(2 * power - 1) - exact * exact);
  const value = sum / count;
  return {
    name: `mean of z^${power}`,
    value,
    exact,
    z: ((value - exact) / deviation) * Math.sqrt(count),
    expected: count,
  };
}

function tailScore(name: string, sum: number, probability: number, count: number): Score {
  const expected = probability * count;
  const z = (sum - expected) / Math.sqrt(expected * (1 - probability));
  return { name, value: sum / count, exact: probability, z, expected };
}

/** A mean of products whose law has mean 0 and this variance. */
function productScore(name: string, sum: number, count: number, variance: number): Score {
  const value = sum / count;
  return { name, value, exact: 0, z: sum / Math.sqrt(count * variance), expected: count };
}

/** The scores of the sums over so many dispatches, in the order of the words of `Sums`. */
function score(sums: Float64Array, { dispatches, neighbour }: Sample): Score[] {
  const half = streams * pairs * dispatches;
  const count = 2 * half;
  const steps = count - 2 * streams * dispatches;
  const pairsOf: [string, number][] = [
    ['a pair', half],
    ['a step and the next', steps],
    [`a ${neighbour} and the next`, count],
  ];
  return [
    ...Array.from({ length: 8 }, (_, k) => momentScore(k + 1, sums[(k % 2) * 4 + (k >> 1)], count)),
    ...pairsOf.map(([of, n], j) => productScore(`product of z over ${of}`, sums[8 + j], n, 1)),
    ...pairsOf.map(([of, n], j) => productScore(`product of z² − 1 over ${of}`, sums[12 + j], n, 4)),
    ...tails.map(([t, p], j) => tailScore(`fraction above ${t}`, sums[16 + j], p, count)),
    ...tails.map(([t, p], j) => tailScore(`fraction below −${t}`, sums[24 + j], p, count)),
  ];
}

function addUp(octets: ArrayBuffer, sums: Float64Array): void {
  const floats = new Float32Array(octets);
  const counts = new Uint32Array(octets);
  for (let i = 0; i < floats.length; i++) {
    const j = i % wordsPerStream;
    sums[j] += j < 16 ? floats[i] : counts[i];
  }
}

async function createKernel(device: GPUDevice, kind: StreamKind) {
  const module = device.createShaderModule({
    code: [randomLibrary(kind, 'float'), normal, kernel].join('\n'),
  });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const size = 4 * wordsPerStream * streams;
  const output = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const job = device.createBuffer({ size: 32, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const staging = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const entries = [output, job].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  const run = async (words: number[], sums: Float64Array) => {
    device.queue.writeBuffer(job, 0, new Uint32Array(words));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(streams / 64);
    pass.end();
    encoder.copyBufferToBuffer(output, 0, staging, 0, size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    addUp(staging.getMappedRange(), sums);
    staging.unmap();
  };
  return { run, destroy: () => [output, job, staging].map((buffer) => buffer.destroy()) };
}

/** Draws a sample on the device; every dispatch has other particles, and every second one another block. */
export async function measure(device: GPUDevice, sample: Sample): Promise<Score[]> {
  const { run, destroy } = await createKernel(device, sample.stream);
  const sums = new Float64Array(wordsPerStream);
  const next = ['seed', 'particle', 'block'].map((name) => Number(name === sample.neighbour));
  for (let i = 0; i < sample.dispatches; i++) {
    // Twice the block, so that a neighbouring block is none of the sample's own.
    await run([sample.seed, 0, streams * (i >> 1), 2 * (i & 1), ...next, pairs], sums);
  }
  destroy();
  return score(sums, sample);
}
