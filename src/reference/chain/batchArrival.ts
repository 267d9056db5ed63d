import { type BatchMap, likelyMaps, mirrored } from './batchMaps';
import { type BatchGrid, batchTransitions, gridPoints } from './batchTransitions';
import { type Refined, refined } from './refined';
import { type Transitions, weighted } from './transitions';

/** A chain x' = nextᵢ(x), i drawn afresh every step, over a number of steps. */
export interface BatchJourney {
  maps: readonly BatchMap[];
  from: number;
  /** Arrival where x has reached it or passed it, seen from `from`. */
  boundary: number;
  steps: number;
  /** A chain has left where |x| is above; it lies beyond the boundary. */
  escape: number;
}

export interface BatchArrival {
  /** Probability to have arrived within the steps, without having left before. */
  arrived: number;
  /** Probability to have left within the steps, whether it had arrived or not. */
  left: number;
  /** Largest departure of the result on one of five grids from either. */
  error: number;
}

/** Probability of all rare maps together, over all steps. */
const negligible = 1e-9;
const bounds = [1000, 3000] as const;

/**
 * Probabilities to have arrived and to have left, by as many steps backwards on an even grid, linear between its points.
 */
export function batchArrival(journey: BatchJourney): BatchArrival {
  const { from, boundary, steps, escape: limit } = journey;
  if (boundary < from) {
    return batchArrival({ ...journey, maps: mirrored(journey.maps), from: -from, boundary: -boundary });
  }
  const maps = likelyMaps(journey.maps, from, negligible / (Math.max(1, steps) * journey.maps.length));
  const left = { maps, low: -limit, high: limit, ended: (x: number) => !(Math.abs(x) <= limit) };
  const arrived = { maps, low: -limit, high: boundary, ended: (x: number) => x >= boundary };
  const [byArrival, byLeaving] = [endings(arrived, from, steps), endings(left, from, steps)];
  return {
    arrived: byArrival.value,
    left: byLeaving.value,
    error: Math.max(byArrival.error, byLeaving.error),
  };
}

/** Probability to have ended within the steps. */
function endings(chain: BatchGrid, from: number, steps: number): Refined {
  if (steps === 0 || chain.ended(from)) return { value: chain.ended(from) ? 1 : 0, error: 0 };
  return refined(gridPoints(chain, from, bounds), (intervals) => {
    const [transitions, own] = batchTransitions(chain, from, intervals);
    return own.ending + weighted(own.values, endedWithin(transitions, steps - 1), own.first);
  });
}

/**
 * Probabilities to have ended within n steps, the sum of those to end in each, dₙ₊₁ = P dₙ. Once dₙ₊₁/dₙ is the same in all states to
 * `even`, it stays between those bounds, and the rest is a geometric series.
 */
function endedWithin(transitions: Transitions, steps: number): Float64Array {
  const ended = new Float64Array(transitions.ending.length);
  const after = sparse(transitions);
  let now = transitions.ending;
  for (let n = 1; n <= steps; n++) {
    for (let i = 0; i < now.length; i++) ended[i] += now[i];
    const next = after(now);
    const [least, largest] = ratios(next, now);
    if (largest - least <= even / steps) {
      const rest = geometric(largest, steps - n);
      return ended.map((p, i) => p + rest * now[i]);
    }
    now = next;
  }
  return ended;
}

/** Expectations after a step, where most transitions within a row are 0. */
function sparse({ first, rows }: Transitions): (f: Float64Array) => Float64Array {
  const places = rows.map((row, i) =>
    Int32Array.from(
      [...row.keys()].filter((j) => row[j] !== 0),
      (j) => first[i] + j,
    ),
  );
  const values = rows.map((row) => row.filter((p) => p !== 0));
  return (f) => {
    const result = new Float64Array(f.length);
    for (let i = 0; i < f.length; i++) {
      const [place, value] = [places[i], values[i]];
      let sum = 0;
      for (let k = 0; k < value.length; k++) sum += value[k] * f[place[k]];
      result[i] = sum;
    }
    return result;
  };
}

/** Relative error of what is summed as a geometric series. */
const even = 1e-9;

/** Least and largest of next/now, 0 and 0 where nothing is left. */
function ratios(next: Float64Array, now: Float64Array): [number, number] {
  let [least, largest] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < now.length; i++) {
    if (now[i] === 0 && next[i] === 0) continue;
    least = Math.min(least, next[i] / now[i]);
    largest = Math.max(largest, next[i] / now[i]);
  }
  return [Math.min(least, largest), largest];
}

/** r + r² + … + rⁿ. */
function geometric(r: number, n: number): number {
  return r >= 1 ? n : (r * -Math.expm1(n * Math.log(r))) / (1 - r);
}
