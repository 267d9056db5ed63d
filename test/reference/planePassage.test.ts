import { describe, expect, it } from 'vitest';
import type { Passage } from '../../src/model/dynamics';
import type { Start } from '../../src/model/plan';
import { firstPassage } from '../../src/reference/passage/firstPassage';
import { planePassage } from '../../src/reference/passage/planePassage';
import { problem } from './problem';

const at = (x: number, y: number): Start => ({ kind: 'point', at: [x, y] });

/** By lattices, and as it is solved best. */
function both(potential: string, temperature: number, start: Start, region: string): [Passage | null, Passage | null] {
  const { graph, potential: node, read } = problem(['x', 'y'], potential);
  const setting = { graph, parameters: [], temperature };
  const f = read(region);
  return [
    planePassage({ setting, coordinates: [0, 1], potential: node, region: f }, start),
    firstPassage(graph, node, [], temperature, start, f),
  ];
}

/** What the docstring promises. */
const accuracy = 5e-4;

function expectClose(a: number, b: number): void {
  expect(Math.abs(a / b - 1)).toBeLessThan(accuracy);
}

const times = [0, 0.1, 1, 5];

function expectSame([lattices, exact]: [Passage | null, Passage | null]): void {
  expectClose(lattices!.mean, exact!.mean);
  expectClose(lattices!.hazard!, exact!.hazard!);
  const survival = exact!.survival(times)!;
  lattices!.survival(times)!.forEach((s, k) => {
    expect(Math.abs(s - survival[k])).toBeLessThan(2e-4);
  });
}

describe('passage on lattices', () => {
  it('into a ball in a harmonic well, as along the radius', () => {
    expectSame(both('x^2/2 + y^2/2', 1, at(1, 1), '0.5 - sqrt(x^2 + y^2)'));
  });

  it('into a ball far smaller than the first lattice shows', () => {
    expectSame(both('x^2/2 + y^2/2', 1, at(1, 1), '0.003 - sqrt(x^2 + y^2)'));
  });

  it('over the barrier of a separable potential from a uniform start, as on the line', () => {
    const start: Start = { kind: 'uniform', low: [-2, -1], high: [2, 1] };
    expectSame(both('(x^2 - 1)^2 + y^2', 0.25, start, 'x'));
  });

  it('is null where something gets away, is missed or has no density', () => {
    const alone = (potential: string, region: string, start = at(0, 0)) => both(potential, 1, start, region)[0];
    expect(alone('x^2*y^2', '-1 - x')).toBeNull();
    expect(alone('x^2 + y^4 + x*y', 'max(y - 0.5, 0.001 - sqrt((x - 1)^2 + y^2))')).toBeNull();
    // A valley of width 0.3 in a plane of 50 × 600, and arms along x = 0 that never end.
    expect(alone('5*(y - x^2)^2 + (1 - x)^2/20', 'x - 3')).toBeNull();
    expect(alone('(x^2 - 1)^2 + 5*x^2*y^2', '0.3 - sqrt((x - 1)^2 + y^2)')).toBeNull();
    expect(alone('x^2 + y^2', 'x - 1', { kind: 'uniform', low: [0, 0], high: [0, 1] })).toBeNull();
  });

  it('is over at once for a start inside', () => {
    const there = both('x^2 + y^4 + x*y', 1, at(1, 1), 'y - 0.5')[1]!;
    expect([there.mean, there.hazard, there.survival([0, 1])]).toEqual([0, null, [0, 0]]);
  });
});
