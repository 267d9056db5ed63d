import { describe, expect, it } from 'vitest';
import { findCriticalPoints } from '../../src/reference/critical/criticalPoints';
import { eyringKramers, kramers, saddleExitTime } from '../../src/reference/passage/asymptotes';
import { firstPassage } from '../../src/reference/passage/firstPassage';
import { overBarrier } from '../../src/reference/passage/overBarrier';
import { problem } from './problem';

const doubleWell = problem(['x'], '(x^2 - 1)^2');

function exact({ graph, potential, read }: typeof doubleWell, T: number, from: number, region: string): number {
  return firstPassage(graph, potential, [], T, { kind: 'point', at: [from] }, read(region))!.mean;
}

describe('Kramers', () => {
  it.each([
    [0.5, 8.20718],
    [0.25, 60.6433],
    [0.2, 164.846],
    [0.125, 3311.01],
  ])('on the double well at T = %f', (T, value) => {
    const time = kramers(doubleWell.graph, doubleWell.potential, [], T, -1, 1)!;
    expect(Number(time.toPrecision(6))).toBe(value);
  });

  it('approaches the exact time at a rate proportional to T', () => {
    const miss = (T: number) =>
      1 - kramers(doubleWell.graph, doubleWell.potential, [], T, -1, 1)! / exact(doubleWell, T, -1, 'x - 1');
    expect(miss(0.25)).toBeCloseTo(0.12, 2);
    expect(miss(0.125)).toBeCloseTo(0.05, 2);
    expect(miss(0.01) / miss(0.02)).toBeCloseTo(0.5, 2);
  });

  it('takes the higher of two barriers and needs a well to start from', () => {
    const { graph, potential } = problem(['x'], 'cos(x) + 0.1*cos(x/2)');
    const time = kramers(graph, potential, [], 0.1, -3 * Math.PI, 3 * Math.PI);
    expect(time).toBeNull();
    expect(kramers(doubleWell.graph, doubleWell.potential, [], 0.1, 0, 1)).toBeNull();
    const triple = problem(['x'], 'x^2*(x^2 - 1)^2*(1 + x/4)');
    const tops = findCriticalPoints(triple.graph, triple.potential, [], [[-1, 1]]);
    const [low, high] = tops.filter((p) => p.type === 'maximum');
    const well = tops.find((p) => p.type === 'minimum' && Math.abs(p.at[0] + 1) < 1e-6)!;
    const across = kramers(triple.graph, triple.potential, [], 0.02, -1, 1)!;
    expect(high.potential).toBeGreaterThan(low.potential);
    expect(across).toBeCloseTo(eyringKramers(well, high, 0.02)!, 8);
  });
});

describe('Eyring–Kramers', () => {
  it('of a channel that narrows towards the saddle', () => {
    const { graph, potential } = problem(['x', 'y'], '(x^2 - 1)^2 + (4 - 3*x^2)*y^2/2');
    const points = findCriticalPoints(graph, potential, [], [[-1.5, 1.5]]);
    const saddle = points.find((p) => p.type === 'saddle' && Math.abs(p.at[0]) < 1e-9)!;
    const well = points.find((p) => p.type === 'minimum' && p.at[0] < 0)!;
    // Curvatures along x are −4 and 8, across 4 and 1.
    const closed = ((2 * Math.PI) / 4) * Math.sqrt((4 * 4) / (8 * 1)) * Math.exp(1 / 0.3);
    expect(eyringKramers(well, saddle, 0.3)! / closed).toBeCloseTo(1, 9);
    expect(eyringKramers(saddle, well, 0.3)).toBeNull();
    expect(eyringKramers(saddle, saddle, 0.3)).toBeNull();
  });
});

describe('exit from a saddle', () => {
  it('is approached by the exact time, T/2λ above it', () => {
    const miss = (T: number) => {
      const hill = problem(['x'], '-3*x^2/2');
      return (saddleExitTime(3, 0.5, T) - exact(hill, T, 0, 'abs(x) - 0.5')) / T;
    };
    // The next term of the expansion in T/(λ radius²) is 1/(2λ) of it.
    expect(miss(0.001)).toBeCloseTo(1 / (2 * 3) / (3 * 0.25), 2);
  });
});

describe('over the barrier', () => {
  const over = ({ graph, potential, read }: typeof doubleWell, T: number, from: number[], region: string) =>
    overBarrier(graph, potential, [], T, from, read(region));
  const plane = problem(['x', 'y'], '(x^2 - 1)^2 + (4 - 3*x^2)*y^2/2 + y^4');

  it('finds well and saddle on the line: to the other well, to the top half of it', () => {
    const whole = kramers(doubleWell.graph, doubleWell.potential, [], 0.2, -1, 1)!;
    expect(over(doubleWell, 0.2, [-1.2], 'x - 0.9')!.mean).toBeCloseTo(whole, 6);
    expect(over(doubleWell, 0.2, [-1.2], 'x - 0.9')!.barrier).toBeCloseTo(5, 9);
    expect(over(doubleWell, 0.2, [-1.2], 'x')!.mean).toBeCloseTo(whole / 2, 6);
  });

  it('finds the saddle in the plane, and in separate coordinates', () => {
    const points = findCriticalPoints(plane.graph, plane.potential, [], [[-1.5, 1.5]]);
    const saddle = points.find((p) => p.type === 'saddle' && Math.abs(p.at[0]) < 1e-9)!;
    const well = points.find((p) => p.type === 'minimum' && p.at[0] < 0)!;
    const found = over(plane, 0.2, [-0.8, 0.1], '0.3 - sqrt((x - 1)^2 + y^2)')!;
    expect(found.mean).toBeCloseTo(eyringKramers(well, saddle, 0.2)!, 6);
    const apart = problem(['x', 'y', 'z'], '(x^2 - 1)^2 + y^2 + 3*z^2');
    const line = kramers(doubleWell.graph, doubleWell.potential, [], 0.2, -1, 1)!;
    expect(over(apart, 0.2, [-1, 0.3, 0], 'x + y - 0.8')!.mean).toBeCloseTo(line, 6);
  });

  it('is null without one saddle between start and region', () => {
    expect(over(doubleWell, 0.2, [-1], 'x + 0.5')).toBeNull();
    expect(over(doubleWell, 0.2, [-1], 'abs(x) - 2')).toBeNull();
    expect(over(doubleWell, 0.2, [0.5], 'x - 0.9')).toBeNull();
    expect(over(problem(['x'], 'x^2/2'), 0.2, [-1], 'x')).toBeNull();
    const triple = problem(['x'], 'x^2*(x^2 - 1)^2*(1 + x/4 + x^2/16)');
    expect(over(triple, 0.02, [-1], 'x - 0.9')).toBeNull();
    expect(over(triple, 0.02, [-1], '0.1 - abs(x)')).not.toBeNull();
  });
});
