import { compile, createScope, gradient, hessian, type Node, parse, type Scope } from '../expression';
import type { Density } from '../model/density';
import type { ExactNumber, Landscape } from '../model/landscape';
import { criticalPoint } from './critical/critical';
import { relaxationRates } from './dynamics/spectrum';
import { meanExitTime, meanPassageTime } from './passage/passage';
import { stationaryDensity } from './stationary/density';

interface Problem {
  scope: Scope;
  potential: Node;
  parameters: number[];
  temperature: number;
}

/**
 * Computes the value of an exact number of a landscape again, from its formula alone. A critical point is looked for from
 * where the number says it is: the value is the potential there, NaN when the point found is not of the stated type or is
 * farther off than the number's digits.
 *
 * @returns null where this code has no exact method
 */
export function checkExact(landscape: Landscape, number: ExactNumber): number | null {
  const problem = state(landscape, number);
  const { scope, potential, parameters, temperature } = problem;
  const { quantity } = number;
  const { graph } = scope;
  switch (quantity.kind) {
    case 'rate':
      return relaxationRates(graph, potential, parameters, temperature, quantity.index)?.[quantity.index - 1] ?? null;
    case 'passage':
      return meanPassageTime(graph, potential, parameters, temperature, quantity.from, quantity.to);
    case 'exit':
      return meanExitTime(graph, potential, parameters, temperature, quantity.from, quantity.radius);
    case 'critical':
      return criticalValue(problem, quantity.at, quantity.type, number.digits);
    case 'curvature':
      return compile([hessian(graph, potential)[0][0]]).at([quantity.at], parameters)[0];
    default: {
      const density = stationaryDensity(graph, potential, parameters, temperature);
      return density && stationaryNumber(density, scope, quantity);
    }
  }
}

function state(landscape: Landscape, number: ExactNumber): Problem {
  const formula = landscape.formula(number.dimension ?? landscape.dimensions[0]);
  const values = { ...formula.parameters, ...number.parameters };
  const scope = createScope(formula.variables, Object.keys(values));
  const temperature = number.temperature ?? landscape.temperature;
  return { scope, potential: parse(scope, formula.potential), parameters: Object.values(values), temperature };
}

type Stationary = Extract<ExactNumber['quantity'], { kind: 'mean' | 'variance' | 'mass' | 'normalizer' }>;

function stationaryNumber(density: Density, scope: Scope, quantity: Stationary): number | null {
  if (quantity.kind === 'normalizer') return density.normalizer();
  if (quantity.kind === 'mass') return massOf(density, parse(scope, quantity.where));
  const f = parse(scope, quantity.of);
  return quantity.kind === 'mean' ? density.mean(f) : density.covariance(f, f);
}

/** Mass of {where ≥ 0}: a tube when `where` is a radius less the norm of some functions. */
function massOf(density: Density, where: Node): number | null {
  const tube = asTube(where);
  return tube ? density.tube(tube.zeros, tube.radius) : (density.bins1d(where, [0])?.above ?? null);
}

/** Reads radius − √(z₁² + z₂² + …), as `0.1 - norm2(x)` is written out. */
function asTube(where: Node): { radius: number; zeros: Node[] } | null {
  const [radius, norm] = where.args;
  if (where.op !== 'sub' || radius.op !== 'constant' || norm.op !== 'sqrt') return null;
  const zeros = squares(norm.args[0]);
  return zeros && { radius: radius.value, zeros };
}

function squares(node: Node): Node[] | null {
  const [a, b] = node.args;
  if (node.op === 'mul' && a === b) return [a];
  if (node.op !== 'add') return null;
  const [left, right] = [squares(a), squares(b)];
  return left && right && [...left, ...right];
}

function criticalValue(problem: Problem, at: number[], type: string, digits: number): number | null {
  const { scope, potential, parameters } = problem;
  const found = criticalPoint(scope.graph, potential, parameters, at);
  if (!found) return null;
  const near = found.at.every((x, i) => Math.abs(x - at[i]) <= 5.1 * 10 ** -digits * Math.max(1, Math.abs(at[i])));
  const slope = compile(gradient(scope.graph, potential)).at(found.at, parameters);
  return near && found.type === type && slope.every(Number.isFinite) ? found.potential : Number.NaN;
}
