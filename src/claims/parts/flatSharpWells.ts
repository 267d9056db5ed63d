import { compile, createScope, parse } from '../../expression';
import { flatSharp } from '../../landscapes/flatSharp';
import type { Estimate } from '../../model/estimate';
import { stationaryDensity } from '../../reference';
import { gaussLegendre } from '../../reference/numerics/gaussLegendre';
import { normalBelow } from '../../reference/numerics/normal';
import { transform } from './estimates';

const { potential, parameters } = flatSharp.formula(1);
const { c } = parameters as { c: number };

/** Curvatures of the two wells. */
export const curvatures = { flat: 8 * Math.exp(-c), sharp: 8 * Math.exp(c) };

/** log of the ratio of the curvatures. */
export const logCurvatureRatio = 2 * c;

/** 1 in the basin of the flat well: the potential along x has its top where 2x(1 + x²)² = c(1 − x²)². */
export const basin = '2*x*(1 + x^2)^2 < c*(1 - x^2)^2 ? 1 : 0';

/** The two wells in d dimensions: ½k(x)|y|² with k(x) = 8 exp(2cx/(1 + x²)) makes both bottoms alike in all directions. */
export function flatSharpIn(d: number) {
  const across = ['y', 'z'].slice(0, d - 1);
  const terms = across.map((y) => `4*${y}^2*exp(2*c*x/(1 + x^2))`);
  return { variables: ['x', ...across], parameters: { c }, potential: [potential, ...terms].join(' + ') };
}

/** p/(1 − p) */
export const odds = (p: Estimate): Estimate =>
  transform(
    p,
    (x) => x / (1 - x),
    (x) => (1 - x) ** -2,
  );

/** Odds of the flat well in d dimensions. */
export function exactOdds(d: number, temperature: number): number {
  const { scope, density } = alongX(d, temperature);
  const mass = density?.mean(parse(scope, basin)) ?? Number.NaN;
  return mass / (1 - mass);
}

/** The density of x: what lies across integrates to (2πT/k(x))^((d − 1)/2), here without the constant (πT/4)^((d − 1)/2). */
function alongX(d: number, temperature: number) {
  const scope = createScope(['x'], ['c', 'm']);
  const whole = parse(scope, `${potential} + m*2*c*x/(1 + x^2)`);
  const values = [c, ((d - 1) / 2) * temperature];
  return { scope, density: stationaryDensity(scope.graph, whole, values, temperature) };
}

const rule = gaussLegendre(24);

/** Mass of the disc around one of the minima in the plane: of the slice at x the part within r of the axis is erf(r√(k(x)/2T)). */
export function exactDiscMass(temperature: number, minimum: -1 | 1, radius: number): number {
  const { scope, density } = alongX(2, temperature);
  const program = compile([parse(scope, potential), parse(scope, '2*c*x/(1 + x^2)')]);
  const slices = rule.nodes.map((node, i) => {
    const angle = Math.PI * (node - 0.5);
    const half = radius * Math.cos(angle);
    const [u, logK] = program.at([minimum + radius * Math.sin(angle)], [c, 0]);
    const within = 1 - 2 * normalBelow(-half * Math.sqrt((8 * Math.exp(logK)) / temperature));
    return rule.weights[i] * Math.PI * half * Math.exp(-u / temperature - logK / 2) * within;
  });
  return slices.reduce((sum, slice) => sum + slice, 0) / (density?.normalizer() ?? Number.NaN);
}
