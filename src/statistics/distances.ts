/**
 * Distances between the frequencies p̂ of a histogram and the exact masses p of its cells.
 *
 * `frequencies` and `masses` are parallel arrays, each summing to one; what fell outside the range is one more cell. All
 * distances are pure numbers except the Wasserstein distance, which has the unit of the edges. Frequencies below zero, which
 * resampling makes in rare cells, count as zero where a root or a logarithm is taken.
 */

type Cells = ArrayLike<number>;

function total(n: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += term(i);
  return sum;
}

/** ½ Σ |p̂ − p|, in [0, 1]. */
export function totalVariation(frequencies: Cells, masses: Cells): number {
  return total(masses.length, (i) => Math.abs(frequencies[i] - masses[i])) / 2;
}

/** KL(p̂‖p) = Σ p̂ ln(p̂/p) in nats; an empty cell adds nothing, an occupied one of mass zero makes it infinite. */
export function kullbackLeibler(frequencies: Cells, masses: Cells): number {
  // Σ p − p̂ vanishes; adding it cell by cell keeps every term ≥ 0, so that rounding cannot cancel.
  return total(masses.length, (i) => {
    const [q, p] = [frequencies[i], masses[i]];
    return q > 0 ? q * Math.log(q / p) + (p - q) : p;
  });
}

/** H = √(½ Σ (√p̂ − √p)²), in [0, 1]. */
export function hellinger(frequencies: Cells, masses: Cells): number {
  return Math.sqrt(total(masses.length, (i) => (root(frequencies[i]) - root(masses[i])) ** 2) / 2);
}

function root(x: number): number {
  return Math.sqrt(Math.max(0, x));
}

/** Σ (p̂ − p)²/p; a cell of mass zero adds nothing while empty and makes it infinite once occupied. */
export function chiSquare(frequencies: Cells, masses: Cells): number {
  return total(masses.length, (i) => {
    const difference = frequencies[i] - masses[i];
    return difference === 0 ? 0 : difference ** 2 / masses[i];
  });
}

/** Distribution function at the edges of the bins: `below`, then one more bin at every edge. */
export function cumulative(bins: Cells, below: number, edges: number): Float64Array {
  const result = new Float64Array(edges);
  result[0] = below;
  for (let i = 1; i < edges; i++) result[i] = result[i - 1] + bins[i - 1];
  return result;
}

/**
 * W₁ = ∫ |F̂ − F| over the range of the bins, by the trapezoidal rule on their edges: what lies outside the range counts
 * as lying at its end. `frequencies` and `masses` are the distribution functions at the edges (`cumulative`).
 */
export function wasserstein(frequencies: Cells, masses: Cells, edges: Cells): number {
  return total(edges.length, (i) => edgeWidth(edges, i) * Math.abs(frequencies[i] - masses[i]));
}

/** Half the widths of the two bins that meet at edge i: its weight in the trapezoidal rule. */
export function edgeWidth(edges: Cells, i: number): number {
  return (edges[Math.min(i + 1, edges.length - 1)] - edges[Math.max(i - 1, 0)]) / 2;
}

/** max |F̂ − F| over the edges of the bins; both arguments are distribution functions at the edges (`cumulative`). */
export function kolmogorovSmirnov(frequencies: Cells, masses: Cells): number {
  let largest = 0;
  for (let i = 0; i < masses.length; i++) largest = Math.max(largest, Math.abs(frequencies[i] - masses[i]));
  return largest;
}
