import { type Graph, gradient, type Node } from '../../expression';
import { evaluator } from '../numerics/evaluator';
import { type Line, Panels, perPanel, upTo, whole } from './panels';

/**
 * Long-time drift and spreading of dX = −U' dt + √(2T) dW on the line where U' has a period L, as in U = V cos x − Fx:
 * velocity = lim E X/t, diffusion = lim Var X/2t. With U(x + L) = U(x) − FL and
 * I±(x) = (1/T) ∫₀^L e^{±(U(x) − U(x ∓ y))/T} dy, v = (1 − e^{−FL/T}) / ⟨I₊⟩ and D = T ⟨I₊² I₋⟩/⟨I₊⟩³, ⟨·⟩ the mean over a period.
 *
 * @param period L > 0, or a multiple of the shortest
 * @returns null when there is more than one coordinate, U' does not have the period (to 1e-9 of its largest size, at 1009 points of
 *   four periods), or barriers over T have left the numbers
 *
 * Source: Reimann, Van den Broeck, Linke, Hänggi, Rubi & Pérez-Madrid, Physical Review Letters 87 (2001) 010602, equations 9–11;
 * the velocity is Stratonovich's.
 */
export function washboard(
  graph: Graph,
  potential: Node,
  parameters: readonly number[],
  temperature: number,
  period: number,
): { velocity: number; diffusion: number } | null {
  if (graph.coordinates.length !== 1 || !(temperature > 0) || !(period > 0)) return null;
  if (!hasPeriod(graph, potential, parameters, period)) return null;
  const u = evaluator(graph, [potential], [0], parameters);
  const energy: Line = (x) => u([x], x.length)[0].map((v) => v / temperature);
  const [start, end] = energy(Float64Array.of(0, period));
  // Downhill to the right, so that no exponential of the tilt grows.
  const uphill = end > start;
  const downhill: Line = uphill ? (x) => energy(x.map((t) => -t)) : energy;
  const result = transport(downhill, temperature, period, Math.abs(end - start));
  return result && { ...result, velocity: (uphill ? -1 : 1) * result.velocity };
}

function hasPeriod(graph: Graph, potential: Node, parameters: readonly number[], period: number): boolean {
  const slope = evaluator(graph, gradient(graph, potential), [0], parameters);
  const x = Float64Array.from({ length: 1009 }, (_, k) => 4 * period * (k / 1009 - 0.5));
  const here = slope([x], x.length)[0].slice();
  const further = slope([x.map((t) => t + period)], x.length)[0];
  const size = here.reduce((m, s) => Math.max(m, Math.abs(s)), 0);
  return here.every((s, k) => Math.abs(further[k] - s) <= 1e-9 * size);
}

/** @param fall U/T at 0 less that one period further, ≥ 0 */
function transport(energy: Line, temperature: number, period: number, fall: number) {
  const panels = Panels.over([0, period], [energy]);
  if (!panels) return null;
  const v = energy(panels.nodes).slice();
  const [wells, hills] = [
    cumulate(
      panels,
      v.map((e) => Math.exp(-e)),
    ),
    cumulate(panels, v.map(Math.exp)),
  ];
  const shrink = Math.exp(-fall);
  // What lies beyond the ends of the period is e^{−fall} times what lies within it.
  const behind = v.map((e, i) => Math.exp(e) * (wells.before[i] + shrink * wells.after[i]));
  const ahead = v.map((e, i) => Math.exp(-e) * (hills.after[i] + shrink * hills.before[i]));
  const mean = (f: (i: number) => number) => panels.weights().reduce((sum, w, i) => sum + w * f(i), 0) / period;
  const first = mean((i) => behind[i]);
  const velocity = (-Math.expm1(-fall) * temperature) / first;
  const diffusion = (temperature * mean((i) => behind[i] ** 2 * ahead[i])) / first ** 3;
  return Number.isFinite(velocity) && Number.isFinite(diffusion) ? { velocity, diffusion } : null;
}

/** ∫ of values at the nodes from the first end to every node and from there to the last end. */
function cumulate(panels: Panels, values: Float64Array): { before: Float64Array; after: Float64Array } {
  const [before, after] = [new Float64Array(values.length), new Float64Array(values.length)];
  const own = (p: number) => values.subarray(p * perPanel, (p + 1) * perPanel);
  for (let p = 0, sum = 0; p < panels.count; p++) {
    for (let j = 0; j < perPanel; j++) before[p * perPanel + j] = sum + panels.width(p) * upTo(j, own(p));
    sum += panels.width(p) * whole(own(p));
  }
  for (let p = panels.count - 1, sum = 0; p >= 0; p--) {
    const all = whole(own(p));
    for (let j = 0; j < perPanel; j++) after[p * perPanel + j] = sum + panels.width(p) * (all - upTo(j, own(p)));
    sum += panels.width(p) * all;
  }
  return { before, after };
}
