import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listAdapters, openNodeGpu } from '../../src/cli/adapters';
import { fromPackage, readTar } from '../../src/cli/swiftshader';
import { closeDevice, openDevice } from '../../src/gpu/adapter';
import { asFloats, runCompute, testDevice, testGpu, withErrorScopes } from './device';

const linux = process.platform === 'linux';
const double = `
@group(0) @binding(0) var<storage, read_write> values: array<f32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&values)) { values[id.x] = 2.0 * values[id.x]; }
}`;

describe('an opened device', () => {
  it('computes', async () => {
    const input = Float32Array.from({ length: 1001 }, (_, i) => i);
    const [words] = await runCompute(await testDevice(), { code: double, buffers: [input], workgroups: 16 });
    expect(asFloats(words)).toEqual(input.map((value) => 2 * value));
  });

  it('describes itself and grants the limits of its adapter', async () => {
    const { info, limits, features, device } = await testGpu();
    expect(info.adapter).toMatch(/\w/);
    expect(limits.maxStorageBufferBindingSize).toBeGreaterThanOrEqual(2 ** 27);
    expect([...features].sort()).toEqual([...device.features].sort());
  });

  it('can be held to the limits that every device has, without optional features', async () => {
    const node = await openNodeGpu('auto');
    const gpu = await openDevice(node.gpu, { limits: 'default', features: 'none' });
    expect(gpu.limits.maxStorageBufferBindingSize).toBe(2 ** 27);
    expect(gpu.features.has('subgroups')).toBe(false);
    await closeDevice(gpu);
    await node.close();
  });

  it('throws what an error scope catches', async () => {
    const device = await testDevice();
    const tooLarge = { size: 2 * device.limits.maxBufferSize, usage: GPUBufferUsage.STORAGE };
    await expect(withErrorScopes(device, () => device.createBuffer(tooLarge))).rejects.toThrow('the device reports');
    const broken = runCompute(device, { code: 'fn main() { let a: u32 = 1.5; }', buffers: [], workgroups: 1 });
    await expect(broken).rejects.toThrow();
  });
});

describe('the choice of an adapter', () => {
  it('finds an adapter by text from its description, in any case', async () => {
    const { info } = await testGpu();
    const text = info.adapter.split(' · ')[0].toUpperCase();
    const node = await openNodeGpu(text);
    const gpu = await openDevice(node.gpu, { adapter: text });
    expect(gpu.info.adapter).toBe(info.adapter);
    await closeDevice(gpu);
    await node.close();
  });

  it('says what there is when nothing fits', async () => {
    await expect(openNodeGpu('no such card')).rejects.toMatchObject({ failure: 'noAdapter', exitStatus: 3 });
    const { gpu } = await openNodeGpu('auto');
    await expect(openDevice(gpu, { adapter: 'no such card' })).rejects.toThrow(/Found: .*\w/);
  });

  it.runIf(linux && process.arch === 'x64')('opens the software adapter of the npm package', async () => {
    const node = await openNodeGpu('software', 'package');
    const gpu = await openDevice(node.gpu, { adapter: 'software' });
    expect(gpu.info.software).toBe(true);
    expect(node.driver).toMatch(/swiftshader-\d/);
    const [words] = await runCompute(gpu.device, { code: double, buffers: [new Float32Array([21])], workgroups: 1 });
    expect(asFloats(words)[0]).toBe(42);
    await closeDevice(gpu);
    await node.close();
  });

  it('lists adapters with their limits, and a remedy for whatever is missing', async () => {
    const report = await listAdapters();
    expect(report.adapters.length).toBeGreaterThan(0);
    for (const adapter of report.adapters) expect(adapter.limits.maxBufferSize).toBeGreaterThan(0);
    for (const { mend } of report.missing) expect(mend).not.toContain('mesa-vulkan-drivers');
  });
});

describe('the software adapter of the npm package', () => {
  it.runIf(linux && process.arch === 'x64')('is unpacked into a private folder, once', () => {
    const cache = mkdtempSync(join(tmpdir(), 'ergodic-test-'));
    try {
      const first = fromPackage(cache);
      expect(statSync(first!.from).mode & 0o777).toBe(0o700);
      const unpacked = statSync(first!.manifest).mtimeMs;
      expect(statSync(fromPackage(cache)!.manifest).mtimeMs).toBe(unpacked);
      expect(first!.loader).toBeDefined();
    } finally {
      rmSync(cache, { recursive: true });
    }
  });

  it('is read from a tar archive of several files', () => {
    const entry = (name: string, body: string) => {
      const block = new Uint8Array(1024);
      block.set(new TextEncoder().encode(name), 0);
      block.set(new TextEncoder().encode(body.length.toString(8).padStart(11, '0')), 124);
      block.set(new TextEncoder().encode('0'), 156);
      block.set(new TextEncoder().encode(body), 512);
      return [...block];
    };
    const files = readTar(Uint8Array.from([...entry('a', 'alpha'), ...entry('b/c', 'beta'), ...new Uint8Array(1024)]));
    expect(files.map(({ name, data }) => [name, new TextDecoder().decode(data)])).toEqual([
      ['a', 'alpha'],
      ['b/c', 'beta'],
    ]);
  });
});
