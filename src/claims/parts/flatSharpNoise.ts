import { compile, createScope, gradient, parse } from '../../expression';
import { diffusionDensity } from '../../reference';
import { gaussLegendre } from '../../reference/numerics/gaussLegendre';
import { basin, flatSharpIn } from './flatSharpWells';
import { massBelow } from './itoChain';

const { potential, parameters } = flatSharpIn(1);
const { c } = parameters;

/** White noise, or noise of variance 2D with D = T exp(2cx/(1 + x²)), T/8 times the curvature of either well. */
export type Noise = 'white' | 'curvature';

export const diffusionOf = { white: 'heat', curvature: 'heat*exp(2*c*x/(1 + x^2))' } as const;

/** Where the potential has its top: the root of 2x(1 + x²)² = c(1 − x²)² between the wells. */
const top = bisect((x) => 2 * x * (1 + x * x) ** 2 - c * (1 - x * x) ** 2, 0, 1);

function bisect(f: (x: number) => number, below: number, above: number): number {
  const middle = (below + above) / 2;
  if (middle <= below || middle >= above) return middle;
  return f(middle) < 0 ? bisect(f, middle, above) : bisect(f, below, middle);
}

/** Odds of the flat well in the stationary law of Euler–Maruyama with its step. */
export function oddsOfChain(noise: Noise, temperature: number, step: number): number {
  const { slope, diffusion } = equation(noise);
  const program = compile([slope, diffusion]);
  const at = (x: number) => program.at([x], [c, temperature]);
  const reach = { low: -4 * Math.max(1, temperature), high: 3 };
  const mass = massBelow({ slope: (x) => at(x)[0], diffusion: (x) => at(x)[1], step, ...reach }, top);
  return mass / (1 - mass);
}

/** Odds of the flat well for steps that go to 0. */
export function oddsOfEquation(noise: Noise, temperature: number): number {
  const { scope, slope, diffusion } = equation(noise);
  const density = diffusionDensity(scope.graph, slope, diffusion, [c, temperature]);
  const mass = density?.mean(parse(scope, basin)) ?? Number.NaN;
  return mass / (1 - mass);
}

function equation(noise: Noise) {
  const scope = createScope(['x'], ['c', 'heat']);
  const [slope] = gradient(scope.graph, parse(scope, potential));
  return { scope, slope, diffusion: parse(scope, diffusionOf[noise]) };
}

/** ∫ from −1 to 1 of U′/(D/T), what the log of the odds grows by with 1/T as T → 0: U = (x² − 1)² D/T leaves ∫ (x² − 1)² (log D)′. */
export function exponentOfCurvatureNoise(): number {
  const rule = gaussLegendre(40);
  const integrand = (x: number) => (2 * c * (1 - x * x) ** 3) / (1 + x * x) ** 2;
  return rule.nodes.reduce((sum, node, i) => sum + 2 * rule.weights[i] * integrand(2 * node - 1), 0);
}
