import normal from '../../../shaders/lib/normal.wgsl?raw';
import { suited } from '../../simulation/webgpu/ensemble';
import { randomLibrary } from '../../simulation/webgpu/random';
import type { Peer } from '../peer';
import { rounding } from '../workload';
import doubleWell from './doubleWell.wgsl?raw';
import { type WgslKernel, wgslContender } from './wgsl';

const kernels: Record<string, Omit<WgslKernel, 'code'>> = {
  'euler-maruyama': { entries: ['start_euler', 'euler'] },
  'leimkuhler-matthews': { entries: ['start_matthews', 'matthews'], look: 'see_matthews' },
};

/** Six roundings of numbers below 2 a step of h = 1/100, of which a well, where a step shrinks by 1 − 8h, lets 1/(8h) stand. */
const follows = (6 * 2 * rounding) / (8 * 0.01);

/** One kernel for one problem, its numbers as constants: no observers, sweep, pages or seeking. */
export const byHand: Peer = {
  name: 'by-hand',
  title: "a WGSL kernel written by hand, with the engine's random numbers",
  computes: { 'double-well': ['euler-maruyama', 'leimkuhler-matthews'] },
  follows,
  work: { software: 2 ** 25, hardware: 2 ** 31 },
  available: async () => null,
  contender({ gpu }, workload, size) {
    const random = randomLibrary('fast', suited(gpu.info.software).shifts);
    const code = [random, normal, doubleWell].join('\n');
    return wgslContender('by-hand', gpu, workload, size, { code, ...kernels[size.method.name] });
  },
};
