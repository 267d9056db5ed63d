import { describe, expect, it } from 'vitest';
import { checkExperiment, readExperiment, resolveExperiment } from '../../src/experiment';
import type { Plan } from '../../src/model/plan';
import { base } from './base';

const planOf = (value: object, assignments: string[] = []): Plan =>
  resolveExperiment(readExperiment(JSON.stringify(value), { assignments }));

const reversed = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, v]) => [key, reversed(v)]));
};

describe('the text of a file', () => {
  it('may hold comments, trailing commas and a byte-order mark', () => {
    const text = `\uFEFF// an experiment\n${JSON.stringify(base).slice(0, -1)}, /* end */ }`;
    expect(resolveExperiment(readExperiment(text)).hash).toBe(planOf(base).hash);
  });
});

describe('what is left out', () => {
  it('is written out in the resolved experiment', () => {
    const { burnIn: _b, expect: _e, ensemble, ...rest } = base;
    const { seed: _s, ...unseeded } = ensemble;
    const plan = planOf({ ...rest, ensemble: unseeded });
    expect(plan.resolved).toMatchObject({ burnIn: 0, random: 'fast', expect: {}, ensemble: { seed: 1 } });
    expect((plan.resolved.observe as typeof base.observe).barrier).toMatchObject({ every: 1 });
    expect([plan.seed, plan.burnIn, plan.random]).toEqual([1, 0, 'fast']);
  });

  it('resolves again to the same plan', () => {
    const plan = planOf({ ...base, title: 'Double well', temperature: [0.5, 1] });
    const again = resolveExperiment(checkExperiment(plan.resolved));
    expect(again.resolved).toEqual(plan.resolved);
    expect(again.hash).toBe(plan.hash);
    expect(again.points).toEqual(plan.points);
  });

  it('a start of one number serves every coordinate', () => {
    const file = { ...base, variables: ['x', 'w[3]'], potential: 'x^4 + dot(w, w)' };
    expect(planOf(file).start).toEqual({ kind: 'uniform', low: [-2, -2, -2, -2], high: [2, 2, 2, 2] });
  });
});

describe('the hash', () => {
  it('is the same for another order of names, another layout, another title', () => {
    const { hash } = planOf(base);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(planOf(reversed(base) as object).hash).toBe(hash);
    expect(planOf({ ...base, title: 'Another', $schema: './x.json' }).hash).toBe(hash);
    expect(planOf({ ...base, random: 'fast' }).hash).toBe(hash);
  });

  it('is another for another seed, formula, bin or method', () => {
    const changes = [
      'ensemble.seed=2',
      'potential=x^4',
      'observe.density.bins=99',
      'method.name=euler-maruyama',
      'random=philox',
    ];
    const hashes = [[], ...changes.map((c) => [c])].map((assignments) => planOf(base, assignments).hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('is another for another order of the axes, which number the points and so key their random streams', () => {
    const swept = { ...base, parameters: { tilt: [0, 0.1] }, temperature: [0.5, 1] };
    expect(planOf(reversed(swept) as object).hash).not.toBe(planOf(swept).hash);
  });

  it('of this experiment stays what it was, on every machine', () => {
    expect(planOf(base).hash).toMatchInlineSnapshot(
      `"19a421584fb9cc79869a2ec2f5a17f12902c10a0d36f2ac58e2cca976bf2108d"`,
    );
  });
});

describe('a sweep', () => {
  it('is the grid of its axes in file order, the last fastest', () => {
    const plan = planOf({ ...base, parameters: { tilt: [0, 0.1], a: 3 }, temperature: [0.5, 1, 2] });
    const settings = plan.points.map((p) => [p.parameters.tilt, p.temperature]);
    expect(settings).toEqual([
      [0, 0.5],
      [0, 1],
      [0, 2],
      [0.1, 0.5],
      [0.1, 1],
      [0.1, 2],
    ]);
    expect(plan.points[4]).toEqual({
      parameters: { tilt: 0.1, a: 3 },
      values: [0.1, 3],
      temperature: 1,
      method: { step: 0.02 },
    });
  });

  it('follows the order of the file where the method comes first', () => {
    const { method, temperature, ...rest } = base;
    const plan = planOf({ method: { ...method, step: [0.01, 0.02] }, temperature: [temperature, 1], ...rest });
    expect(plan.points.map((p) => [p.method.step, p.temperature])).toEqual([
      [0.01, 0.5],
      [0.01, 1],
      [0.02, 0.5],
      [0.02, 1],
    ]);
  });

  it('of one number is one point', () => {
    expect(planOf(base).points).toHaveLength(1);
    expect(planOf({ ...base, temperature: [0.5] }).points).toHaveLength(1);
  });
});

describe('assignments', () => {
  it('set any field, as JSON where the value is JSON', () => {
    const assignments = [
      'temperature=[0.25, 0.5]',
      'potential=x^4 + tilt*x',
      'ensemble.start.low.0=-1',
      'observe.extra={"kind":"moments","of":["x"]}',
      'expect.density.totalVariation.below=0.5',
      'ensemble.particles=1e3',
    ];
    const plan = planOf(base, assignments);
    expect(plan.points.map((p) => p.temperature)).toEqual([0.25, 0.5]);
    expect(plan.start).toMatchObject({ low: [-1] });
    expect(plan.observers.map((o) => o.name)).toContain('extra');
    expect(plan.expectations).toEqual([{ path: 'density.totalVariation', below: 0.5 }]);
    expect(plan.layout.particles).toBe(1000);
  });

  it.each([
    ['steps', 'expected path=value'],
    ['stepps=5', "did you mean 'steps'"],
    ['observe.density.bin=5', "did you mean 'bins'"],
    ['potential.landscape=ring', 'set that field as a whole'],
    ['ensemble.start.low.7=1', 'an entry from 0 to 1'],
    ['ensemble.start.low.last=1', 'an entry from 0 to 1'],
    ['__proto__.steps=1', 'no name'],
    ['parameters={"__proto__":{"a":1}}', '__proto__'],
    ['=5', 'expected path=value'],
    ['a..b=5', 'no name'],
  ])('that lead nowhere are refused: %s', (assignment, says) => {
    expect(() => planOf(base, [assignment])).toThrow(says);
  });
});

describe('a potential that is singular in single points', () => {
  it('may start around such a point, but not in it', () => {
    const singular = { ...base, potential: '(sqrt(x^2) - 1)^2 + tilt' };
    expect(() => planOf(singular)).not.toThrow();
    const point = { ...base.ensemble, start: { kind: 'point', at: [0] } };
    expect(() => planOf({ ...singular, ensemble: point })).toThrow('derivative in x');
  });

  it('is refused with the sweep point where it is', () => {
    const file = { ...base, parameters: { tilt: [1, -1] }, potential: 'log(tilt)*x^2' };
    expect(() => planOf(file)).toThrow('{"tilt":-1}');
  });
});
