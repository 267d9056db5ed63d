import { compile, createScope, gradient, parse } from '../../src/expression';
import type { Method } from '../../src/model/method';

/** Normals and weights of a quadrature for E f(R), R ~ N(0, 1): equal steps, which converge exponentially for a Gaussian. */
const reach = 8.5;
const nodes = Array.from({ length: 69 }, (_, j) => -reach + j * 0.25);
const weights = nodes.map((r) => (0.25 * Math.exp((-r * r) / 2)) / Math.sqrt(2 * Math.PI));

const spacing = 0.02;
const order = 6;

/**
 * Exact stationary expectation of g under a method's own chain in 1-D, without random numbers: the backward operator
 * (Kf)(y) = E f(step(y, R)), applied to E g(observed) until it is constant. Steps are those of the method's f64 twin;
 * between grid points f is interpolated by polynomials of degree 5.
 *
 * @param half the grid covers [−half, half]; outside of it f is taken at the border
 */
export function stationaryMean(
  method: Method,
  potential: string,
  temperature: number,
  step: number,
  g: (x: number) => number,
  half: number,
): number {
  const grid = Array.from({ length: Math.round((2 * half) / spacing) + 1 }, (_, i) => -half + i * spacing);
  const { observed, stored } = oneStep(method, potential, temperature, step, grid);
  const { firsts, factors } = interpolation(stored, half, grid.length);
  let f = expectation(grid.length, observed.map(g));
  for (let n = 0; n < 100_000; n++) {
    f = expectation(grid.length, interpolate(f, firsts, factors));
    const inner = f.slice(grid.length * 0.25, grid.length * 0.75);
    if (Math.max(...inner) - Math.min(...inner) < 1e-11) return f[Math.floor(grid.length / 2)];
  }
  throw new Error('the chain does not forget its start');
}

/** E over the nodes, at every grid point; values are ordered by grid point, then node. */
function expectation(points: number, values: Float64Array): Float64Array {
  return Float64Array.from({ length: points }, (_, i) =>
    weights.reduce((sum, w, j) => sum + w * values[i * nodes.length + j], 0),
  );
}

function interpolate(f: Float64Array, firsts: Int32Array, factors: Float64Array): Float64Array {
  const values = new Float64Array(firsts.length);
  for (let k = 0; k < values.length; k++) {
    for (let m = 0; m < order; m++) values[k] += factors[k * order + m] * f[firsts[k] + m];
  }
  return values;
}

function oneStep(method: Method, potential: string, temperature: number, step: number, grid: readonly number[]) {
  const scope = createScope(['x']);
  const slope = compile(gradient(scope.graph, parse(scope, potential)));
  const count = grid.length * nodes.length;
  const from = Float64Array.from({ length: count }, (_, k) => grid[Math.floor(k / nodes.length)]);
  const normals = [Float64Array.from({ length: count }, (_, k) => nodes[k % nodes.length])];
  const state = Object.fromEntries(method.variables.map((v) => [v, [from.slice()]]));
  method.step.twin({
    count,
    state,
    gradient: (at) => slope.evaluate(at, [], count),
    normals: () => normals,
    coefficients: method.coefficients({ step }, temperature),
  });
  return { observed: state[method.observed][0], stored: state[method.stored[0]][0] };
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
