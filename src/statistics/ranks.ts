import { normalQuantile } from './normalQuantile';

/** Ranks from 1, ties sharing the mean of theirs. */
export function ranks(x: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from(x, (_, i) => i).sort((a, b) => x[a] - x[b]);
  const result = new Float64Array(x.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && x[order[to]] === x[order[from]]) to++;
    for (let i = from; i < to; i++) result[order[i]] = (from + to + 1) / 2;
  }
  return result;
}

/**
 * Normal scores Φ⁻¹((rank − 3/8)/(S + 1/4)) of S numbers.
 *
 * Source: Vehtari et al. 2021, eq. 14, after Blom 1958.
 */
export function normalScores(x: ArrayLike<number>): Float64Array {
  return ranks(x).map((rank) => normalQuantile((rank - 3 / 8) / (x.length + 1 / 4)));
}
