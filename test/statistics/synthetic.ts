import type { GroupTally } from '../../src/model/tally';

/** Deterministic uniforms in (0, 1) for synthetic samples: a 32-bit Weyl sequence through a mixing function. */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return (((x ^ (x >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Standard normals from uniforms. */
export function normal(uniform: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Groups of the given sizes, every particle adding one count to the cell that `draw` names. */
export function countGroups(sizes: number[], cells: number, draw: () => number): GroupTally {
  const counts = sizes.map((size) => {
    const group = new Float64Array(cells);
    for (let i = 0; i < size; i++) group[draw()]++;
    return group;
  });
  return { particles: sizes, cells: counts };
}

/** Mean and standard deviation of a list. */
export function summary(x: number[]): { mean: number; deviation: number; error: number } {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  const deviation = Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (x.length - 1));
  return { mean, deviation, error: deviation / Math.sqrt(x.length) };
}

/** Sizes of `n` groups that differ by a factor of up to three. */
export function unequal(n: number, mean: number): number[] {
  return Array.from({ length: n }, (_, g) => Math.round(mean * (0.5 + (g % 5) / 4)));
}
