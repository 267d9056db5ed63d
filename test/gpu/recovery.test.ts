import { describe, expect, it, test } from 'vitest';
import { ErgodicError } from '../../src/errors';
import { closeDevice, type Gpu } from '../../src/gpu/adapter';
import type { DeviceTrouble } from '../../src/gpu/trouble';
import { simulateOnGpu, simulateRecovering } from '../../src/simulation';
import { album, octets, pages, plans } from './checkpointed';
import { freshGpu, testGpu } from './device';

/** Some of many, the first and the last among them. */
const some = <T>(all: readonly T[], count: number) =>
  Array.from({ length: count }, (_, i) => all[Math.round((i * (all.length - 1)) / (count - 1))]);

describe.each(Object.entries(plans))('%s', (_, plan) => {
  test('a run goes on from any of its checkpoints to the same counts, bit for bit', async () => {
    const gpu = await testGpu();
    const { kept, checkpoints } = album();
    const whole = octets(await simulateOnGpu(plan, gpu, pages));
    expect(octets(await simulateOnGpu(plan, gpu, { ...pages, checkpoints })).equals(whole)).toBe(true);
    expect(kept.some(({ tiles, step }) => tiles > 0 && step > plan.burnIn)).toBe(true);
    for (const from of some(kept, Math.min(kept.length, 12))) {
      // Whatever the size of the pages that follow.
      const resumed = await simulateOnGpu(plan, gpu, { pageParticles: 2048, from });
      expect(octets(resumed).equals(whole), `tile ${from.tile}, step ${from.step}`).toBe(true);
    }
  });
});

/** Opens devices, each of which something happens to after so many submits; the last ones are left alone. */
function unlucky(submits: readonly number[], happen: (device: GPUDevice) => void) {
  let opened = 0;
  const open = async (): Promise<Gpu> => {
    const gpu = await freshGpu();
    const limit = submits[opened++];
    if (limit === undefined) return gpu;
    const listen = gpu.device.addEventListener.bind(gpu.device);
    gpu.device.addEventListener = (name: string, listener: never) => {
      listeners.set(gpu.device, listener);
      listen(name as 'uncapturederror', listener);
    };
    const { queue } = gpu.device;
    const submit = queue.submit.bind(queue);
    let left = limit;
    queue.submit = (commands) => {
      submit(commands);
      if (left-- === 0) happen(gpu.device);
    };
    return gpu;
  };
  return { open, close: closeDevice };
}

class GPUOutOfMemoryError extends Error {}

/** What a device without room tells its listener; SwiftShader always finds some. */
function runOut(device: GPUDevice): void {
  const event = { error: new GPUOutOfMemoryError('no room for a buffer'), preventDefault() {} };
  listeners.get(device)!(event as unknown as GPUUncapturedErrorEvent);
}

const listeners = new WeakMap<GPUDevice, (event: GPUUncapturedErrorEvent) => void>();

const happenings: Record<string, { times: number; happen(device: GPUDevice): void }> = {
  'devices that are lost': { times: 20, happen: (device) => device.destroy() },
  'memory that runs out': { times: 3, happen: runOut },
  'work that is refused': { times: 5, happen: (device) => void device.createBuffer({ size: 2 ** 52, usage: 4 }) },
};

describe.each(Object.entries(happenings))('%s', (_, { times, happen }) => {
  it('many times in one run change nothing', async () => {
    const plan = plans['one coordinate, two sweep points'];
    const whole = octets(await simulateOnGpu(plan, await testGpu()));
    // Numbers that only look random: each device gets some pages further.
    const submits = Array.from({ length: times }, (_unused, i) => 9 + ((i * 37) % 11));
    const troubles: DeviceTrouble[] = [];
    const { tallies, losses } = await simulateRecovering(plan, unlucky(submits, happen), {
      ...pages,
      memorySeconds: 0,
      onTrouble: (trouble) => void troubles.push(trouble),
    });
    expect([losses, troubles.length]).toEqual([times, times]);
    expect(octets(tallies).equals(whole)).toBe(true);
  });

  it('is given up after five times without a step, with what was done kept', async () => {
    const plan = plans['one coordinate, two sweep points'];
    const { kept, checkpoints } = album();
    const gone = unlucky([200, ...Array.from({ length: 9 }, () => 1)], happen);
    const run = simulateRecovering(plan, gone, { ...pages, checkpoints: { ...checkpoints, seconds: 1e-9 } });
    await expect(run).rejects.toThrow(ErgodicError);
    await expect(run).rejects.toMatchObject({
      failure: 'deviceLost',
      message: expect.stringContaining('5 times in a row'),
    });
    const resumed = await simulateOnGpu(plan, await testGpu(), { from: kept.at(-1) });
    expect(octets(resumed).equals(octets(await simulateOnGpu(plan, await testGpu())))).toBe(true);
  });
});

it('a run that is stopped keeps a checkpoint first', async () => {
  const plan = plans['three coordinates, with momenta'];
  const { kept, checkpoints } = album();
  const controller = new AbortController();
  const stopped = simulateOnGpu(plan, await testGpu(), {
    ...pages,
    signal: controller.signal,
    checkpoints: { ...checkpoints, seconds: 1e6 },
    onProgress: ({ done, total }) => done > total / 3 && controller.abort(new Error('enough')),
  });
  await expect(stopped).rejects.toThrow('enough');
  expect(kept.length).toBe(1);
  const whole = octets(await simulateOnGpu(plan, await testGpu()));
  expect(octets(await simulateOnGpu(plan, await testGpu(), { from: kept[0] })).equals(whole)).toBe(true);
});
