import { describe, expect, it } from 'vitest';
import type { Layout } from '../../src/model/plan';
import { particlesIn, shardTiles, tilesOf } from '../../src/simulation';

const layout: Layout = { particles: 5000, tile: 32, tilesPerPoint: 157, groups: 64 };
const ensemble = { layout, points: [undefined, undefined, undefined] as never[] };

/** Group sizes counted particle by particle. */
function counted(first: number, end: number): number[][] {
  const sizes = ensemble.points.map(() => Array.from({ length: layout.groups }, () => 0));
  ensemble.points.forEach((_, p) => {
    for (let i = 0; i < layout.particles; i++) {
      const within = Math.floor(i / layout.tile);
      const tile = p * layout.tilesPerPoint + within;
      if (tile >= first && tile < end) sizes[p][within % layout.groups]++;
    }
  });
  return sizes;
}

describe('shards', () => {
  it.each([1, 2, 3, 7, 16, 471, 500])('%d of them cover every tile once, and differ by one at most', (count) => {
    const ranges = Array.from({ length: count }, (_, i) => shardTiles(ensemble, i + 1, count));
    expect(ranges[0].first).toBe(0);
    ranges.slice(1).forEach(({ first }, i) => {
      expect(first).toBe(ranges[i].end);
    });
    expect(ranges[count - 1].end).toBe(tilesOf(ensemble));
    const sizes = ranges.map(({ first, end }) => end - first);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  it.each([
    [0, 471],
    [0, 156],
    [150, 160],
    [157, 314],
    [5, 470],
    [9, 9],
  ])('from tile %d to before %d have their particles in groups', (first, end) => {
    expect(particlesIn(ensemble, [{ first, end }])).toEqual(counted(first, end));
  });

  it('are cut exactly past 2^53', () => {
    const large = { layout: { ...layout, tilesPerPoint: 2 ** 40 }, points: [undefined as never] };
    const ranges = [1, 2, 3].map((i) => shardTiles(large, 999_990 + i, 1_000_003));
    expect(ranges[0].end).toBe(ranges[1].first);
    expect(ranges[1].end).toBe(ranges[2].first);
    expect(BigInt(ranges[0].end)).toBe((2n ** 40n * 999_991n) / 1_000_003n);
  });
});
