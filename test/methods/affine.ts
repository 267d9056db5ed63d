import type { Chain } from './chain';
import { solve } from './galerkin';
import { asRandom, outcomes } from './outcomes';

/** Stationary variances of what observers see; without a momentum the second is the first. */
interface Variances {
  position: number;
  momentum: number;
}

/** What one choice of rows does: `outputs = map · [1, memory…, normals…]`, outputs `[1, memory…, observed, momentum]`. */
export interface AffineStep {
  weight: number;
  map: number[][];
}

/**
 * A step on a harmonic well is affine in its memory and in its normals for each mini-batch: the maps, from the twin at unit
 * vectors.
 *
 * @throws Error when the step is not affine
 */
export function affineSteps(chain: Chain, stepIndex = 0): AffineStep[] {
  // With one node, the mean, outcomes are the mini-batches.
  const batches = outcomes(chain, { nodes: [0], weights: [1] });
  const [{ normals, rows }] = batches;
  const inputs = chain.memory.length + normals.length + rows.length;
  const unit = (i: number) => Array.from({ length: inputs }, (_, j) => (i === j ? 1 : 0));
  const other = Array.from({ length: inputs }, (_, j) => Math.sin(j + 1));
  return batches.map((batch) => {
    const values = [unit(-1), ...other.map((_, i) => unit(i)), other].map((input) =>
      probe(chain, batch, input, stepIndex),
    );
    const map = values[0].map((origin, o) => [origin, ...other.map((_, i) => values[i + 1][o] - origin)]);
    map.forEach(([origin, ...slopes], o) => {
      const expected = slopes.reduce((sum, slope, i) => sum + slope * other[i], origin);
      if (!(Math.abs(values[inputs + 1][o] - expected) < 1e-12)) throw new Error(`${chain.method.name} is not affine`);
    });
    return { weight: batch.weight, map };
  });
}

function probe(chain: Chain, batch: ReturnType<typeof outcomes>[number], input: number[], stepIndex: number): number[] {
  const { memory, method } = chain;
  const normals = input.slice(memory.length, memory.length + batch.normals.length);
  const rows = input.slice(memory.length + batch.normals.length);
  const state = chain.state(Object.fromEntries(memory.map((v, i) => [v, [Float64Array.of(input[i])]])));
  chain.step(state, asRandom([{ ...batch, normals, rows }], 1), stepIndex);
  const last = [...memory, method.observed, method.momentum ?? method.observed];
  return [1, ...last.map((v) => state.variables[v][0][0])];
}

/** Exact stationary variances of position and momentum: the fixed point of the steps' action on first and second moments. */
export function stationaryVariances(steps: readonly AffineStep[], memory: number): Variances {
  const size = memory + 1;
  const unknowns = Array.from({ length: size * size }, (_, i) => i).filter(
    (i) => i > 0 && i % size >= Math.floor(i / size),
  );
  const unpack = (values: ArrayLike<number>) => {
    const s = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    unknowns.forEach((place, i) => {
      s[Math.floor(place / size)][place % size] = s[place % size][Math.floor(place / size)] = values[i];
    });
    s[0][0] = 1;
    return s;
  };
  const next = (values: ArrayLike<number>) => {
    const after = moved(steps, unpack(values));
    return unknowns.map((place) => after[Math.floor(place / size)][place % size]);
  };
  const origin = next(unknowns.map(() => 0));
  const columns = unknowns.map((_, i) => next(unknowns.map((_, j) => (i === j ? 1 : 0))).map((v, j) => v - origin[j]));
  const system = unknowns.map((_, row) =>
    Float64Array.from([...columns.map((column, i) => (i === row ? 1 : 0) - column[row]), origin[row]]),
  );
  const after = moved(steps, unpack(solve(system)));
  const variance = (i: number) => after[i][i] - after[0][i] ** 2;
  return { position: variance(size), momentum: variance(size + 1) };
}

/** E of the outputs' products after a step, from E of those of `[1, memory…]` before it; normals are independent of them. */
function moved(steps: readonly AffineStep[], before: readonly number[][]): number[][] {
  const size = before.length;
  const outputs = steps[0].map.map((_, i) => i);
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, ai, i) => {
      if (i >= size) return sum + ai * b[i];
      return sum + ai * before[i].reduce((inner, s, j) => inner + s * b[j], 0);
    }, 0);
  return outputs.map((i) =>
    outputs.map((j) => steps.reduce((sum, { weight, map }) => sum + weight * product(map[i], map[j]), 0)),
  );
}

/** Largest entry of the matrix that takes the memory's mean `count` steps on: what is left of a start. */
export function remaining(steps: readonly AffineStep[], memory: number, count: number): number {
  const indices = Array.from({ length: memory }, (_, i) => i);
  const entries = (of: (i: number, j: number) => number) => indices.map((i) => indices.map((j) => of(i, j)));
  const times = (a: number[][], b: number[][]) =>
    entries((i, j) => indices.reduce((sum, k) => sum + a[i][k] * b[k][j], 0));
  let power = entries((i, j) => (i === j ? 1 : 0));
  let square = entries((i, j) => steps.reduce((sum, { weight, map }) => sum + weight * map[i + 1][j + 1], 0));
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = times(power, square);
    square = times(square, square);
  }
  return Math.max(...power.flat().map(Math.abs));
}
