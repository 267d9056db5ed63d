import { createScope, parse } from '../../expression';
import { firstPassage } from '../../reference';
import { eulerPassage } from '../../reference/chain/eulerPassage';
import { eliminate, total, weighted } from '../../reference/chain/transitions';
import { gaussLegendre } from '../../reference/numerics/gaussLegendre';

/** A ball of `radius` around the origin of d dimensions, to be hit by dX = −X dt + √2 dW from the distance `from`. */
export interface BallHitting {
  dimension: 1 | 2 | 3;
  radius: number;
  from: number;
}

/** Exact mean time until the diffusion hits the ball, by quadrature along the radius. */
export function hittingTime({ dimension, radius, from }: BallHitting): number {
  const scope = createScope(['x', 'y', 'z'].slice(0, dimension), ['radius']);
  const square = scope.graph.coordinates.map((_, i) => `${['x', 'y', 'z'][i]}^2`).join(' + ');
  const at = Array.from({ length: dimension }, (_, i) => (i === 0 ? from : 0));
  const region = parse(scope, `radius - sqrt(${square})`);
  const potential = parse(scope, `(${square})/2`);
  const passage = firstPassage(scope.graph, potential, [radius], 1, { kind: 'point', at }, region);
  if (passage === null) throw new Error(`no exact hitting time in ${dimension} dimensions`);
  return passage.mean;
}

/** No chain goes so far out: 1e-17 of the stationary law's mass lies beyond. */
const farOut = 9;

const rule = gaussLegendre(10);
/** Width of a panel, and what is left out of a step's noise, in its deviations: as in `eulerPassage`. */
const [panelWidth, reach] = [1.5, 9];

/**
 * Exact mean time of Euler–Maruyama with its step h, x' = (1 − h) x + √(2h) R, and with the bridge of a half-space: inside a step from
 * distance a off the ball to b it is hit with probability exp(−2ab/(2h)). The distance from the origin is a Markov chain whose step has
 * the noncentral χ density, so that Nyström's method has the mean; in one dimension the chain is on the side of its start, as a change of
 * sign is a hit.
 */
export function chainHittingTime(hitting: BallHitting, step: number): number {
  const { dimension, radius, from } = hitting;
  if (dimension === 1) {
    const distance = (x: number) => radius - x;
    const outside = [radius, farOut] as const;
    const problem = { slope: (x: number) => x, temperature: 1, step, from, outside, distance };
    return eulerPassage({ ...problem, test: 'bridge' }).mean;
  }
  const deviation = Math.sqrt(2 * step);
  const { nodes, weights } = panels(radius, farOut, panelWidth * deviation);
  const row = (r: number) => rowFrom(hitting, step, r, nodes, weights);
  const rows = Array.from(nodes, row);
  const transitions = {
    first: Int32Array.from(rows, ({ first }) => first),
    rows: rows.map(({ values }) => values),
    ending: Float64Array.from(rows, ({ ending }) => ending),
  };
  const times = total(eliminate(transitions), new Float64Array(nodes.length).fill(step));
  const start = row(from);
  return step + weighted(start.values, times, start.first);
}

function panels(low: number, high: number, widest: number) {
  const count = Math.ceil((high - low) / widest);
  const width = (high - low) / count;
  const n = rule.nodes.length;
  const fill = (f: (panel: number, node: number) => number) =>
    Float64Array.from({ length: count * n }, (_, i) => f(Math.floor(i / n), i % n));
  return {
    nodes: fill((panel, node) => low + width * (panel + rule.nodes[node])),
    weights: fill((_, node) => width * rule.weights[node]),
  };
}

/** One step from the distance r: probabilities to be about the nodes from `first` on without a hit, and to hit. */
function rowFrom(
  { dimension, radius }: BallHitting,
  step: number,
  r: number,
  nodes: Float64Array,
  weights: Float64Array,
) {
  const deviation = Math.sqrt(2 * step);
  const centre = (1 - step) * r;
  const near = (y: number) => Math.abs(y - centre) <= reach * deviation;
  const first = nodes.findIndex(near);
  const values = nodes.subarray(first, nodes.findLastIndex(near) + 1).map((y, j) => {
    const crossed = Math.exp((-(r - radius) * (y - radius)) / step);
    return (
      weights[first + j] * noncentralChi(dimension, y / deviation, centre / deviation) * ((1 - crossed) / deviation)
    );
  });
  // What does not go on has hit: beyond `farOut` there is nothing.
  return { first, values, ending: Math.max(0, 1 - values.reduce((sum, p) => sum + p, 0)) };
}

/** Density at y > 0 of |m e + R| in two or three dimensions, e a unit vector and m > 0. */
function noncentralChi(dimension: 2 | 3 | 1, y: number, m: number): number {
  const beside = Math.exp(-((y - m) ** 2) / 2);
  if (dimension === 2) return y * beside * scaledBessel(y * m);
  return ((y / m) * beside * -Math.expm1(-2 * y * m)) / Math.sqrt(2 * Math.PI);
}

/** e^{−z} I₀(z), z ≥ 0, by its series and from 30 on by its asymptotic one (Abramowitz & Stegun 9.6.12 and 9.7.1). */
function scaledBessel(z: number): number {
  const far = z >= 30;
  const ratio = (k: number) => (far ? (2 * k - 1) ** 2 / (8 * k * z) : (z / (2 * k)) ** 2);
  let [term, sum] = [1, 1];
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= ratio(k);
    sum += term;
  }
  return far ? sum / Math.sqrt(2 * Math.PI * z) : Math.exp(-z) * sum;
}
