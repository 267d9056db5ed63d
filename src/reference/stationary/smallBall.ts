import { dependencies, type Graph, gradient, type Node } from '../../expression';
import { evaluator } from '../numerics/evaluator';
import { type Box, integrate } from '../numerics/quadrature';
import type { Marginal, Setting } from './factor';

/**
 * Mass of {|z| < radius} for two or three functions z_k = a_k x_k + b_k of one coordinate each, by polar or spherical
 * quadrature about the point where all vanish. Null for other functions, or when the density cannot be had over these
 * coordinates alone.
 */
export function smallBall(
  setting: Setting,
  marginals: readonly Marginal[],
  zeros: readonly Node[],
  radius: number,
): number | null {
  const lines = zeros.map((z) => affineLine(setting, z));
  const coordinates = marginals.flatMap((m) => m.coordinates);
  if (lines.includes(null) || zeros.length > 3 || coordinates.length !== zeros.length) return null;
  const found = coordinates.map((c) => lines.find((l) => l!.coordinate === c));
  if (found.includes(undefined)) return null;
  const scale = found.map((l) => radius / l!.slope);
  const centre = found.map((l) => -l!.offset / l!.slope);
  const volume = Math.abs(scale.reduce((a, b) => a * b, 1));
  const { sums, converged } = integrate([zeros.length === 2 ? disc : ball], spherical(marginals, centre, scale), {
    groups: 1,
    functions: 1,
  });
  return converged ? volume * sums[0][0] : null;
}

const disc: Box = { low: [0, 0], high: [1, 2 * Math.PI], group: 0 };
const ball: Box = { low: [0, 0, -1], high: [1, 2 * Math.PI, 1], group: 0 };

/** Density times Jacobian over (r, φ) or (r, φ, cos θ) of the unit ball. */
function spherical(marginals: readonly Marginal[], centre: number[], scale: number[]) {
  return ([r, phi, cosine]: Float64Array[], n: number): Float64Array[] => {
    const points = centre.map((c, d) =>
      Float64Array.from({ length: n }, (_, k) => {
        if (d === 2) return c + scale[d] * r[k] * cosine[k];
        const flat = cosine ? r[k] * Math.sqrt(1 - cosine[k] ** 2) : r[k];
        return c + scale[d] * flat * (d === 0 ? Math.cos(phi[k]) : Math.sin(phi[k]));
      }),
    );
    const result = Float64Array.from({ length: n }, (_, k) => r[k] ** (centre.length - 1));
    let first = 0;
    for (const { coordinates, log } of marginals) {
      const part = log(points.slice(first, first + coordinates.length), n);
      for (let k = 0; k < n; k++) result[k] *= Math.exp(part[k]);
      first += coordinates.length;
    }
    return [result];
  };
}

interface Line {
  coordinate: number;
  slope: number;
  offset: number;
}

/** slope · x + offset of a function that is affine in a single coordinate. */
function affineLine({ graph, parameters }: Setting, z: Node): Line | null {
  const [coordinate, ...others] = dependencies(z);
  if (coordinate === undefined || others.length > 0) return null;
  const slope = gradient(graph as Graph, z)[coordinate];
  if (dependencies(slope).size > 0) return null;
  const [offset, value] = evaluator(graph, [z, slope], [], parameters)([], 1).map((c) => c[0]);
  return value === 0 ? null : { coordinate, slope: value, offset };
}
