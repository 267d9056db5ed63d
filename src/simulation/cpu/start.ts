import type { Start } from '../../model/plan';
import { normalPair, purpose, randomWords, uniformOpen } from '../../random';

/** Four addressed words serve four coordinates; `take` gets the two words of coordinates i and i + 1. */
function addressed(
  dimension: number,
  key: ArrayLike<number>,
  particle: ArrayLike<number>,
  use: number,
  take: (i: number, first: number, second: number) => void,
): void {
  for (let i = 0; i < dimension; i += 2) {
    const words = randomWords(key, particle, 0, Math.floor(i / 4), use);
    const half = i % 4;
    take(i, words[half], words[half + 1]);
  }
}

/** Standard normals at an address of their own, into `columns[i][k]`. Twin of `addressedNormals` in ../webgpu/writer.ts. */
export function addressedNormals(
  columns: readonly Float64Array[],
  k: number,
  key: ArrayLike<number>,
  particle: ArrayLike<number>,
  use: number,
): void {
  addressed(columns.length, key, particle, use, (i, first, second) => {
    const [a, b] = normalPair(first, second);
    columns[i][k] = a;
    if (i + 1 < columns.length) columns[i + 1][k] = b;
  });
}

/** Puts particle k at its start. Twin of `startStatements` in ../webgpu/start.ts. */
export function placeParticle(
  start: Start,
  columns: readonly Float64Array[],
  k: number,
  key: ArrayLike<number>,
  particle: ArrayLike<number>,
): void {
  if (start.kind === 'point') {
    columns.forEach((column, i) => {
      column[k] = start.at[i];
    });
  } else if (start.kind === 'normal') {
    addressedNormals(columns, k, key, particle, purpose.start);
    columns.forEach((column, i) => {
      column[k] = start.mean[i] + start.deviation[i] * column[k];
    });
  } else {
    const place = (i: number, word: number) => {
      columns[i][k] = start.low[i] + (start.high[i] - start.low[i]) * uniformOpen(word);
    };
    addressed(columns.length, key, particle, purpose.start, (i, first, second) => {
      place(i, first);
      if (i + 1 < columns.length) place(i + 1, second);
    });
  }
}
