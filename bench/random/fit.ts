// Fits the polynomials of shaders/lib/normal.wgsl (Remez's exchange algorithm, relative error, coefficients rounded to f32):
//   node bench/run.js bench/random/fit.ts
type Fn = (x: number) => number;

interface Fit {
  coefficients: number[];
  /** Largest |P(x) / f(x) − 1| on the interval, with the coefficients as f32 and the arithmetic in f64. */
  error: number;
}

/** Solves the square system rows·x = right by Gaussian elimination with partial pivoting. */
function solve(rows: number[][], right: number[]): number[] {
  const a = rows.map((row, i) => [...row, right[i]]);
  const n = a.length;
  for (let i = 0; i < n; i++) {
    const pivot = a.reduce((best, row, j) => (j >= i && Math.abs(row[i]) > Math.abs(a[best][i]) ? j : best), i);
    [a[i], a[pivot]] = [a[pivot], a[i]];
    for (let j = i + 1; j < n; j++) {
      const factor = a[j][i] / a[i][i];
      for (let k = i; k <= n; k++) a[j][k] -= factor * a[i][k];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    x[i] = (a[i][n] - x.reduce((sum, value, j) => (j > i ? sum + a[i][j] * value : sum), 0)) / a[i][i];
  }
  return x;
}

const horner = (coefficients: readonly number[], x: number) => coefficients.reduceRight((sum, c) => sum * x + c, 0);

/** The extremum of each run of one sign of the error, on a grid. */
function extrema(error: Fn, from: number, to: number, points = 20_000): number[] {
  const found: number[] = [];
  for (let i = 0; i <= points; i++) {
    const x = from + ((to - from) * i) / points;
    const last = found.length - 1;
    if (last < 0 || error(x) * error(found[last]) < 0) found.push(x);
    else if (Math.abs(error(x)) > Math.abs(error(found[last]))) found[last] = x;
  }
  return found;
}

const powers = (x: number, from: number, count: number) => Array.from({ length: count }, (_, j) => x ** (from + j));

/** The Chebyshev nodes of [from, to], where the exchange starts. */
function chebyshev(from: number, to: number, count: number): number[] {
  const cosine = (i: number) => Math.cos((Math.PI * (i + 0.5)) / count);
  return Array.from({ length: count }, (_, i) => (from + to - (to - from) * cosine(i)) / 2);
}

/** The polynomial of this degree whose relative error on [from, to] is smallest; the leading coefficients `fixed` stay. */
function remez(f: Fn, degree: number, from: number, to: number, fixed: readonly number[] = []): Fit {
  const free = degree + 1 - fixed.length;
  let nodes = chebyshev(from, to, free + 1);
  let coefficients: number[] = [];
  const error = (x: number) => horner(coefficients, x) / f(x) - 1;
  for (let round = 0; round < 30 && nodes.length === free + 1; round++) {
    const rows = nodes.map((x, i) => [...powers(x, fixed.length, free), (i % 2 ? -1 : 1) * f(x)]);
    const right = nodes.map((x) => f(x) - horner(fixed, x));
    coefficients = [...fixed, ...solve(rows, right).slice(0, free)];
    nodes = extrema(error, from, to);
    if (nodes.length === free + 2) nodes = nodes.slice(1);
  }
  coefficients = coefficients.map(Math.fround);
  return { coefficients, error: Math.max(...extrema(error, from, to).map((x) => Math.abs(error(x)))) };
}

/** sin(√y)/√y and cos(√y) as power series in y, which have no trouble at y = 0. */
function seriesIn(y: number, first: number): number {
  let term = 1;
  let sum = 1;
  for (let n = first; n < first + 24; n += 2) {
    term *= -y / (n * (n + 1));
    sum += term;
  }
  return sum;
}

function show(name: string, fit: Fit): void {
  console.log(`${name}: relative error ${fit.error.toExponential(2)}\n  ${fit.coefficients.join('  ')}`);
}

export function main(): void {
  const quarter = (Math.PI / 4) ** 2;
  const logarithm = (x: number) => (x === 0 ? -2 : (-2 * Math.log1p(x)) / x);
  for (const degree of [6, 7, 8]) {
    show(`-2 ln(1+f)/f on [-1/3, 1/3], degree ${degree}`, remez(logarithm, degree, -1 / 3, 1 / 3));
  }
  for (const degree of [2, 3]) {
    show(
      `sin(x)/x in x², degree ${degree}`,
      remez((y) => seriesIn(y, 2), degree, 0, quarter, [1]),
    );
    show(
      `cos(x) in x², degree ${degree}`,
      remez((y) => seriesIn(y, 1), degree, 0, quarter, [1]),
    );
  }
}
