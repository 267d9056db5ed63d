import { expect, test } from 'vitest';
import { compile, createScope, gradient, hessian, parse } from '../../src/expression';
import { landscapes } from '../../src/landscapes';
import type { Landscape } from '../../src/model/landscape';
import { simulateOnCpu, simulateOnGpu } from '../../src/simulation';
import { planOf } from '../simulation/plans';
import { testGpu } from './device';

const steps = 8;

function smallPlan(landscape: Landscape) {
  const dimension = landscape.dimensions[0];
  const { variables } = landscape.formula(dimension);
  const middle = createScope(variables).graph.coordinates.map((_, i) => {
    const [low, high] = landscape.window[i % landscape.window.length];
    return low + 0.4 * (high - low);
  });
  return planOf({
    variables: undefined,
    parameters: undefined,
    potential: { landscape: landscape.name, dimension },
    temperature: landscape.temperature,
    method: { name: 'euler-maruyama', step: landscape.step },
    ensemble: { particles: 64, seed: 3, start: { kind: 'normal', mean: middle, deviation: [0.01] } },
    burnIn: 0,
    steps,
    observe: { last: { kind: 'snapshot', count: 64 } },
  });
}

/** Rounding of one gradient in f32, relative to its size, and growth of an error by one step: from the formula itself. */
function conditions(landscape: Landscape, position: readonly number[]) {
  const { variables, parameters, potential } = landscape.formula(landscape.dimensions[0]);
  const { graph, names } = createScope(variables, Object.keys(parameters));
  const U = parse({ graph, names }, potential);
  const values = Object.values(parameters);
  const slope = compile(gradient(graph, U));
  const curvature = compile(hessian(graph, U).flat());
  const size = Math.max(...slope.at(position, values).map(Math.abs));
  const stiffness = Math.sqrt(curvature.at(position, values).reduce((sum, h) => sum + h * h, 0));
  return { size, stiffness, operations: slope.nodes.length };
}

test.each(landscapes.map((l) => [l.name, l] as const))(
  '%s on the device follows its f64 twin',
  async (_, landscape) => {
    const plan = smallPlan(landscape);
    const device = (await simulateOnGpu(plan, await testGpu())).snapshots.get('last')!;
    const twin = (await simulateOnCpu(plan)).snapshots.get('last')!;
    const dimension = plan.scope.graph.coordinates.length;
    const h = landscape.step;
    for (let k = 0; k < 64; k++) {
      const position = Array.from(twin.subarray(k * dimension, (k + 1) * dimension));
      const { size, stiffness, operations } = conditions(landscape, position);
      const scale = Math.max(...position.map(Math.abs));
      // Per step: rounding of the position, of the gradient (operations · 2⁻²⁴ of terms up to ten times its size), of the normal.
      const local =
        6e-8 * (scale + 1) +
        h * operations * 6e-8 * (10 * size + 10 * stiffness) +
        4e-6 * Math.sqrt(2 * h * landscape.temperature) * 3;
      const growth = (1 + h * stiffness) ** steps;
      position.forEach((x, i) => {
        expect(Math.abs(device[k * dimension + i] - x)).toBeLessThan(steps * growth * local);
      });
    }
  },
);
