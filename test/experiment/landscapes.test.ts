import { describe, expect, it } from 'vitest';
import { checkExperiment, resolveExperiment } from '../../src/experiment';
import { landscapes } from '../../src/landscapes';
import type { Landscape } from '../../src/model/landscape';
import type { Plan } from '../../src/model/plan';

/** The landscape in the middle of its window, as the catalogue advises. */
function fileOf(landscape: Landscape, dimension: number, parameters: Record<string, number | number[]> = {}) {
  const { step, temperature, name, window } = landscape;
  const { variables } = landscape.formula(dimension);
  const first = variables[0].replace(/\[\d+\]$/, '1');
  const sides = Array.from({ length: dimension }, (_, i) => window[i] ?? window[0]);
  const wide = (side: 0 | 1) => sides.map((s) => s[side]);
  return {
    potential: { landscape: name, dimension, parameters },
    temperature,
    method: { name: 'euler-maruyama', step },
    ensemble: { particles: 100, start: { kind: 'uniform', low: wide(0), high: wide(1) } },
    steps: 10,
    observe: { moments: { kind: 'moments', of: [first] } },
  };
}

const planOf = (file: object): Plan => resolveExperiment(checkExperiment(file));
const cases = landscapes.flatMap((l) => l.dimensions.map((d) => [l.name, d, l] as const));

describe('a landscape of the catalogue', () => {
  it.each(cases)(
    '%s in dimension %i is written out as a formula that resolves to the same plan',
    (_, dimension, landscape) => {
      const plan = planOf(fileOf(landscape, dimension));
      const { variables, potential, parameters } = landscape.formula(dimension);
      expect(plan.resolved).toMatchObject({ variables, potential, parameters });
      expect(plan.title).toBe(landscape.title);
      expect(plan.scope.graph.coordinates).toHaveLength(dimension);
      expect(planOf(plan.resolved).hash).toBe(plan.hash);
    },
  );

  const adjustable = landscapes.filter((l) => Object.keys(l.formula(l.dimensions[0]).parameters).length > 0);

  it.each(adjustable.map((l) => [l.name, l] as const))(
    '%s takes its parameters there, and sweeps them',
    (_, landscape) => {
      const dimension = landscape.dimensions[0];
      const [name, value] = Object.entries(landscape.formula(dimension).parameters)[0];
      const plan = planOf(fileOf(landscape, dimension, { [name]: [value, value * 1.01] }));
      expect(plan.points.map((p) => p.parameters[name])).toEqual([value, value * 1.01]);
      const file = { ...fileOf(landscape, dimension), parameters: { [name]: value, other: 3 } };
      expect(planOf(file).points[0].parameters).toMatchObject({ [name]: value, other: 3 });
      const twice = { ...fileOf(landscape, dimension, { [name]: value }), parameters: { [name]: value } };
      expect(() => planOf(twice)).toThrow('in one of the two');
    },
  );
});
