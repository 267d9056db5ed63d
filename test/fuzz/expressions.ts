import {
  compile,
  createScope,
  type Emission,
  emitWgsl,
  gradient,
  type Node,
  type Program,
  parse,
} from '../../src/expression';
import { double } from '../expression/precision';
import { bounded, type Place } from '../expression/roundoff';
import { Dice } from './dice';
import { drawFormula, type Formula } from './formulas';
import { node } from './grammar';
import { evaluate, readElsewhere } from './oracle';
import { isMessage, type Outcome, outcomeOf, Tally, timed } from './tally';
import { stranger } from './wgsl';

interface Compiled {
  value: Node;
  program: Program;
  emission: Emission;
}

/** Everything that the engine does with a formula before a kernel is made of it: text → value and gradient → WGSL. */
function translate({ text, space }: Formula): Compiled {
  const scope = createScope(space.variables, space.parameters);
  const value = parse(scope, text);
  const program = compile([value, ...gradient(scope.graph, value)]);
  let uniforms = 0;
  const naming = { coordinate: (i: number) => `x${i}`, uniform: () => `u${uniforms++}`, prefix: 't' };
  return { value, program, emission: emitWgsl(program, naming) };
}

/** Reasons for which a formula of the grammar may be refused: all of them are about numbers or size. */
const refusals = /not a finite number|beyond single precision|nested levels|operations|characters/;

/**
 * Reads formulas made at random and checks what comes of each: a message for a person or a program whose WGSL has nothing
 * of the text in it, and whose value is that of the formula as typed.
 */
export function fuzzExpressions(count: number, seed: number): Tally {
  const tally = new Tally('expressions', seed);
  for (let index = 0; index < count; index++) examine(drawFormula(new Dice(seed, 'expressions', index)), index, tally);
  return tally;
}

function examine(formula: Formula, index: number, tally: Tally): void {
  const { result, error, ms } = timed(() => translate(formula));
  tally.time(ms, index, formula.text);
  if (result !== undefined) tally.count('compiled');
  tally.record(result === undefined ? refused(error, formula) : judge(result, formula), index, formula.text);
}

function refused(error: unknown, { tree }: Formula): Outcome {
  const unfair = tree !== undefined && isMessage(error) && !refusals.test(error.message);
  if (unfair) return { kind: 'disagreed', detail: `refused, and is of the grammar: ${error.message}` };
  return outcomeOf(error);
}

function judge({ value, emission }: Compiled, { text, space, place, tree }: Formula): Outcome {
  const odd = stranger(emission);
  if (odd !== undefined) return { kind: 'disagreed', detail: `the WGSL has ${odd}` };
  const typed = tree ?? readElsewhere(text, leavesOf(createScope(space.variables, space.parameters).graph));
  return typed === undefined ? 'unjudged' : compare(value, typed, place);
}

type Names = Readonly<Record<'coordinates' | 'parameters', readonly string[]>>;

function leavesOf({ coordinates, parameters }: Names): ReadonlyMap<string, Node> {
  return new Map([
    ...coordinates.map((name, index): [string, Node] => [name, node('coordinate', [], { index })]),
    ...parameters.map((name, index): [string, Node] => [name, node('parameter', [], { index })]),
  ]);
}

/** The interpreter's value against that of the formula as typed, within the roundings of the two. */
function compare(value: Node, typed: Node, place: Place): Outcome {
  const [simplified, plain] = [bounded([value], place, double)[0], bounded([typed], place, double)[0]];
  // Constants are folded as typed, which rounds as often as the tree does: twice the bound of the tree.
  const tolerance = simplified.error + 2 * plain.error;
  const expected = evaluate(typed, place);
  if (!Number.isFinite(tolerance) || Number.isNaN(expected)) return 'not finite or at a kink';
  const [found] = compile([value]).at(place.point, place.parameters);
  if (Math.abs(found - expected) <= tolerance) return 'agreed with f64';
  return {
    kind: 'disagreed',
    detail: `found ${found}, expected ${expected} ± ${tolerance} at ${JSON.stringify(place)}`,
  };
}
