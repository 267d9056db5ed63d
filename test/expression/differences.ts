/** A derivative out of values, with an estimate of its error. */
export interface Slope {
  value: number;
  error: number;
}

export const halvings = 7;

/**
 * Central differences at h, h/2, … extrapolated to h = 0 (Richardson's table), and of its entries the one that differs
 * least from its neighbours (Ridders 1982): the error is that difference. It is infinite where the differences have not
 * settled, as for a function that oscillates faster than h.
 *
 * @param at a function of the displacement
 */
function table(at: (displacement: number) => number, h: number): Slope {
  let best: Slope = { value: Number.NaN, error: Number.POSITIVE_INFINITY };
  let previous: number[] = [];
  for (let i = 0; i < halvings; i++) {
    const step = h / 2 ** i;
    const row = [(at(step) - at(-step)) / (2 * step)];
    for (let k = 1; k <= i; k++) {
      const weight = 4 ** k;
      row[k] = (weight * row[k - 1] - previous[k - 1]) / (weight - 1);
      const error = Math.max(Math.abs(row[k] - row[k - 1]), Math.abs(row[k] - previous[k - 1]));
      if (k > 2 && error < best.error) best = { value: row[k], error };
    }
    previous = row;
  }
  const settled = best.error <= 1e-4 * Math.abs(best.value) + 1e-9;
  return settled ? best : { ...best, error: Number.POSITIVE_INFINITY };
}

/** Of two tables whose steps share no multiple: a function that oscillates faster than h may fool one of them, not both. */
export function slope(at: (displacement: number) => number, h: number): Slope {
  const [a, b] = [table(at, h), table(at, h * Math.SQRT1_2)];
  return { value: a.value, error: Math.max(a.error, b.error, Math.abs(a.value - b.value)) };
}

/** Displacements at which a table of `slope` evaluates its function, in order. */
export const displacements = (h: number): number[] =>
  Array.from({ length: halvings }, (_, i) => [-h / 2 ** i, h / 2 ** i])
    .flat()
    .sort((a, b) => a - b);
