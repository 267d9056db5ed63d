import type { Graph, Node } from '../../expression';
import { evaluator } from '../numerics/evaluator';
import { intervalPassage } from './linePassage';
import type { Line } from './panels';
import { pointLaw } from './passageStart';
import type { Ends } from './segment';

/**
 * Mean first-passage time of dX = −U' dt + √(2T) dW from `from` to `to` on the line,
 * τ = (1/T) ∫_from^to e^{U(y)/T} ∫_{−∞}^y e^{−U(z)/T} dz dy for from < to, mirrored otherwise.
 *
 * @returns null when the potential has more than one coordinate or does not confine on the far side of `from`
 */
export function meanPassageTime(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
  from: number,
  to: number,
): number | null {
  if (graph.coordinates.length !== 1) return null;
  if (from === to) return 0;
  const ends: Ends = from < to ? [Number.NEGATIVE_INFINITY, to] : [to, Number.POSITIVE_INFINITY];
  return meanTime(reducedEnergy(graph, potential, parameters, temperature), temperature, from, ends);
}

/**
 * Mean exit time from the interval |x| < radius started at `from`: the solution of T u'' − U' u' = −1 that vanishes at both
 * ends.
 *
 * @returns null when the potential has more than one coordinate or `from` lies outside
 */
export function meanExitTime(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
  from: number,
  radius: number,
): number | null {
  if (graph.coordinates.length !== 1 || !(Math.abs(from) <= radius)) return null;
  return meanTime(reducedEnergy(graph, potential, parameters, temperature), temperature, from, [-radius, radius]);
}

function meanTime(energy: Line, temperature: number, from: number, ends: Ends): number | null {
  const problem = { energy, temperature, region: energy, radial: false };
  return intervalPassage(problem, ends, pointLaw(from), 1)?.mean ?? null;
}

/** U/T. */
function reducedEnergy(graph: Graph, potential: Node, parameters: readonly number[], temperature: number): Line {
  const u = evaluator(graph, [potential], [0], parameters);
  return (x) => u([x], x.length)[0].map((v) => v / temperature);
}
