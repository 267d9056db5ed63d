import { Graph, type Node } from '../../expression';
import type { Density } from '../../model/density';
import { stationaryDensity } from './density';
import { substitute } from './rowPotential';

/**
 * The stationary density exp(−(U + |p|²/2)/T)/Z over positions and momenta, behind formulas that may name both: momentum i is
 * coordinate d + i of a graph of twice the dimension.
 */
export function phaseDensity(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
): Density | null {
  const d = graph.coordinates.length;
  const phase = phaseGraph(graph);
  const moved = (node: Node) => substitute(phase, node, () => undefined);
  const kinetic = phase.sum(
    graph.coordinates.map((_, i) => {
      const p = phase.coordinate(d + i);
      return phase.mul(phase.constant(0.5), phase.mul(p, p));
    }),
  );
  const density = stationaryDensity(phase, phase.add(moved(potential), kinetic), parameters, temperature);
  return density && movedDensity(density, moved);
}

/** A graph whose coordinates are positions and then momenta. */
export const phaseGraph = ({ coordinates, parameters }: Graph): Graph =>
  new Graph([...coordinates, ...coordinates.map((name) => `${name}'`)], parameters);

/** A density whose formulas live in another graph. */
export function movedDensity(density: Density, moved: (node: Node) => Node): Density {
  return {
    normalizer: () => density.normalizer(),
    mean: (of) => density.mean(moved(of)),
    covariance: (f, g) => density.covariance(moved(f), moved(g)),
    bins1d: (of, edges) => density.bins1d(moved(of), edges),
    bins2d: (x, y, xEdges, yEdges) => density.bins2d(moved(x), moved(y), xEdges, yEdges),
    tube: (zeros, radius) => density.tube(zeros.map(moved), radius),
  };
}
