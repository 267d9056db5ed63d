import type { Layout, Plan } from '../model/plan';

/** Consecutive tiles of an ensemble, numbered over all sweep points: from `first` to before `end`. */
export interface TileRange {
  first: number;
  end: number;
}

type Ensemble = Pick<Plan, 'layout' | 'points'>;

export const tilesOf = ({ layout, points }: Ensemble): number => layout.tilesPerPoint * points.length;

/** Part `index` (from 1) of `count` parts of an ensemble, which differ by a tile at most; some are empty where tiles are few. */
export function shardTiles(plan: Ensemble, index: number, count: number): TileRange {
  // In integers: a product of two large numbers would be rounded.
  const cut = (i: number) => Number((BigInt(tilesOf(plan)) * BigInt(i)) / BigInt(count));
  return { first: cut(index - 1), end: cut(index) };
}

/** Particles of tiles by group, at every sweep point. */
export function particlesIn({ layout, points }: Ensemble, ranges: readonly TileRange[]): number[][] {
  const { tilesPerPoint } = layout;
  return points.map((_, p) => {
    const sizes = Array.from({ length: layout.groups }, () => 0);
    for (const { first, end } of ranges) {
      const low = Math.max(0, first - p * tilesPerPoint);
      const high = Math.min(tilesPerPoint, end - p * tilesPerPoint);
      if (low < high) addTiles(sizes, layout, low, high);
    }
    return sizes;
  });
}

/** Tile t of a point belongs to group t mod `groups`; the last tile may be short. */
function addTiles(
  sizes: number[],
  { particles, tile, tilesPerPoint, groups }: Layout,
  low: number,
  high: number,
): void {
  const below = (t: number, g: number) => Math.floor((t - 1 - g) / groups);
  sizes.forEach((_, g) => {
    sizes[g] += (below(high, g) - below(low, g)) * tile;
  });
  if (high === tilesPerPoint) sizes[(high - 1) % groups] -= tilesPerPoint * tile - particles;
}
