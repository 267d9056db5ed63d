import { compile, emitWgsl, gradient } from '../../expression';
import type { StepWriter } from '../../model/method';
import type { Plan } from '../../model/plan';
import type { PointTable } from './table';

/** Replaces `$` by the coordinate's index, once per coordinate. */
export function repeat(dimension: number, statement: string): string[] {
  return Array.from({ length: dimension }, (_, i) => statement.replaceAll('$', `${i}`));
}

/** WGSL of a method's statements for all coordinates of a plan. */
export function stepWriter(plan: Plan, table: PointTable, normals: readonly string[]): StepWriter {
  const dimension = plan.scope.graph.coordinates.length;
  const slope = compile(gradient(plan.scope.graph, plan.potential));
  return {
    each: (statement) => repeat(dimension, statement).join('\n'),
    normals: () => normals.join('\n'),
    gradient(at) {
      const { lines, outputs } = emitWgsl(slope, {
        coordinate: (i) => `${at}${i}`,
        uniform: (node) => table.uniform(node),
        prefix: 'd',
      });
      return [...lines, ...outputs.map((output, i) => `let g${i} = ${output};`)].join('\n');
    },
  };
}

/**
 * Statements that declare `r$` for one step from the path's stream. In odd dimensions an even step leaves its last normal in
 * `spare` for the odd step after it.
 */
export function pathNormals(dimension: number, parity: 'even' | 'odd'): string[] {
  const lines = pairedNormals(dimension - (dimension % 2), 'stream_pair(&stream)');
  if (dimension % 2 === 0) return lines;
  const last = dimension - 1;
  if (parity === 'odd') return [...lines, `let r${last} = spare;`];
  return [...lines, 'let both = normal_pair(stream_pair(&stream));', `let r${last} = both.x;`, 'spare = both.y;'];
}

function pairedNormals(dimension: number, words: string): string[] {
  const lines: string[] = [];
  for (let i = 0; i < dimension; i += 2) {
    lines.push(`let pair${i} = normal_pair(${words});`, `let r${i} = pair${i}.x;`, `let r${i + 1} = pair${i}.y;`);
  }
  return lines;
}

/** Statements that bring a freshly opened stream to the middle of its block, with the spare normal where there is one. */
export function seek(dimension: number): string[] {
  if (dimension % 2 === 0) return [`stream_skip(&stream, into_block * ${dimension / 2}u);`];
  return [
    `stream_skip(&stream, (into_block >> 1u) * ${dimension}u);`,
    `if ((into_block & 1u) == 1u) {
      stream_skip(&stream, ${(dimension - 1) / 2}u);
      spare = normal_pair(stream_pair(&stream)).y;
    }`,
  ];
}

/** Statements that declare `r$` from words drawn at an address of their own, four words a draw. */
export function addressedNormals(dimension: number, purpose: string): string[] {
  return addressed(dimension, purpose, (i, a, b) => [
    `let pair${i} = normal_pair(vec2u(${a}, ${b}));`,
    `let r${i} = pair${i}.x;`,
    ...(i + 1 < dimension ? [`let r${i + 1} = pair${i}.y;`] : []),
  ]);
}

/** Walks coordinates two by two over addressed words: `take(i, first, second)` writes coordinates i and i + 1. */
export function addressed(
  dimension: number,
  purpose: string,
  take: (i: number, first: string, second: string) => string[],
): string[] {
  const lines: string[] = [];
  for (let i = 0; i < dimension; i += 2) {
    if (i % 4 === 0) lines.push(`words = random_words(dispatch.key, particle.address, 0u, ${i / 4}u, ${purpose});`);
    lines.push(...take(i, ...((i % 4 === 0 ? ['words.x', 'words.y'] : ['words.z', 'words.w']) as [string, string])));
  }
  return lines;
}
