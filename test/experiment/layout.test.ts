import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, tallyBytes } from '../../src/experiment';

const particles = fc.oneof(
  fc.integer({ min: 1, max: 100_000 }),
  fc.maxSafeInteger().map((n) => (Math.abs(n) % 2 ** 33) + 1),
);
const isPowerOfTwo = (n: number) => Number.isInteger(Math.log2(n));

describe('the layout of an ensemble', () => {
  it('cuts every particle into exactly one tile', () => {
    fc.assert(
      fc.property(particles, (n) => {
        const { tile, tilesPerPoint } = layOut(n, 1, 1);
        expect(isPowerOfTwo(tile) && tile <= 256).toBe(true);
        expect(tile * tilesPerPoint).toBeGreaterThanOrEqual(n);
        expect(tile * (tilesPerPoint - 1)).toBeLessThan(n);
      }),
    );
  });

  it('has the largest tile that still gives 64 of them', () => {
    fc.assert(
      fc.property(particles, (n) => {
        const { tile } = layOut(n, 1, 1);
        if (tile > 1) expect(Math.ceil(n / tile)).toBeGreaterThanOrEqual(64);
        if (tile < 256) expect(Math.ceil(n / (2 * tile))).toBeLessThan(64);
      }),
    );
  });

  it('has a tile for every group, 64 groups where particles and memory allow, never fewer than 8 for memory alone', () => {
    fc.assert(
      fc.property(
        particles,
        fc.integer({ min: 1, max: 2 ** 20 }),
        fc.integer({ min: 1, max: 64 }),
        (n, cells, points) => {
          const fewest = Math.min(n, 8);
          if (tallyBytes(cells, fewest, points) > 2 ** 26) {
            expect(() => layOut(n, cells, points)).toThrow('64 MiB fit');
            return;
          }
          const { groups, tilesPerPoint } = layOut(n, cells, points);
          expect(groups).toBeLessThanOrEqual(tilesPerPoint);
          expect(groups).toBeGreaterThanOrEqual(fewest);
          expect(tallyBytes(cells, groups, points)).toBeLessThanOrEqual(2 ** 26);
          if (tallyBytes(cells, 64, points) <= 2 ** 26) expect(groups).toBe(Math.min(64, tilesPerPoint));
        },
      ),
    );
  });

  it('is this for a million particles', () => {
    expect(layOut(1_000_000, 102, 1)).toEqual({ particles: 1_000_000, tile: 256, tilesPerPoint: 3907, groups: 64 });
    expect(layOut(100, 102, 1)).toEqual({ particles: 100, tile: 1, tilesPerPoint: 100, groups: 64 });
    expect(layOut(3, 102, 1)).toEqual({ particles: 3, tile: 1, tilesPerPoint: 3, groups: 3 });
  });
});

it('refuses more tiles than 32-bit words number', () => {
  expect(() => layOut(2 ** 40, 10, 1)).toThrow(/expected fewer than 1099511627776/);
  expect(layOut(2 ** 40 - 256, 10, 1).tilesPerPoint).toBe(2 ** 32 - 1);
});
