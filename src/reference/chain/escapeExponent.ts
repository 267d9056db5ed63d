import { gaussLegendre } from '../numerics/gaussLegendre';

/** The slope of a mini-batch's loss, and how likely the batch is. */
export interface BatchSlope {
  probability: number;
  slope: (x: number) => number;
}

const rule = gaussLegendre(12);
const panels = 32;

/**
 * The exponent of rare escapes of x' = x − η gᵢ(x), i drawn afresh every step: the expected number of steps from the minimum `from` over the
 * barrier at `to` grows as e^{W/η} for η → 0, W = ∫ p dx with p ≠ 0 the root of Σᵢ probabilityᵢ exp(−p gᵢ(x)) = 1. Where the mean slope
 * leads on, the way costs nothing; where no batch leads on, W is infinite.
 *
 * Source: Freidlin & Wentzell 2012, Random Perturbations of Dynamical Systems, §5.2.
 */
export function escapeExponent(problem: { slopes: readonly BatchSlope[]; from: number; to: number }): number {
  const { slopes, from, to } = problem;
  const width = (to - from) / panels;
  let exponent = 0;
  for (let panel = 0; panel < panels; panel++) {
    rule.nodes.forEach((node, k) => {
      const x = from + width * (panel + node);
      // Measured along the way: positive slopes are uphill.
      const uphill = slopes.map(({ probability, slope }) => ({ probability, slope: Math.sign(width) * slope(x) }));
      exponent += Math.abs(width) * rule.weights[k] * momentum(uphill);
    });
  }
  return exponent;
}

/** The root p > 0 of Σ probability e^{−p slope} = 1, a convex function that falls at 0; 0 where it rises there. */
function momentum(slopes: readonly { probability: number; slope: number }[]): number {
  const moment = (n: number) => slopes.reduce((sum, { probability, slope }) => sum + probability * slope ** n, 0);
  if (moment(1) <= 0) return 0;
  if (!slopes.some(({ probability, slope }) => probability > 0 && slope < 0)) return Number.POSITIVE_INFINITY;
  // The sum less 1, and its derivative.
  const excess = (p: number) => slopes.reduce((sum, s) => sum + s.probability * Math.expm1(-p * s.slope), 0);
  const growth = (p: number) => slopes.reduce((sum, s) => sum - s.probability * s.slope * Math.exp(-p * s.slope), 0);
  // What the diffusion of the same variance has; beyond the root Newton's method falls to it without passing it.
  let p = (2 * moment(1)) / moment(2);
  while (excess(p) < 0) p *= 2;
  for (let newton = 0; newton < 100; newton++) {
    const next = p - excess(p) / growth(p);
    if (!(Math.abs(next - p) > 1e-14 * p)) return next;
    p = next;
  }
  return p;
}
