import { describe, expect, it } from 'vitest';
import { findCriticalPoints } from '../../src/reference/critical/criticalPoints';
import { eyringKramers, kramers, saddleExitTime } from '../../src/reference/passage/asymptotes';
import { firstPassage } from '../../src/reference/passage/firstPassage';
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
