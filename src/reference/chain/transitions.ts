/**
 * One step of a Markov chain on n states: row i holds the probabilities to be at `first[i]`, `first[i]` + 1, … after it, `ending[i]` the
 * probability that the chain ends in it. Together they are 1; the diagonal is not read where a system is solved.
 */
export interface Transitions {
  first: Int32Array;
  rows: Float64Array[];
  ending: Float64Array;
}

/** Expectations of f after a step: (P f)ᵢ = Σⱼ Pᵢⱼ fⱼ, 0 for chains that end. */
export function expected({ first, rows }: Transitions, f: Float64Array): Float64Array {
  return Float64Array.from(rows, (row, i) => weighted(row, f, first[i]));
}

/** Σⱼ row[j] f[first + j]. */
export function weighted(row: Float64Array, f: Float64Array, first: number): number {
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += row[j] * f[first + j];
  return sum;
}

/** (1 − P) = L U in one storage: below the diagonal what L takes, above it the rows of U, whose diagonal is `pivots`. */
export interface Eliminated {
  first: Int32Array;
  rows: Float64Array[];
  pivots: Float64Array;
}

/**
 * Gaussian elimination of 1 − P, state by state, with pivots as sums of the probabilities to go on or to end and not as differences from 1.
 * Nothing is subtracted, so every solution keeps nearly full relative precision however rarely the chain ends.
 *
 * Source: Grassmann, Taksar & Heyman, Operations Research 33 (1985) 1107; O'Cinneide, Numerische Mathematik 65 (1993) 109.
 */
export function eliminate({ first, rows, ending }: Transitions): Eliminated {
  const filled = withFill(first, rows);
  const pivots = ending.slice();
  const ends = ending.slice();
  filled.forEach((row, i) => {
    for (let k = first[i]; k < i; k++) {
      const passed = row[k - first[i]];
      if (passed === 0) continue;
      const share = passed / pivots[k];
      row[k - first[i]] = share;
      ends[i] += share * ends[k];
      const other = filled[k];
      const shift = first[k] - first[i];
      for (let j = above(first[k], k); j < other.length; j++) row[j + shift] += share * other[j];
    }
    pivots[i] = ends[i];
    for (let j = above(first[i], i); j < row.length; j++) pivots[i] += row[j];
  });
  return { first, rows: filled, pivots };
}

/** Place in row i, which begins at `first`, of the first state above i. */
const above = (first: number, i: number) => Math.max(0, i + 1 - first);

/** Rows that have room for what elimination adds: each as far as any row that is taken from it. */
function withFill(first: Int32Array, rows: readonly Float64Array[]): Float64Array[] {
  const ends = Int32Array.from(rows, (row, i) => Math.max(first[i] + row.length, i + 1));
  return rows.map((row, i) => {
    for (let k = first[i]; k < i; k++) ends[i] = Math.max(ends[i], ends[k]);
    const filled = new Float64Array(ends[i] - first[i]);
    filled.set(row);
    return filled;
  });
}

/** The solution of x = b + P x: the sum of b over all states that the chain passes, from each state on, in expectation. */
export function total({ first, rows, pivots }: Eliminated, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let i = 0; i < x.length; i++) {
    for (let k = first[i]; k < i; k++) x[i] += rows[i][k - first[i]] * x[k];
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = above(first[i], i); j < rows[i].length; j++) x[i] += rows[i][j] * x[first[i] + j];
    x[i] /= pivots[i];
  }
  return x;
}

/** The stationary law π = π P of a chain that never ends and has one closed class. */
export function stationaryLaw(transitions: Transitions): Float64Array {
  const { first, rows, pivots } = eliminate(transitions);
  // The first state with nothing above it: those above are not reached from below.
  const last = pivots.indexOf(0);
  const law = new Float64Array(pivots.length);
  law[last] = 1;
  for (let i = last; i >= 0; i--) {
    for (let k = first[i]; k < i; k++) law[k] += law[i] * rows[i][k - first[i]];
  }
  const sum = law.reduce((a, b) => a + b, 0);
  return law.map((p) => p / sum);
}
