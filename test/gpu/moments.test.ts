import { describe, expect, it } from 'vitest';
import { measure } from '../../bench/random/moments';
import { testDevice, withErrorScopes } from './device';

/** 30 scores of 4 samples: P(any |z| > 6) = 2.4e-7 for a generator without fault. */
const limit = 6;

describe.each([
  ['fast', 'particle', 2],
  ['fast', 'block', 2],
  ['fast', 'seed', 2],
  ['philox', 'particle', 1],
] as const)('normals of the %s stream beside the next %s', (stream, neighbour, dispatches) => {
  it('have the moments, tails and independence of the exact law', async () => {
    const device = await testDevice();
    const sample = { stream, neighbour, seed: 7, dispatches };
    const scores = await withErrorScopes(device, () => measure(device, sample));
    const off = scores.filter(({ expected, z }) => expected > 100 && !(Math.abs(z) < limit));
    expect(scores).toHaveLength(30);
    expect(off).toEqual([]);
  });
});
