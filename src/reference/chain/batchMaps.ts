/** What one of the mini-batches that may be drawn makes of a position, and how likely it is. */
export interface BatchMap {
  probability: number;
  next: (x: number) => number;
}

/**
 * The maps without those of a probability below `least`, which goes to the one that leads nearest from `from`, in order of where they lead.
 */
export function likelyMaps(maps: readonly BatchMap[], from: number, least: number): BatchMap[] {
  const ordered = maps.filter(({ probability }) => probability > 0).sort((a, b) => a.next(from) - b.next(from));
  const likely = ordered.filter(({ probability }) => probability >= least).map((map) => ({ ...map }));
  const distance = (map: BatchMap, other: BatchMap) => Math.abs(map.next(from) - other.next(from));
  for (const rare of ordered.filter(({ probability }) => probability < least)) {
    const nearest = likely.reduce((a, b) => (distance(b, rare) < distance(a, rare) ? b : a));
    nearest.probability += rare.probability;
  }
  return likely;
}

/** Maps of −x, for chains that arrive from above. */
export function mirrored(maps: readonly BatchMap[]): BatchMap[] {
  return maps.map(({ probability, next }) => ({ probability, next: (x) => -next(-x) }));
}

/** Maps that go no lower than `low`. */
export function clamped(maps: readonly BatchMap[], low: number): BatchMap[] {
  return maps.map(({ probability, next }) => ({ probability, next: (x) => Math.max(low, next(x)) }));
}

/** Root mean square of the jumps about their mean at x. */
export function jumpDeviation(maps: readonly BatchMap[], x: number): number {
  const mean = maps.reduce((sum, { probability, next }) => sum + probability * next(x), 0);
  return Math.sqrt(maps.reduce((sum, { probability, next }) => sum + probability * (next(x) - mean) ** 2, 0));
}
