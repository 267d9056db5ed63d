/** A symmetric matrix for tests of eigenvalues, and what is difficult about it. */
export interface Case {
  name: string;
  matrix: number[][];
}

/** Numbers that are nearly normal, from a seed. */
function source(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((a, b) => a + b, -6);
}

const square = (n: number, entry: (i: number, j: number) => number) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => entry(i, j)));

/** Q diag(values) Qᵀ, where Q is a product of n reflections along random directions. */
function withEigenvalues(values: readonly number[], seed: number): number[][] {
  const normal = source(seed);
  let a = values.map((x, i) => values.map((_, j) => (i === j ? x : 0)));
  for (const _ of values) {
    const u = values.map(normal);
    const length2 = u.reduce((sum, x) => sum + x * x, 0);
    const reflect = (row: number[]) => {
      const along = (2 * row.reduce((sum, x, j) => sum + x * u[j], 0)) / length2;
      return row.map((x, j) => x - along * u[j]);
    };
    const half = a.map(reflect);
    a = square(values.length, (i, j) => half[j][i]).map(reflect);
  }
  return a;
}

const scaled = (matrix: number[][], factor: number) => matrix.map((row) => row.map((x) => x * factor));

/** Symmetric matrices of n rows whose entries are exact in f32. */
export function matrices(n: number): Case[] {
  const normal = source(n);
  const random = square(n, () => normal());
  const symmetric = square(n, (i, j) => random[Math.min(i, j)][Math.max(i, j)]);
  const decades = Array.from({ length: n }, (_, i) => 10 ** (-i / 2));
  const cases = {
    random: symmetric,
    diagonal: square(n, (i, j) => (i === j ? random[0][i] : 0)),
    'all negative': withEigenvalues(
      decades.map((x) => -1 - x),
      7,
    ),
    zero: square(n, () => 0),
    identity: square(n, (i, j) => (i === j ? 3 : 0)),
    'one value but for one': withEigenvalues(
      decades.map((_, i) => (i === 0 ? -2 : 5)),
      8,
    ),
    'two values': withEigenvalues(
      decades.map((_, i) => (i % 2 === 0 ? 2 : -1)),
      9,
    ),
    'of rank one': square(n, (i, j) => random[0][i] * random[0][j]),
    'all ones': square(n, () => 1),
    'ill-conditioned': withEigenvalues(decades, 10),
    'graded to nothing': square(n, (i, j) => symmetric[i][j] * 10 ** (-3 * (i + j))),
    'hardly coupled': square(n, (i, j) => (i === j ? i - 1 : 1e-17 * symmetric[i][j])),
    'with an empty last row': square(n, (i, j) => (Math.max(i, j) === n - 1 ? 0 : symmetric[i][j])),
    tiny: scaled(symmetric, 1e-25),
    huge: scaled(symmetric, 1e30),
  };
  return Object.entries(cases).map(([name, matrix]) => ({ name, matrix: square(n, (i, j) => toF32(matrix, i, j)) }));
}

const toF32 = (matrix: number[][], i: number, j: number) => Math.fround(matrix[Math.max(i, j)][Math.min(i, j)]);

/** Lower triangle row by row. */
export const triangleOf = (matrix: readonly number[][]): number[] => matrix.flatMap((row, i) => row.slice(0, i + 1));
