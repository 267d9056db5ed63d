import { compile, type Node, type Program, type Scope } from '../expression';
import { operations } from '../expression/operations';
import { stages } from '../expression/stages';
import type { Start, SweepPoint } from '../model/plan';
import type { Target } from '../model/target';
import type { Problems } from './problems';
import { startCentre, startProbes } from './start';

const probes = 16;
const rowProbes = 32;
// A sweep of many points over a large formula is sampled, so that reading a file stays a matter of a second.
const mostOperations = 2_000_000;

/**
 * Refuses a potential that cannot move particles at the start: its value or gradient is not a finite f32 at the centre of
 * the start region. A centre that is bad by itself alone (|x| at 0) is a null set and no reason: some other point of the
 * region must be bad too, unless all particles start in the centre.
 */
export function checkFinite(
  scope: Scope,
  target: Target,
  start: Start,
  points: readonly SweepPoint[],
  problems: Problems,
): void {
  const program = compile([target.potential ?? scope.graph.zero, ...target.slope, ...(target.noise ?? [])]);
  const every = Math.max(1, Math.ceil((points.length * program.nodes.length) / mostOperations));
  const centre = startCentre(start);
  for (let i = 0; i < points.length; i += every) {
    const bad = firstBad(program, centre, points[i].values);
    if (bad < 0 || isOnlyCentre(program, start, points[i].values)) continue;
    problems.add(fieldOf(target), describe(scope, target, bad, centre, points.length > 1 ? points[i] : undefined));
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

/**
 * Outputs of a program as the shader computes them: f32 after every operation that depends on coordinates, f64 before. Means
 * over rows are taken over a few rows, spread over the table.
 */
export function evaluateSingle(program: Program, point: readonly number[], parameters: readonly number[]): number[] {
  const values = new Map<Node, Single>();
  const compute = (node: Node, column = 0) => {
    values.set(node, single(node, values, leafValue(node, point, parameters, column)));
  };
  const { before, loops, after } = stages(program.nodes);
  for (const node of before) compute(node);
  for (const { table, means, perRow } of loops) {
    const sums = new Map(means.map((mean) => [mean, 0]));
    const rows = Math.min(rowProbes, table.count);
    for (let k = 0; k < rows; k++) {
      const row = Math.floor((k * table.count) / rows);
      for (const node of perRow) compute(node, node.op === 'column' ? table.columns[node.index][row] : 0);
      for (const mean of means) sums.set(mean, sums.get(mean)! + values.get(mean.args[0])!.value);
    }
    for (const mean of means) values.set(mean, { value: Math.fround(sums.get(mean)! / rows), varies: true });
  }
  for (const node of after) compute(node);
  return program.outputs.map((output) => Math.fround(values.get(output)!.value));
}

interface Single {
  value: number;
  varies: boolean;
}

function single(node: Node, values: ReadonlyMap<Node, Single>, leaf: number | undefined): Single {
  const args = node.args.map((arg) => values.get(arg)!);
  const varies = node.op === 'coordinate' || node.op === 'column' || args.some((a) => a.varies);
  const operands = args.map((a) => (varies ? Math.fround(a.value) : a.value));
  const value = leaf ?? operations[node.op].evaluate(...operands);
  return { value: varies ? Math.fround(value) : value, varies };
}

function leafValue(
  node: Node,
  point: readonly number[],
  parameters: readonly number[],
  column: number,
): number | undefined {
  if (node.op === 'column') return column;
  if (node.op === 'constant') return node.value;
  if (node.op === 'coordinate') return point[node.index];
  return node.op === 'parameter' ? parameters[node.index] : undefined;
}

const fieldOf = ({ potential, rows }: Target) => (rows !== null ? 'loss' : potential === null ? 'drift' : 'potential');

/** Name of output number `bad`: the value, a derivative or the noise of a coordinate. */
function nameOf({ potential }: Target, names: readonly string[], bad: number): string {
  if (bad === 0) return 'its value';
  if (bad > names.length) return `the noise in ${names[bad - 1 - names.length]}`;
  return `its ${potential === null ? 'component' : 'derivative'} in ${names[bad - 1]}`;
}

function describe(
  scope: Scope,
  target: Target,
  bad: number,
  centre: readonly number[],
  at: SweepPoint | undefined,
): string {
  const names = scope.graph.coordinates;
  const what = nameOf(target, names, bad);
  const shown = names.slice(0, 4).map((name, i) => `${name} = ${centre[i]}`);
  const where = names.length > 4 ? [...shown, '…'].join(', ') : shown.join(', ');
  const sweep = at === undefined ? '' : ` with ${JSON.stringify(at.parameters)}`;
  return `${what} is not a finite number in single precision at ${where}, the centre of the start${sweep}; expected a start where the potential is defined, or a rescaled formula`;
}
