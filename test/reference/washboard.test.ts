import { describe, expect, it } from 'vitest';
import { washboard } from '../../src/reference/passage/washboard';
import { problem } from './problem';

const period = 2 * Math.PI;

function transport(potential: string, temperature: number, length = period) {
  const { graph, potential: node } = problem(['x'], potential);
  return washboard(graph, node, [], temperature, length);
}

/** I₀(z) by its power series. */
function bessel0(z: number): number {
  let [term, sum] = [1, 1];
  for (let k = 1; k < 60; k++) {
    term *= (z / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

describe('tilted washboard', () => {
  it.each([
    [1, 1],
    [1, 0.5],
    [0.3, 0.02],
  ])('without tilt spreads as T/I₀(V/T)², V = %f, T = %f', (height, temperature) => {
    const { velocity, diffusion } = transport(`${height}*cos(x)`, temperature)!;
    expect(velocity).toBe(0);
    expect((diffusion * bessel0(height / temperature) ** 2) / temperature).toBeCloseTo(1, 11);
  });

  it('has the numbers of the theory', () => {
    expect(transport('cos(x)', 1)!.diffusion).toBeCloseTo(0.6238604, 7);
    expect(transport('cos(x)', 0.5)!.diffusion).toBeCloseTo(0.0962184, 7);
    const { velocity, diffusion } = transport('cos(x) - 0.5*x', 0.5)!;
    expect(velocity).toBeCloseTo(0.1755934, 7);
    expect(diffusion).toBeCloseTo(0.4235888, 7);
  });

  it('is the same over two periods, and mirrored under the opposite tilt', () => {
    const { velocity, diffusion } = transport('cos(x) + sin(2*x)/3 - 0.5*x', 0.5)!;
    const twice = transport('cos(x) + sin(2*x)/3 - 0.5*x', 0.5, 2 * period)!;
    const mirrored = transport('cos(x) - sin(2*x)/3 + 0.5*x', 0.5)!;
    for (const other of [twice, mirrored]) {
      expect(Math.abs(other.velocity / velocity)).toBeCloseTo(1, 11);
      expect(other.diffusion / diffusion).toBeCloseTo(1, 11);
    }
    expect([twice.velocity > 0, mirrored.velocity < 0]).toEqual([true, true]);
  });

  it('without ripples falls freely', () => {
    const { velocity, diffusion } = transport('-0.7*x', 0.4)!;
    expect(velocity).toBeCloseTo(0.7, 12);
    expect(diffusion).toBeCloseTo(0.4, 12);
  });

  it('is null without the period, or in more coordinates', () => {
    expect(transport('cos(x)', 1, 3)).toBeNull();
    expect(transport('cos(x) + 0.001*x^2', 1)).toBeNull();
    const { graph, potential } = problem(['x', 'y'], 'cos(x) + y^2');
    expect(washboard(graph, potential, [], 1, period)).toBeNull();
  });
});
