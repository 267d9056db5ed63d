import { describe, expect, it } from 'vitest';
import { chainFromPoint } from '../../src/claims/parts/chainFromPoint';
import { steppedDoubleWell } from '../../src/claims/parts/doubleWell';
import { goodnessOfFit } from '../../src/claims/parts/goodnessOfFit';
import { steppedSaddle } from '../../src/claims/parts/tiltedSaddle';
import { createScope, parse } from '../../src/expression';
import { langevinDynamics, stationaryDensity } from '../../src/reference';
import { normalBelow } from '../../src/reference/numerics/normal';

const infinity = Number.POSITIVE_INFINITY;

describe('the law of a chain from a point', () => {
  it('is the normal law of Leimkuhler–Matthews in a harmonic well', () => {
    const [k, temperature, step, from] = [2, 0.5, 0.1, 1];
    const chain = { slope: (x: number) => k * x, temperature, step, low: -4, high: 4 };
    const steps = [1, 2, 7];
    const laws = chainFromPoint(chain, from, steps);
    steps.forEach((n, i) => {
      const { mean, variance } = harmonic(k, temperature, step, n);
      expect(laws[i].mass(0.5, infinity)).toBeCloseTo(normalBelow((mean * from - 0.5) / Math.sqrt(variance)), 9);
    });
  });

  it('tends to the exact law in continuous time as the step goes to 0', () => {
    const scope = createScope(['x'], []);
    const start = { kind: 'point' as const, at: [1] };
    const dynamics = langevinDynamics(scope.graph, parse(scope, '(x^2 - 1)^2'), [], 0.5, start)!;
    const [[below]] = dynamics.masses(parse(scope, 'x'), [0], [1])!;
    const off = [0.02, 0.01].map((step) => {
      const [law] = chainFromPoint(steppedDoubleWell(0.5, step), 1, [Math.round(1 / step)]);
      return law.mass(-infinity, 0) - below;
    });
    expect(Math.abs(off[1])).toBeLessThan(0.002);
    expect(off[0] / off[1]).toBeCloseTo(2, 1);
  });
});

/** Mean and variance after n steps from 1: xₙ is linear in the normal numbers R₀ … Rₙ. */
function harmonic(k: number, temperature: number, step: number, n: number) {
  const [q, a] = [1 - step * k, Math.sqrt((step * temperature) / 2)];
  const weights = Array.from({ length: n + 1 }, (_, j) => {
    if (j === n) return a;
    const entered = a * q ** (n - 1 - j);
    return j === 0 ? entered : entered + a * q ** (n - j);
  });
  return { mean: q ** n, variance: weights.reduce((sum, w) => sum + w * w, 0) };
}

describe('the tilted saddle with a step', () => {
  it('has nearly the exact masses of discs and of the wells', () => {
    const scope = createScope(['x', 'y'], []);
    const potential = parse(scope, '(x^2 - 1)^2 + 0.2*x + 2*y^2');
    const density = stationaryDensity(scope.graph, potential, [], 0.5)!;
    const { disc, above, variance } = steppedSaddle(0.5, 0.2, 0.005);
    // Root of 4x(1 − x²) = 0.2.
    const saddle = 0.0501264;
    const zero = [parse(scope, `x - ${saddle}`), parse(scope, 'y')];
    for (const radius of [0.1, 0.4]) expect(disc(radius) / density.tube(zero, radius)! - 1).toBeCloseTo(0, 3);
    expect(above).toBeCloseTo(density.bins1d(parse(scope, 'x'), [0])!.above, 4);
    expect(variance).toBeCloseTo(density.mean(parse(scope, 'y^2'))!, 12);
  });
});

describe('the goodness of fit', () => {
  it('has the mean and the 99th percentile of a normal number where χ² has its own', () => {
    const degrees = 100;
    const score = (chiSquare: number) => {
      const { value, expected, standardError } = goodnessOfFit('', chiSquare / 1000, 1000, degrees + 1);
      return (value! - expected) / standardError!;
    };
    // Median and 99th percentile of χ² with 100 degrees of freedom (Abramowitz & Stegun, table 26.8).
    expect(score(99.3341)).toBeCloseTo(0, 2);
    expect(score(135.807)).toBeCloseTo(2.326, 2);
  });
});
