import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ErgodicError } from '../../src/errors';
import { readExperiment, resolveExperiment } from '../../src/experiment';
import { base } from './base';
import { data, diffusion, drift, points, readTable } from './bases';

const bases = [
  base,
  diffusion,
  drift,
  data,
  { ...data, data: { rows: points, standardize: ['x'], test: 0.5 }, regularizer: 'dot(w, w)' },
  { ...data, method: { name: 'sgld', decay: { a: 1, b: 1, gamma: 0.5 }, batch: [1, 2] } },
];

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Paths of all values below. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (!isFields(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, v]) => pathsOf(v, [...path, key]))];
}

/** Values that are at home somewhere in some experiment, and a few that are nowhere. */
const values = [
  ...bases.flatMap((file) => pathsOf(file).map((path) => at(file, path))),
  ...[null, -1, 0, 0.5, 1e30, 2 ** 53, '', 'x', 'w1*x', 'log(x)', 'points.csv', 'ragged.csv', [], {}, [[1]], true],
];

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((fields, key) => (fields as Fields)[key], value);
}

interface Mutation {
  place: number;
  value: unknown;
  kind: 'replace' | 'remove' | 'rename';
}

function mutate(file: unknown, { place, value, kind }: Mutation): unknown {
  const paths = pathsOf(file);
  const path = paths[place % paths.length];
  if (path.length === 0) return kind === 'replace' && place % 7 === 0 ? value : file;
  const root = structuredClone(file);
  const parent = at(root, path.slice(0, -1)) as Fields;
  const key = path.at(-1)!;
  const before = parent[key];
  if (kind !== 'replace') delete parent[key];
  if (kind === 'replace') parent[key] = value;
  if (kind === 'rename') parent[`${key}x`] = before;
  return root;
}

const mutation = fc.record({
  place: fc.nat(1000),
  value: fc.constantFrom(...values),
  kind: fc.constantFrom('replace' as const, 'replace' as const, 'remove' as const, 'rename' as const),
});

const outcomes = { plans: 0, refusals: 0 };

function attempt(file: unknown): void {
  try {
    const plan = resolveExperiment(readExperiment(JSON.stringify(file)), 'experiment', readTable);
    expect(plan.points.length).toBeGreaterThan(0);
    outcomes.plans++;
  } catch (error) {
    if (!(error instanceof ErgodicError)) throw error;
    expect(error.failure).toBe('badInput');
    expect(error.message).not.toMatch(/undefined|NaN|\[object/);
    outcomes.refusals++;
  }
}

describe('an experiment that is changed at random', () => {
  it('gives a plan or a message, and nothing else', () => {
    const changes = fc.array(mutation, { minLength: 1, maxLength: 3 });
    const property = fc.property(fc.constantFrom(...bases), changes, (file, mutations) =>
      attempt(mutations.reduce<unknown>(mutate, file)),
    );
    fc.assert(property, { numRuns: 400, seed: 1 });
    expect(outcomes.plans).toBeGreaterThan(20);
    expect(outcomes.refusals).toBeGreaterThan(100);
  });
});

it.each(['parameters', 'observe', 'expect'])('a file of very many %s is refused at once', (field) => {
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`a${i}`, i]));
  const begun = performance.now();
  expect(() => readExperiment(JSON.stringify({ ...base, [field]: many }))).toThrow(`${field}: found 20000 names`);
  expect(performance.now() - begun).toBeLessThan(1000);
});
