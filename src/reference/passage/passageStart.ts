import type { Start } from '../../model/plan';
import { normalBelow } from '../numerics/normal';
import { regularisedGamma } from '../stationary/quadraticForm';
import type { Line } from './panels';

/** Where particles start along a line: at a point, or with a density. */
export interface LineLaw {
  /** Probability of [low, high). */
  mass(low: number, high: number): number;
  density(x: number): number;
  /** Outside of it there is less than 1e-10. */
  support: readonly [number, number];
  /** The place of a point; places where the density jumps. */
  marks: readonly number[];
  /** What a mesh has to resolve: minus the log density as far as that matters. */
  exponent?: Line;
  point: boolean;
}

/** The start's law of one coordinate. */
export function coordinateLaw(start: Start, index: number): LineLaw {
  if (start.kind === 'point') return pointLaw(start.at[index]);
  if (start.kind === 'uniform') return uniformLaw(start.low[index], start.high[index]);
  return normalLaw(start.mean[index], start.deviation[index]);
}

export function pointLaw(at: number): LineLaw {
  const mass = (low: number, high: number) => (low <= at && at < high ? 1 : 0);
  return { mass, density: () => 0, support: [at, at], marks: [at], point: true };
}

function uniformLaw(low: number, high: number): LineLaw {
  if (!(high > low)) return pointLaw(low);
  const mass = (a: number, b: number) => Math.max(0, Math.min(b, high) - Math.max(a, low)) / (high - low);
  const density = (x: number) => (x >= low && x < high ? 1 / (high - low) : 0);
  return { mass, density, support: [low, high], marks: [low, high], point: false };
}

/** Deviations within which all but 1e-10 lies. */
const reach = 6.5;

function normalLaw(mean: number, deviation: number): LineLaw {
  if (!(deviation > 0)) return pointLaw(mean);
  const z = (x: number) => (x - mean) / deviation;
  return {
    mass: (low, high) =>
      z(low) > 0 ? normalBelow(-z(low)) - normalBelow(-z(high)) : normalBelow(z(high)) - normalBelow(z(low)),
    density: (x) => Math.exp(-(z(x) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI)),
    support: [mean - reach * deviation, mean + reach * deviation],
    marks: [],
    exponent: (x) => x.map((t) => Math.min(z(t) ** 2, reach ** 2) / 2),
    point: false,
  };
}

/** Law of |x − mean| for d independent normals of one deviation: the chi distribution. */
export function radiusLaw(deviation: number, dimension: number): LineLaw {
  const z = (r: number) => r / deviation;
  const log = (r: number) => (dimension - 1) * Math.log(z(r)) - z(r) ** 2 / 2;
  const total = deviation * 2 ** (dimension / 2 - 1) * gammaOfHalf(dimension);
  // The tail of chi in d dimensions lies as far out as that of one normal, from the shell at √d.
  const farthest = deviation * (Math.sqrt(dimension) + reach);
  const below = (r: number) => (r >= farthest ? 1 : r > 0 ? regularisedGamma(dimension / 2, z(r) ** 2 / 2) : 0);
  const top = log(deviation * Math.sqrt(dimension - 1));
  return {
    mass: (low, high) => below(high) - below(low),
    density: (r) => Math.exp(log(r)) / total,
    support: [0, farthest],
    marks: [],
    exponent: (x) => x.map((r) => Math.min(top - log(r), reach ** 2 / 2 + dimension)),
    point: false,
  };
}

/** Γ(n/2). */
function gammaOfHalf(n: number): number {
  let value = n % 2 === 0 ? 1 : Math.sqrt(Math.PI);
  for (let k = n % 2 === 0 ? 2 : 1; k < n; k += 2) value *= k / 2;
  return value;
}
