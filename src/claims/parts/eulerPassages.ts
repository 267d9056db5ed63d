import { compile, createScope, gradient, parse, type Scope } from '../../expression';
import type { Start } from '../../model/plan';
import { firstPassage } from '../../reference';
import { type ChainPassage, eulerPassage } from '../../reference/chain/eulerPassage';

/** A first passage on the line into {into ≥ 0}, in the words of an experiment file with the variable x. */
export interface LinePassage {
  potential: string;
  parameters?: Readonly<Record<string, number>>;
  temperature: number;
  from: number;
  into: string;
}

interface Formulas {
  scope: Scope;
  values: number[];
}

function formulasOf({ parameters = {} }: LinePassage): Formulas {
  return { scope: createScope(['x'], Object.keys(parameters)), values: Object.values(parameters) };
}

/**
 * Exact first passage of Euler–Maruyama with its step and with the bridge, as `eulerPassage` has it.
 *
 * @param outside the interval that is left; an end that is none of the region's lies where nothing goes
 */
export function chainPassage(problem: LinePassage, step: number, outside: readonly [number, number]): ChainPassage {
  const { scope, values } = formulasOf(problem);
  const { graph } = scope;
  const into = parse(scope, problem.into);
  const [slope] = gradient(graph, parse(scope, problem.potential));
  const program = compile([slope, into, gradient(graph, into)[0]]);
  const at = (x: number) => program.at([x], values);
  return eulerPassage({
    slope: (x) => at(x)[0],
    distance: (x) => at(x)[1] / Math.max(Math.abs(at(x)[2]), 1e-15),
    ...{ temperature: problem.temperature, step, from: problem.from, outside, test: 'bridge' },
  });
}

/** Exact mean time of the diffusion itself, by quadrature. */
export function passageTime(problem: LinePassage): number {
  const { scope, values } = formulasOf(problem);
  const start: Start = { kind: 'point', at: [problem.from] };
  const potential = parse(scope, problem.potential);
  const into = parse(scope, problem.into);
  const passage = firstPassage(scope.graph, potential, values, problem.temperature, start, into);
  if (passage === null) throw new Error(`no exact mean time into ${problem.into} on ${problem.potential}`);
  return passage.mean;
}
