import {
  compile,
  type Emission,
  emitWgsl,
  gradient,
  literal,
  type Node,
  type RowTable,
  type RowWriter,
} from '../../expression';
import type { StepWriter } from '../../model/method';
import type { Plan } from '../../model/plan';
import type { Source } from './draws';
import { allRows, batchRows, noisyRows } from './rows';
import type { PointTable } from './table';

/** Replaces `$` by the coordinate's index, once per coordinate. */
export function repeat(dimension: number, statement: string): string[] {
  return Array.from({ length: dimension }, (_, i) => statement.replaceAll('$', `${i}`));
}

type Rows = (table: RowTable) => RowWriter;

/** WGSL of formulas at the position in the variables `at`, with temporaries of its own. */
export function emitAt(plan: Plan, table: PointTable, nodes: readonly Node[], at: string, prefix: string, rows?: Rows) {
  const dimension = plan.scope.graph.coordinates.length;
  return emitWgsl(compile(nodes), {
    coordinate: (i) => `${at}${i}`,
    momentum: (i) => `${plan.method.momentum}${i - dimension}`,
    uniform: (node) => table.uniform(node),
    rows: rows ?? allRows(plan.target),
    prefix,
  });
}

/** WGSL of a method's statements for all coordinates of a plan. */
export function stepWriter(plan: Plan, table: PointTable, source: Source): StepWriter {
  const dimension = plan.scope.graph.coordinates.length;
  const { slope, potential, noise } = plan.target;
  let calls = 0;
  const emit = (nodes: readonly Node[], at: string, rows?: Rows) =>
    emitAt(plan, table, nodes, at, `d${calls++}_`, rows);
  const each = (statement: string) => repeat(dimension, statement).join('\n');
  return {
    settings: plan.points[0].method,
    each,
    normals: (name = 'r') => source.normals(name, dimension).join('\n'),
    uniform: (name) => `let ${name} = uniform_open(${source.pair}.x);`,
    stepIndex: 'f32(step_index)',
    gradient: (at) => declare(emit(slope, at), 'g'),
    gradientAndPotential(at) {
      const { lines, outputs } = emit([...slope, potential!], at);
      const value = `let potential = ${outputs[dimension]};`;
      return `${declare({ lines, outputs: outputs.slice(0, dimension) }, 'f')}\n${value}`;
    },
    noise(at) {
      if (noise === null) return each('let s$ = amplitude;');
      const { lines, outputs } = emit(noise, at);
      return declare({ lines, outputs: outputs.map((output) => `amplitude * (${output})`) }, 's');
    },
    batchGradient: (at) => declare(emit(slope, at, batchRows(plan, source.pair)), 'g'),
    noisyGradient: (at) => noisyGradient(plan, emit([...slope, ...rowMeans(plan)], at, noisyRows(source.pair))),
  };
}

function declare({ lines, outputs }: Pick<Emission, 'lines' | 'outputs'>, name: string): string {
  return [...lines, ...outputs.map((output, i) => `let ${name}${i} = ${output};`)].join('\n');
}

/** Means of the gradients of single rows, one per coordinate: the slope without the regularizer's part. */
export function rowMeans({ scope: { graph }, target }: Plan): Node[] {
  const { loss, train } = target.rows!;
  return gradient(graph, loss).map((slope) => graph.rowMean(slope, train));
}

/** Outputs are the slopes, then the means over rows with their weighted ones: e = √N (Σ z g / N − ḡ Σ z / N). */
function noisyGradient(plan: Plan, { lines, outputs, weighted }: Emission): string {
  const dimension = plan.scope.graph.coordinates.length;
  const rows = plan.target.rows!.train.count;
  const noises = outputs.slice(dimension).map((mean, i) => {
    const sum = weighted[dimension + i];
    return sum === undefined ? '0.0' : `${literal(Math.sqrt(rows))} * (${sum} - ${mean} * zMean)`;
  });
  return [
    'var zTotal = 0.0;',
    ...lines,
    `let zMean = zTotal * ${literal(1 / rows)};`,
    declare({ lines: [], outputs: outputs.slice(0, dimension) }, 'g'),
    declare({ lines: [], outputs: noises }, 'e'),
  ].join('\n');
}
