import { beforeAll, describe, expect, it } from 'vitest';
import { openNodeGpu } from '../../src/cli/adapters';
import { readExperiment, resolveExperiment } from '../../src/experiment';
import { closeDevice, openDevice } from '../../src/gpu/adapter';
import { simulateOnGpu } from '../../src/simulation';
import { type IntegerJob, integerJobs } from '../gpu/knownAnswers';
import { servePage, startBrowser, type Visit, visit } from './browser';

let visited: Visit;

beforeAll(async () => {
  visited = await visit(await startBrowser('software'), await servePage());
});

/** Runs in the page: a kernel on the page's own device, inside an error scope. */
async function compute(code: string, input: number[], words: number): Promise<number[]> {
  const engine = await window.ergodic.openEngine();
  const device = engine.gpu!.device;
  device.pushErrorScope('validation');
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [source, output] = [input.length, words].map((n) => device.createBuffer({ size: 4 * n, usage }));
  const staging = device.createBuffer({ size: 4 * words, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(source, 0, Uint32Array.from(input));
  const module = device.createShaderModule({ code });
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } });
  const entries = [source, output].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(Math.ceil(input.length / 512));
  pass.end();
  encoder.copyBufferToBuffer(output, 0, staging, 0, 4 * words);
  device.queue.submit([encoder.finish()]);
  const error = await device.popErrorScope();
  if (error) throw new Error(error.message);
  await staging.mapAsync(GPUMapMode.READ);
  const result = [...new Uint32Array(staging.getMappedRange())];
  await engine.close();
  return result;
}

describe("the browser's device", () => {
  it.each(integerJobs)('computes integers: $name, bit for bit', async ({ code, input, expected }: IntegerJob) => {
    expect(await visited.page.evaluate(compute, code, [...input], expected.length)).toEqual(expected);
  });
});

/** Everything counted at one particle group and cell, as `high·2³² + low`. */
interface Words {
  low: number[];
  high: number[];
}

const experiment = {
  variables: ['x'],
  parameters: { tilt: 0.2 },
  potential: '(x^2 - 1)^2 + tilt*x',
  temperature: 0.5,
  method: { name: 'leimkuhler-matthews', step: 0.02 },
  ensemble: { particles: 16_384, seed: 1, start: { kind: 'uniform', low: [-2], high: [2] } },
  burnIn: 300,
  steps: 300,
  observe: {
    density: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 100, every: 10 },
    moments: { kind: 'moments', of: ['x', 'x^2'], every: 10 },
    barrier: { kind: 'nullSet', zero: ['x'], radii: [0.4, 0.2, 0.1] },
  },
};

function inBrowser(text: string): Promise<Words> {
  return visited.page.evaluate(async (file) => {
    const { tallies } = await window.ergodic.run(file);
    return { low: [...tallies.low], high: [...tallies.high] };
  }, text);
}

/** The same on Dawn in Node, with the very SwiftShader that the browser brings. */
async function inNode(text: string): Promise<Words> {
  const node = await openNodeGpu('software', 'package');
  const gpu = await openDevice(node.gpu, { adapter: 'software' });
  try {
    const { low, high } = await simulateOnGpu(resolveExperiment(readExperiment(text)), gpu);
    return { low: [...low], high: [...high] };
  } finally {
    await closeDevice(gpu);
    await node.close();
  }
}

describe('a whole experiment', () => {
  it('gives the same integers in the browser as in Node', async () => {
    const text = JSON.stringify(experiment);
    const [browser, node] = [await inBrowser(text), await inNode(text)];
    expect(browser).toEqual(node);
  });

  it('gives them too when its device is lost again and again', async () => {
    const text = JSON.stringify(experiment);
    const whole = await inBrowser(text);
    const { words, losses } = await visited.page.evaluate(async (file) => {
      // Every device that is opened from now on is destroyed after a few submits, the first four of them.
      const request = GPUAdapter.prototype.requestDevice;
      let losses = 0;
      GPUAdapter.prototype.requestDevice = async function (descriptor) {
        const device = await request.call(this, descriptor);
        if (losses < 4) {
          let left = 1 + losses;
          const submit = device.queue.submit.bind(device.queue);
          device.queue.submit = (commands) => {
            submit(commands);
            if (left-- === 0) {
              losses++;
              device.destroy();
            }
          };
        }
        return device;
      };
      try {
        const { tallies } = await window.ergodic.run(file);
        return { words: { low: [...tallies.low], high: [...tallies.high] }, losses };
      } finally {
        GPUAdapter.prototype.requestDevice = request;
      }
    }, text);
    expect(losses).toBe(4);
    expect(words).toEqual(whole);
  });
});
