/** A function of one variable at many points. */
type Line = (x: Float64Array) => Float64Array;

/**
 * Places where a function crosses one of the levels, to the last digit: sign changes between neighbouring samples, after
 * adding the turns of the function that the samples suggest, then bisection. Jumps count as crossings.
 */
export function crossings(f: Line, samples: Float64Array, levels: readonly number[]): number[] {
  const x = withTurns(f, samples);
  const y = f(x);
  const brackets: { low: number; high: number; level: number; rising: boolean }[] = [];
  for (let i = 1; i < x.length; i++) {
    for (const level of levels) {
      if (y[i - 1] < level !== y[i] < level) {
        brackets.push({ low: x[i - 1], high: x[i], level, rising: y[i - 1] < level });
      }
    }
  }
  for (let step = 0; step < 60; step++) {
    const middle = Float64Array.from(brackets, (b) => (b.low + b.high) / 2);
    f(middle)
      .slice(0, middle.length)
      .forEach((v, i) => {
        const b = brackets[i];
        if (v < b.level === b.rising) b.low = middle[i];
        else b.high = middle[i];
      });
  }
  return brackets.map((b) => b.high);
}

/** The samples and, where three in a row show an extremum, its place by golden-section search. */
function withTurns(f: Line, samples: Float64Array): Float64Array {
  const y = f(samples);
  const turns: { low: number; high: number; sign: number }[] = [];
  for (let i = 1; i < samples.length - 1; i++) {
    const [a, b] = [y[i] - y[i - 1], y[i + 1] - y[i]];
    if (a * b < 0) turns.push({ low: samples[i - 1], high: samples[i + 1], sign: Math.sign(a) });
  }
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let step = 0; step < 45; step++) {
    const left = Float64Array.from(turns, (t) => t.high - golden * (t.high - t.low));
    const right = Float64Array.from(turns, (t) => t.low + golden * (t.high - t.low));
    const fl = f(left).slice(0, left.length);
    const fr = f(right);
    turns.forEach((t, i) => {
      if (t.sign * (fl[i] - fr[i]) > 0) t.high = right[i];
      else t.low = left[i];
    });
  }
  return Float64Array.from([...samples, ...turns.map((t) => (t.low + t.high) / 2)]).sort();
}
