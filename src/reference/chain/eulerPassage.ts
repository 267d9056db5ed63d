import { gaussLegendre } from '../numerics/gaussLegendre';
import { normalBelow } from '../numerics/normal';
import { eliminate, expected, type Transitions, total, weighted } from './transitions';

/** A first passage of Euler–Maruyama x' = x − h U'(x) + √(2hT) R on the line. */
export interface EulerPassage {
  /** U'. */
  slope: (x: number) => number;
  temperature: number;
  /** h. */
  step: number;
  from: number;
  /**
   * The interval that the chain has to leave. An end behind which `distance` is below 0 is none of the region: it has to be so far
   * out that practically nothing goes beyond.
   */
  outside: readonly [number, number];
  /** Signed distance to the region's boundary, above 0 inside it: `into`/|∇`into`| of the observable `passage`. */
  distance: (x: number) => number;
  /**
   * Arrival when x' lies in the region (`step-end`), or also with probability exp(−2ab/(2hT)) when it does not, for distances a and b
   * before and after the step (`bridge`).
   */
  test: 'bridge' | 'step-end';
}

export interface ChainPassage {
  /** E τ, τ = h × the number of steps up to and with the one in which it arrives. */
  mean: number;
  /** P(τ > n h) for whole numbers n of steps. */
  survival: (steps: readonly number[]) => number[];
  /** Probability to pass an end of `outside` that is not the region's; such chains count as arrived, so it has to be negligible. */
  lost: number;
}

const rule = gaussLegendre(10);
/** Width of a panel in deviations of a step's noise, with ten nodes: a normal density is integrated to 1e-15 of its mass. */
const panelWidth = 1.5;
/** Deviations beyond which a step's noise is left out: 2e-19 of it. */
const reach = 9;

/**
 * The first passage of the chain itself, with its step, by Nyström's method for τ(x) = h + ∫ K(x, y) τ(y) dy, K the density of a step that
 * does not arrive. A start in the region has arrived at 0.
 *
 * Source: Atkinson 1997, The Numerical Solution of Integral Equations of the Second Kind, §4.1; bridge: Gobet 2000, Stoch. Process. Appl.
 * 87:167–197.
 */
export function eulerPassage(problem: EulerPassage): ChainPassage {
  if (problem.distance(problem.from) >= 0) return { mean: 0, lost: 0, survival: (steps) => steps.map(() => 0) };
  const panels = panelNodes(problem);
  const rowAt = rowsOf(problem, panels);
  const own = rowAt(problem.from);
  const rows = Array.from(panels.nodes, rowAt);
  const transitions: Transitions = {
    first: Int32Array.from(rows, (row) => row.first),
    rows: rows.map((row) => row.values),
    ending: Float64Array.from(rows, (row) => row.arrives + row.leaves),
  };
  const eliminated = eliminate(transitions);
  const times = total(eliminated, new Float64Array(rows.length).fill(problem.step));
  const lost = total(
    eliminated,
    Float64Array.from(rows, (row) => row.leaves),
  );
  return {
    mean: problem.step + weighted(own.values, times, own.first),
    lost: own.leaves + weighted(own.values, lost, own.first),
    survival: (steps) => survival(transitions, own, steps),
  };
}

interface Nodes {
  nodes: Float64Array;
  weights: Float64Array;
}

function panelNodes({ outside: [low, high], step, temperature }: EulerPassage): Nodes {
  const count = Math.ceil((high - low) / (panelWidth * Math.sqrt(2 * step * temperature)));
  const width = (high - low) / count;
  const n = rule.nodes.length;
  const at = (f: (panel: number, node: number) => number) =>
    Float64Array.from({ length: count * n }, (_, i) => f(Math.floor(i / n), i % n));
  return {
    nodes: at((panel, node) => low + width * (panel + rule.nodes[node])),
    weights: at((_, node) => width * rule.weights[node]),
  };
}

/** One step from a point: probabilities to be about the nodes from `first` on and not to have arrived, to arrive, and to be lost. */
interface Row {
  first: number;
  values: Float64Array;
  arrives: number;
  leaves: number;
}

function rowsOf(problem: EulerPassage, { nodes, weights }: Nodes): (x: number) => Row {
  const { slope, step, temperature, distance, outside, test } = problem;
  const deviation = Math.sqrt(2 * step * temperature);
  const distances = nodes.map(distance);
  const absorbing = absorbingEnds(problem);
  const bridges = test === 'bridge';
  const scale = 2 / deviation ** 2;
  return (x) => {
    const centre = x - step * slope(x);
    const first = firstAbove(nodes, centre - reach * deviation);
    const values = new Float64Array(firstAbove(nodes, centre + reach * deviation) - first);
    const before = distance(x);
    const ends = [normalBelow((outside[0] - centre) / deviation), normalBelow((centre - outside[1]) / deviation)];
    let arrives = (absorbing[0] ? ends[0] : 0) + (absorbing[1] ? ends[1] : 0);
    for (let j = 0; j < values.length; j++) {
      const density = normalDensity((nodes[first + j] - centre) / deviation) / deviation;
      const crossed = bridges ? Math.exp(Math.min(0, -scale * before * distances[first + j])) : 0;
      arrives += weights[first + j] * density * crossed;
      values[j] = weights[first + j] * density * (1 - crossed);
    }
    return { first, values, arrives, leaves: (absorbing[0] ? 0 : ends[0]) + (absorbing[1] ? 0 : ends[1]) };
  };
}

function absorbingEnds({ outside: [low, high], distance }: EulerPassage): [boolean, boolean] {
  const beyond = 1e-9 * (high - low);
  return [distance(low - beyond) >= 0, distance(high + beyond) >= 0];
}

const normalDensity = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** The first index of ascending values with a value above x, or how many there are. */
function firstAbove(values: Float64Array, x: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

function survival(transitions: Transitions, own: Row, steps: readonly number[]): number[] {
  let left: Float64Array = new Float64Array(transitions.rows.length).fill(1);
  const curve = [1];
  const most = Math.max(0, ...steps);
  while (curve.length <= most) {
    curve.push(weighted(own.values, left, own.first));
    left = expected(transitions, left);
  }
  return steps.map((n) => curve[n]);
}
