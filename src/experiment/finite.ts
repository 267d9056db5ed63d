import { compile, gradient, type Node, type Program, type Scope } from '../expression';
import { operations } from '../expression/operations';
import type { Start, SweepPoint } from '../model/plan';
import type { Problems } from './problems';
import { startCentre, startProbes } from './start';

const probes = 16;
// A sweep of many points over a large formula is sampled, so that reading a file stays a matter of a second.
const mostOperations = 2_000_000;

/**
 * Refuses a potential that cannot move particles at the start: its value or gradient is not a finite f32 at the centre of
 * the start region. A centre that is bad by itself alone (|x| at 0) is a null set and no reason: some other point of the
 * region must be bad too, unless all particles start in the centre.
 */
export function checkFinite(
  scope: Scope,
  potential: Node,
  start: Start,
  points: readonly SweepPoint[],
  problems: Problems,
): void {
  const program = compile([potential, ...gradient(scope.graph, potential)]);
  const every = Math.max(1, Math.ceil((points.length * program.nodes.length) / mostOperations));
  const centre = startCentre(start);
  for (let i = 0; i < points.length; i += every) {
    const bad = firstBad(program, centre, points[i].values);
    if (bad < 0 || isOnlyCentre(program, start, points[i].values)) continue;
    problems.add('potential', describe(scope, bad, centre, points.length > 1 ? points[i] : undefined));
    return;
  }
}

function isOnlyCentre(program: Program, start: Start, parameters: readonly number[]): boolean {
  const others = startProbes(start, probes);
  return others.length > 0 && others.every((point) => firstBad(program, point, parameters) < 0);
}

/** Index of the first output that is not finite in single precision, or −1. */
function firstBad(program: Program, point: readonly number[], parameters: readonly number[]): number {
  return evaluateSingle(program, point, parameters).findIndex((value) => !Number.isFinite(value));
}

/** Outputs of a program as the shader computes them: f32 after every operation that depends on coordinates, f64 before. */
export function evaluateSingle(program: Program, point: readonly number[], parameters: readonly number[]): number[] {
  const values = new Map<Node, { value: number; varies: boolean }>();
  for (const node of program.nodes) {
    const args = node.args.map((arg) => values.get(arg)!);
    const varies = node.op === 'coordinate' || args.some((a) => a.varies);
    const operands = args.map((a) => (varies ? Math.fround(a.value) : a.value));
    const value = leafValue(node, point, parameters) ?? operations[node.op].evaluate(...operands);
    values.set(node, { value: varies ? Math.fround(value) : value, varies });
  }
  return program.outputs.map((output) => Math.fround(values.get(output)!.value));
}

function leafValue(node: Node, point: readonly number[], parameters: readonly number[]): number | undefined {
  if (node.op === 'constant') return node.value;
  if (node.op === 'coordinate') return point[node.index];
  return node.op === 'parameter' ? parameters[node.index] : undefined;
}

function describe(scope: Scope, bad: number, centre: readonly number[], at: SweepPoint | undefined): string {
  const names = scope.graph.coordinates;
  const what = bad === 0 ? 'its value' : `its derivative in ${names[bad - 1]}`;
  const shown = names.slice(0, 4).map((name, i) => `${name} = ${centre[i]}`);
  const where = names.length > 4 ? [...shown, '…'].join(', ') : shown.join(', ');
  const sweep = at === undefined ? '' : ` with ${JSON.stringify(at.parameters)}`;
  return `${what} is not a finite number in single precision at ${where}, the centre of the start${sweep}; expected a start where the potential is defined, or a rescaled formula`;
}
