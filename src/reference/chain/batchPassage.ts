import { type BatchMap, clamped, likelyMaps, mirrored } from './batchMaps';
import { batchTransitions, gridPoints } from './batchTransitions';
import { refined } from './refined';
import { eliminate, total, weighted } from './transitions';

/** A first passage of a chain x' = nextᵢ(x), i drawn afresh every step: mini-batch descent where the batches are few. */
export interface BatchPassage {
  maps: readonly BatchMap[];
  from: number;
  /** Arrival where x has reached it or passed it, seen from `far`. */
  boundary: number;
  /** On the other side of `from`; a chain that goes farther is put back there. */
  far: number;
}

export interface BatchSteps {
  /** Expected number of steps, 0 for a start beyond the boundary. */
  steps: number;
  /** Largest departure of the result on one of five grids from `steps`. */
  error: number;
}

/** A probability that counts for nothing however long the passage takes. */
const negligible = 1e-18;
/** Intervals of a grid: the fewer the maps, the larger the jumps of τ. */
const bounds = (maps: number) => [maps > 8 ? 1000 : 2000, 12_000] as const;

/**
 * The expected number of steps to the boundary, τ(x) = 1 + Σᵢ probabilityᵢ τ(nextᵢ(x)) with τ = 0 beyond it, solved on an even grid. Linear
 * interpolation adds noise to a step, of at most a quarter of the spacing squared, and τ jumps at places from which
 * steps lead to the boundary: a lattice of positions must not meet it.
 */
export function batchPassage({ maps, from, boundary, far }: BatchPassage): BatchSteps {
  if (boundary < far) return batchPassage({ maps: mirrored(maps), from: -from, boundary: -boundary, far: -far });
  if (from >= boundary) return { steps: 0, error: 0 };
  const likely = likelyMaps(maps, from, negligible);
  const chain = { maps: clamped(likely, far), low: far, high: boundary, ended: (x: number) => x >= boundary };
  const { value, error } = refined(gridPoints(chain, from, bounds(likely.length)), (intervals) => {
    const [transitions, own] = batchTransitions(chain, from, intervals);
    const times = total(eliminate(transitions), new Float64Array(transitions.rows.length).fill(1));
    return 1 + weighted(own.values, times, own.first);
  });
  return { steps: value, error };
}
