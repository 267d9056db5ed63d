import { normalBelow } from '../numerics/normal';
import { eulerChain } from './eulerChain';
import type { LangevinChain, ObservedChain } from './evenGrid';
import { leimkuhlerMatthewsChain } from './leimkuhlerMatthewsChain';
import { expected, stationaryLaw } from './transitions';

/** The stationary law of a chain on the line, of the position x that observers see. */
export interface StationaryChain {
  /** E f(x); f has to be smooth over √(2hT), for sets take `mass`. */
  mean: (f: (x: number) => number) => number;
  /** P(a < x < b). */
  mass: (a: number, b: number) => number;
  density: (x: number) => number;
  /** Correlation of f(xₖ) and f(xₖ₊ₙ) for whole numbers n of steps. */
  correlation: (f: (x: number) => number, lags: readonly number[]) => number[];
}

/**
 * The stationary law of Euler–Maruyama or Leimkuhler–Matthews with their step: the left null vector of the transition matrix on an even
 * grid. The trapezoid rule on a quarter of the noise's deviation integrates its density to rounding.
 *
 * Euler leaves for infinity beyond some radius where the slope is superlinear: between `low` and `high` it is held.
 *
 * @throws RangeError where Leimkuhler–Matthews is not stable in the middle between `low` and `high`, h U'' ≥ 2
 */
export function stationaryChain(
  method: 'euler-maruyama' | 'leimkuhler-matthews',
  chain: LangevinChain,
): StationaryChain {
  const observed = method === 'euler-maruyama' ? eulerChain(chain) : leimkuhlerMatthewsChain(chain);
  const law = stationaryLaw(observed);
  const mixture = (f: (z: number) => number) =>
    law.reduce((sum, p, i) => sum + p * f(observed.centres[i] / observed.deviation), 0);
  return {
    density: (x) => mixture((centre) => normalDensity(x / observed.deviation - centre)) / observed.deviation,
    mass: (a, b) => mixture((centre) => between(a / observed.deviation - centre, b / observed.deviation - centre)),
    mean: (f) => dot(law, observedMeans(observed, f)),
    correlation: (f, lags) => correlation(observed, law, f, lags),
  };
}

const normalDensity = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** P(a < R < b), from the nearer tail. */
const between = (a: number, b: number) => (a > 0 ? normalBelow(-a) - normalBelow(-b) : normalBelow(b) - normalBelow(a));

/** Of each state: the mean of f at the position that is seen in the step from it. */
function observedMeans({ first, rows, position }: ObservedChain, f: (x: number) => number): Float64Array {
  return Float64Array.from(rows, (row, i) => row.reduce((sum, p, j) => sum + p * f(position(i, first[i] + j)), 0));
}

function correlation(
  chain: ObservedChain,
  law: Float64Array,
  f: (x: number) => number,
  lags: readonly number[],
): number[] {
  const mean = dot(law, observedMeans(chain, f));
  const centred = (x: number) => f(x) - mean;
  const variance = dot(
    law,
    observedMeans(chain, (x) => centred(x) ** 2),
  );
  const start = arrivalWeights(chain, law, centred);
  let after = observedMeans(chain, centred);
  const values = [1];
  const most = Math.max(0, ...lags);
  while (values.length <= most) {
    values.push(dot(start, after) / variance);
    after = expected(chain, after);
  }
  return lags.map((n) => values[n]);
}

/** Σᵢ πᵢ Pᵢⱼ f(position of the step from i to j), per state j. */
function arrivalWeights({ first, rows, position }: ObservedChain, law: Float64Array, f: (x: number) => number) {
  const weights = new Float64Array(law.length);
  rows.forEach((row, i) => {
    row.forEach((p, j) => {
      weights[first[i] + j] += law[i] * p * f(position(i, first[i] + j));
    });
  });
  return weights;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, v, i) => sum + v * b[i], 0);
}
