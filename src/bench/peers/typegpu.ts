import type { Peer } from '../peer';
import { installed, load, versionOf } from './packages';
import kernel from './typegpu.wgsl?raw';
import { wgslContender } from './wgsl';

/** The kernel with the functions of @typegpu/noise linked in, as its guide shows for plain WebGPU. */
async function resolve(): Promise<string> {
  const { default: tgpu } = await load<typeof import('typegpu')>('typegpu');
  const { randf } = await load<typeof import('@typegpu/noise')>('@typegpu/noise');
  const externals = { seed3: randf.seed3, sample: randf.sample, normal: randf.normal };
  return tgpu.resolve({ template: kernel, externals });
}

export const typegpu: Peer = {
  name: 'typegpu',
  title: 'the same kernel with the normals of TypeGPU (@typegpu/noise)',
  computes: { 'double-well': ['euler-maruyama'] },
  work: { software: 2 ** 24, hardware: 2 ** 30 },
  available: () => installed('TypeGPU', ['typegpu', '@typegpu/noise']),
  version: async () => `TypeGPU ${versionOf('typegpu')}, @typegpu/noise ${versionOf('@typegpu/noise')}`,
  contender: async ({ gpu }, workload, size) =>
    wgslContender('typegpu', gpu, workload, size, { code: await resolve(), entries: ['euler'] }),
};
