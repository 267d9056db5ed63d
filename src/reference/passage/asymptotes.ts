import type { Graph, Node } from '../../expression';
import type { CriticalPoint } from '../critical/critical';
import { findCriticalPoints } from '../critical/criticalPoints';

/*
 * Formulas for small temperature: to be shown beside an answer, never to be tested against. Kramers' is 12 % low on the double
 * well at ΔU/T = 4 and 5 % at 8; `firstPassage` is exact.
 */

/**
 * Eyring–Kramers time from a well over a saddle into the next, τ ≃ (2π/|λ₁|) √(|det ∇²U(saddle)|/det ∇²U(minimum)) e^{ΔU/T}, λ₁ the
 * negative curvature of the saddle. To the saddle itself it is half of it.
 *
 * @param saddle a critical point with one negative curvature; on the line a maximum
 * @returns null where the points are of other types or a curvature vanishes
 *
 * Source: Bovier, Eckhoff, Gayrard & Klein, Journal of the European Mathematical Society 6 (2004) 399.
 */
export function eyringKramers(minimum: CriticalPoint, saddle: CriticalPoint, temperature: number): number | null {
  const down = saddle.curvatures.filter((k) => k < 0);
  if (minimum.degenerate || saddle.degenerate || down.length !== 1) return null;
  if (!minimum.curvatures.every((k) => k > 0)) return null;
  const logs = (p: CriticalPoint) => p.curvatures.reduce((sum, k) => sum + Math.log(Math.abs(k)), 0);
  const barrier = (saddle.potential - minimum.potential) / temperature;
  return ((2 * Math.PI) / -down[0]) * Math.exp((logs(saddle) - logs(minimum)) / 2 + barrier);
}

/**
 * Kramers' time on the line from the well at `from` to the one at `to`, over the highest maximum between them:
 * τ ≃ 2π/√(U''(a) |U''(b)|) e^{ΔU/T}.
 *
 * @returns null when there is more than one coordinate, no minimum within a thousandth of the distance from `from`, or no
 *   maximum between
 */
export function kramers(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
  from: number,
  to: number,
): number | null {
  if (graph.coordinates.length !== 1 || from === to) return null;
  const points = findCriticalPoints(graph, potential, parameters, [[Math.min(from, to), Math.max(from, to)]]);
  const well = points.find((p) => p.type === 'minimum' && Math.abs(p.at[0] - from) <= 1e-3 * Math.abs(to - from));
  const top = points.filter((p) => p.type === 'maximum').at(-1);
  return well && top ? eyringKramers(well, top, temperature) : null;
}

/**
 * Mean time to leave |x| < radius from the top of U = −λx²/2, to leading order at small T: (1/2λ)[ln(λ radius²/T) + γ + ln 2], γ
 * Euler's constant.
 *
 * @param curvature λ > 0
 */
export function saddleExitTime(curvature: number, radius: number, temperature: number): number {
  const euler = 0.5772156649015329;
  return (Math.log((curvature * radius ** 2) / temperature) + euler + Math.LN2) / (2 * curvature);
}
