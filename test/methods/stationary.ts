import type { Chain } from './chain';
import { asRandom, outcomes, type Rule, repeated } from './outcomes';

/** Quadrature for E f(R), R ~ N(0, 1): equal steps, which converge exponentially for a Gaussian. */
const reach = 8.5;
const nodes = Array.from({ length: 69 }, (_, j) => -reach + j * 0.25);
const rule: Rule = { nodes, weights: nodes.map((r) => (0.25 * Math.exp((-r * r) / 2)) / Math.sqrt(2 * Math.PI)) };

const spacing = 0.02;
const order = 6;

/**
 * Stationary expectation of g(position) under a method's own chain with one memory variable on the line, without random
 * numbers and without a frame: the backward operator (Kf)(y) = E f(step(y, R)), applied to E g(observed) until it is
 * constant. Between grid points f is interpolated by polynomials of degree 5. Slower than ./galerkin.ts, for laws that are
 * far from Gaussian.
 *
 * @param half the grid covers [−half, half]; outside of it f is taken at the border
 */
export function stationaryMean(chain: Chain, g: (x: number) => number, half: number): number {
  const grid = Array.from({ length: Math.round((2 * half) / spacing) + 1 }, (_, i) => -half + i * spacing);
  const all = outcomes(chain, rule);
  const [memory] = chain.memory;
  const state = chain.state({ [memory]: [repeated(grid, all.length)] });
  chain.step(state, asRandom(all, grid.length));
  const weights = all.map(({ weight }) => weight);
  const { firsts, factors } = interpolation(state.variables[memory][0], half, grid.length);
  let f = expectation(weights, state.variables[chain.method.observed][0].map(g));
  for (let n = 0; n < 100_000; n++) {
    f = expectation(weights, interpolate(f, firsts, factors));
    const inner = f.slice(grid.length * 0.25, grid.length * 0.75);
    if (Math.max(...inner) - Math.min(...inner) < 1e-11) return f[Math.floor(grid.length / 2)];
  }
  throw new Error('the chain does not forget its start');
}

/** E over the outcomes, at every grid point; values are ordered by grid point, then outcome. */
function expectation(weights: readonly number[], values: Float64Array): Float64Array {
  return Float64Array.from({ length: values.length / weights.length }, (_, i) =>
    weights.reduce((sum, w, j) => sum + w * values[i * weights.length + j], 0),
  );
}

function interpolate(f: Float64Array, firsts: Int32Array, factors: Float64Array): Float64Array {
  const values = new Float64Array(firsts.length);
  for (let k = 0; k < values.length; k++) {
    for (let m = 0; m < order; m++) values[k] += factors[k * order + m] * f[firsts[k] + m];
  }
  return values;
}

/** The six grid points around each y, and their Lagrange weights. */
function interpolation(y: Float64Array, half: number, points: number) {
  const firsts = new Int32Array(y.length);
  const factors = new Float64Array(y.length * order).fill(1);
  y.forEach((at, k) => {
    const place = Math.min(Math.max((at + half) / spacing, 0), points - 1);
    firsts[k] = Math.min(Math.max(Math.floor(place) - order / 2 + 1, 0), points - order);
    for (let m = 0; m < order; m++) {
      for (let other = 0; other < order; other++) {
        if (other !== m) factors[k * order + m] *= (place - firsts[k] - other) / (m - other);
      }
    }
  });
  return { firsts, factors };
}
