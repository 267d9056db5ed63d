import { stationaryChain } from '../../reference';
import { normalBelow } from '../../reference/numerics/normal';

/** Two wells of unequal depth along x, joined by a saddle. */
export const tiltedSaddle = {
  variables: ['x', 'y'],
  potential: '(x^2 - 1)^2 + tilt*x + 2*y^2',
} as const;

/** Of the potential along y. */
const curvature = 4;

/** What Leimkuhler and Matthews' method with its step makes of it: y has its exact variance. */
export interface SteppedSaddle {
  mean: (f: (x: number) => number) => number;
  /** P(x > 0). */
  above: number;
  /** Of y. */
  variance: number;
  /** Of x, over so many steps. */
  correlation: (lags: readonly number[]) => number[];
  /** Mass of the disc around the saddle. */
  disc: (radius: number) => number;
}

export function steppedSaddle(temperature: number, tilt: number, step: number): SteppedSaddle {
  const slope = (x: number) => 4 * x * (x * x - 1) + tilt;
  const law = stationaryChain('leimkuhler-matthews', { slope, temperature, step, low: -3, high: 3 });
  const saddle = topOf(tilt);
  const variance = temperature / curvature;
  return {
    mean: law.mean,
    above: law.mass(0, Number.POSITIVE_INFINITY),
    variance,
    correlation: (lags) => law.correlation((x) => x, lags),
    disc: (radius) => discMass((x) => law.density(saddle + x), Math.sqrt(variance), radius),
  };
}

/** Root of 4x(x² − 1) + tilt near 0, by Newton's method. */
function topOf(tilt: number): number {
  let x = 0;
  for (let i = 0; i < 20; i++) x -= (4 * x * (x * x - 1) + tilt) / (12 * x * x - 4);
  return x;
}

/** ∫ density(x) P(|y| < √(ε² − x²)) dx with x = ε sin θ: a smooth function of θ that ends as its square, by the midpoint rule. */
function discMass(density: (u: number) => number, deviation: number, radius: number): number {
  const points = 64;
  let sum = 0;
  for (let i = 0; i < points; i++) {
    const theta = Math.PI * ((i + 0.5) / points - 0.5);
    const half = radius * Math.cos(theta);
    sum += density(radius * Math.sin(theta)) * (1 - 2 * normalBelow(-half / deviation)) * half;
  }
  return (sum * Math.PI) / points;
}
