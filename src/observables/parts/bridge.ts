import type { Node } from '../../expression';
import { methodContext } from '../../methods/parts/context';
import type { ObserverContext } from '../../model/observable';
import type { SweepPoint } from '../../model/plan';

/**
 * Signed distance to the surface {f = 0}, to first order f/|∇f|, and the variance of the noise along its normal in units of
 * `bridgeVariance`: Σ sᵢ² (∂ᵢf)²/|∇f|² for noise sᵢ that depends on the position, null (for 1) where it does not.
 */
export function normalDistance({ scope: { graph }, target }: ObserverContext, f: Node, slopes: readonly Node[]) {
  const square = graph.sum(slopes.map((slope) => graph.mul(slope, slope)));
  const steepest = graph.apply('max', square, graph.constant(1e-30));
  const distance = square === graph.one ? f : graph.div(f, graph.apply('sqrt', steepest));
  if (target.noise === null) return { distance, variance: null };
  const along = target.noise.map((s, i) => graph.mul(graph.mul(s, s), graph.mul(slopes[i], slopes[i])));
  return { distance, variance: graph.div(graph.sum(along), steepest) };
}

/** Variance that one step adds to a coordinate: 2Th, or h where the noise depends on the position. */
export function bridgeVariance({ method, target }: ObserverContext, point: SweepPoint): number {
  const { amplitude } = method.coefficients(point.method, methodContext(target, point));
  return amplitude ** 2;
}

/** What the product of the distances before and after a step is multiplied by for `bridge_left` of shaders/lib/tally.wgsl. */
export const bridgeScale = (variance: number): number => 2 / variance / 8;

/** Twin of `bridge_left`, exact; a particle that is not finite any more crosses nothing. */
export const bridgeLeft = (left: number, z: number): number =>
  Number.isNaN(z) ? left : left * -Math.expm1(-8 * Math.max(0, z));
