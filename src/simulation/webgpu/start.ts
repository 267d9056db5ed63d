import { literal } from '../../expression';
import type { Plan } from '../../model/plan';
import { addressed, addressedSource } from './draws';

/** Statements that put the observed variables at the start. Twin: `start` in ../cpu/start.ts. */
export function startStatements({ start, method, scope }: Plan): string[] {
  const dimension = scope.graph.coordinates.length;
  const x = (i: number) => `${method.observed}${i}`;
  if (start.kind === 'point') return start.at.map((at, i) => `${x(i)} = ${literal(at)};`);
  if (start.kind === 'normal') {
    const assign = start.mean.map((m, i) => `${x(i)} = ${literal(m)} + (${literal(start.deviation[i])}) * r${i};`);
    return ['{', ...addressedSource('purpose_start').normals('r', dimension), ...assign, '}'];
  }
  const place = (i: number, word: string) => {
    const width = literal(start.high[i] - start.low[i]);
    return i < dimension ? [`${x(i)} = ${literal(start.low[i])} + (${width}) * uniform_open(${word});`] : [];
  };
  return addressed(dimension, 'purpose_start', (i, first, second) => [...place(i, first), ...place(i + 1, second)]);
}
