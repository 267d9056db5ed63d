import { expect, test } from 'vitest';
import { type GpuSimulationOptions, simulateOnGpu, type Tallies } from '../../src/simulation';
import { planOf } from '../simulation/plans';
import { testGpu, withErrorScopes } from './device';

const observe = {
  density: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 50, every: 7 },
  plane: {
    kind: 'histogram',
    of: ['x', 'x^2'],
    range: [
      [-2, 2],
      [0, 2],
    ],
    bins: [80, 80],
    every: 11,
  },
  barrier: { kind: 'nullSet', zero: ['x'], radii: [0.4, 0.2, 0.1], every: 3 },
  eachStep: { kind: 'nullSet', zero: ['x - 1'], radii: [0.3] },
  moments: { kind: 'moments', of: ['x', 'x^2'], every: 5 },
  last: { kind: 'snapshot', count: 5 },
};

// 5,000 particles: neither tiles nor pages come out even. Burn-in and steps end in the middle of a block and on odd steps.
const plans = {
  'one coordinate, two sweep points': planOf({
    temperature: [0.5, 0.25],
    ensemble: { particles: 5000, seed: 7, start: { kind: 'normal', mean: [0], deviation: [1] } },
    burnIn: 333,
    steps: 341,
    observe,
  }),
  'three coordinates, philox': planOf({
    variables: ['x', 'y', 'z'],
    potential: '(x^2 - 1)^2 + tilt*x + y^2/2 + z^2*(1 + y^2)',
    random: 'philox',
    method: { name: 'euler-maruyama', step: 0.01 },
    ensemble: { particles: 5000, seed: 2 ** 52 + 5, start: { kind: 'uniform', low: [-1], high: [1] } },
    burnIn: 51,
    steps: 300,
    observe,
  }),
};

const ways: Record<string, GpuSimulationOptions> = {
  'short dispatches': { budgetMs: 0.001 },
  'workgroups of 32': { workgroup: 32 },
  'workgroups of 256': { workgroup: 256 },
  'many pages': { pageParticles: 512 },
  'counts gathered in workgroup memory': { gather: 'workgroup' },
  'counts added to the tallies at once': { gather: 'tallies' },
  'a workgroup that is tried first': { workgroup: 'tuned' },
  'shifts of integers': { shifts: 'integer' },
  'shifts by floats': { shifts: 'float' },
  'gathered by large workgroups, page by page': { gather: 'workgroup', workgroup: 256, pageParticles: 1024 },
  'everything small': { pageParticles: 256, workgroup: 16, budgetMs: 0.001 },
};

/** Everything that was counted or kept, bit by bit. */
function octets({ low, high, snapshots }: Tallies): Buffer {
  const arrays = [low, high, snapshots.get('last')!];
  return Buffer.concat(arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength)));
}

test.each(Object.entries(plans))('tallies depend on the experiment alone: %s', async (_, plan) => {
  const gpu = await testGpu();
  const counted = async (options: GpuSimulationOptions) =>
    octets(await withErrorScopes(gpu.device, () => simulateOnGpu(plan, gpu, options)));
  const reference = await counted({});
  for (const [way, options] of Object.entries(ways)) {
    expect((await counted(options)).equals(reference), way).toBe(true);
  }
});

test('counts sum exactly to particles × records, and groups have the particles that the layout says', async () => {
  const plan = plans['one coordinate, two sweep points'];
  const tallies = await simulateOnGpu(plan, await testGpu());
  for (const point of [0, 1]) {
    const { particles, cells } = tallies.group(point, 0, 'cells');
    expect(particles.reduce((a, b) => a + b, 0)).toBe(5000);
    cells.forEach((group, g) => {
      expect(group.reduce((a, b) => a + b, 0)).toBe(particles[g] * Math.floor(341 / 7));
    });
  }
});
