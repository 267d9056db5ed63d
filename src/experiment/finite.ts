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
 * Refuses formulas that cannot move particles at the start: a value, gradient, drift or noise that is not a finite f32 at the centre of
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
    const names = scope.graph.coordinates;
    const output = outputOf(target, names, bad);
    problems.add(output.field, describe(output, names, centre, points[i], points.length > 1));
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

/** An output of the program: the field it comes from, and what it is. */
interface Output {
  field: string;
  name: string;
  /** 2D, where the noise is √(2D) of a diffusion. */
  twice?: Node;
}

/** Output number `bad`: the value, a derivative or the noise of a coordinate. */
function outputOf({ potential, rows, noise }: Target, names: readonly string[], bad: number): Output {
  const i = (bad - 1) % names.length;
  if (bad > names.length) {
    if (potential === null) return { field: `noise.${i}`, name: `the noise in ${names[i]}` };
    return { field: 'diffusion', name: 'its value', twice: noise![i].args[0] };
  }
  if (potential === null) return { field: `drift.${i}`, name: `the drift in ${names[i]}` };
  return {
    field: rows === null ? 'potential' : 'loss',
    name: bad === 0 ? 'its value' : `its derivative in ${names[i]}`,
  };
}

function describe(
  { name, twice }: Output,
  names: readonly string[],
  centre: readonly number[],
  point: SweepPoint,
  sweep: boolean,
): string {
  const shown = names.slice(0, 4).map((coordinate, i) => `${coordinate} = ${centre[i]}`);
  const place = names.length > 4 ? [...shown, '…'].join(', ') : shown.join(', ');
  const where = `${place}, the centre of the start${sweep ? ` with ${JSON.stringify(point.parameters)}` : ''}`;
  const diffusion = twice && evaluateSingle(compile([twice]), centre, point.values)[0] / 2;
  if (diffusion !== undefined && diffusion < 0) return `found ${diffusion} at ${where}; expected D of at least 0`;
  const remedy = `expected a start where the ${twice ? 'diffusion' : 'formula'} is defined, or a rescaled formula`;
  return `${name} is not a finite number in single precision at ${where}; ${remedy}`;
}
