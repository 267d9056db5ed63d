import { expect, test } from 'vitest';
import tallyText from '../../shaders/lib/tally.wgsl?raw';
import { asFloats, runCompute, testDevice } from './device';

const count = 4096;

/** 1 less bridge_left of 1 at z, one thread each. */
async function onDevice(z: Float32Array<ArrayBuffer>): Promise<Float32Array> {
  const code = `${tallyText}
@group(0) @binding(0) var<storage, read_write> input: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  output[id.x] = 1.0 - bridge_left(1.0, input[id.x]);
}`;
  const [, words] = await runCompute(await testDevice(), { code, buffers: [z, 4 * count], workgroups: count / 64 });
  return asFloats(words);
}

test('the chance that a bridge crossed is e^(-8 z) within 4e-5, 1 below 0, and never rises with the distance', async () => {
  const z = Float32Array.from({ length: count }, (_, i) => -0.2 + (4 * i) / count);
  const found = await onDevice(z);
  found.forEach((p, i) => {
    expect(Math.abs(p - Math.min(1, Math.exp(-8 * z[i]))), `z = ${z[i]}`).toBeLessThan(4e-5);
    if (z[i] <= 0) expect(p).toBe(1);
    if (z[i] > 3) expect(p).toBeLessThan(1e-8);
    // Up to rounding, of which 1 less the rest has a few units in the last place of 1.
    if (i > 0) expect(p).toBeLessThanOrEqual(found[i - 1] + 3e-7);
  });
});

test('distances beyond all numbers have no chance', async () => {
  const z = new Float32Array(count).fill(1e30);
  z.set([3e38, 1e13, -3e38]);
  const found = await onDevice(z);
  expect([...new Set(found)].sort()).toEqual([0, 1]);
  expect(found[2]).toBe(1);
});
