import { createScope, type Node, parse } from '../../src/expression';
import type { Density } from '../../src/model/density';
import { stationaryDensity } from '../../src/reference';

/** A potential read from text, with the means to read more formulas over its coordinates. */
export function problem(variables: string[], potential: string, parameters: Record<string, number> = {}) {
  const scope = createScope(variables, Object.keys(parameters));
  const values = Object.values(parameters);
  const node = parse(scope, potential);
  const density = (temperature: number): Density | null => stationaryDensity(scope.graph, node, values, temperature);
  return { graph: scope.graph, potential: node, values, density, read: (text: string): Node => parse(scope, text) };
}

export function linear(low: number, high: number, bins: number): number[] {
  return Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
}

export const sum = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0);

export const mullerBrown =
  '-200*exp(-(x-1)^2-10*y^2) - 100*exp(-x^2-10*(y-0.5)^2) - 170*exp(-6.5*(x+0.5)^2+11*(x+0.5)*(y-1.5)-6.5*(y-1.5)^2) + 15*exp(0.7*(x+1)^2+0.6*(x+1)*(y-1)+0.7*(y-1)^2)';
