/** Log-ratio of the ends below which an exponential between them is a line. */
const flat = 1e-4;

/** Gauss–Legendre nodes and weights on (−1, 1). */
const nodes: readonly (readonly [x: number, weight: number])[] = [
  [0, 0.5688888888888889],
  [-0.5384693101056831, 0.47862867049936647],
  [0.5384693101056831, 0.47862867049936647],
  [-0.906179845938664, 0.23692688505618908],
  [0.906179845938664, 0.23692688505618908],
];

export interface InterpolatedIntegral {
  value: number;
  /** How far a plainer interpolation is from it: what the gaps between the points leave open. */
  doubt: number;
  /** Derivative by values[i], of the plainer interpolation. */
  gradient: number[];
}

/**
 * ∫ from 0 to times[last] of the curve through (0, 1) and (times[i], values[i]), by a cubic through the logarithms with the slopes
 * of parabolas through three neighbours; points beyond the last help with its slope. The plainer interpolation, exponential between
 * neighbours, is above every sum of decaying exponentials. It is used by itself, linear where a value is not positive, when one is not.
 */
export function interpolatedIntegral(
  times: readonly number[],
  values: readonly number[],
  last: number,
): InterpolatedIntegral {
  const plain = plainIntegral(times.slice(0, last + 1), values);
  if (!values.every((y) => y > 0)) return { ...plain, doubt: 0 };
  const [t, logs] = [
    [0, ...times],
    [0, ...values.map(Math.log)],
  ];
  const slopes = parabolicSlopes(t, logs);
  let value = 0;
  for (let i = 0; i <= last; i++) value += cubicPiece(t[i + 1] - t[i], logs[i], logs[i + 1], slopes[i], slopes[i + 1]);
  return { value, doubt: Math.abs(value - plain.value), gradient: plain.gradient };
}

function plainIntegral(times: readonly number[], values: readonly number[]): { value: number; gradient: number[] } {
  const gradient = times.map(() => 0);
  let value = 0;
  times.forEach((time, i) => {
    const width = time - (i > 0 ? times[i - 1] : 0);
    const { mean, byLeft, byRight } = meanBetween(i > 0 ? values[i - 1] : 1, values[i]);
    value += width * mean;
    gradient[i] += width * byRight;
    if (i > 0) gradient[i - 1] += width * byLeft;
  });
  return { value, gradient };
}

/** The logarithmic mean (b − a)/ln(b/a) of positive numbers, else the arithmetic one, and its derivatives. */
function meanBetween(a: number, b: number): { mean: number; byLeft: number; byRight: number } {
  const ratio = a > 0 && b > 0 ? Math.log(b / a) : 0;
  if (Math.abs(ratio) < flat) return { mean: (a + b) / 2, byLeft: 0.5, byRight: 0.5 };
  const mean = (b - a) / ratio;
  return { mean, byLeft: (mean / a - 1) / ratio, byRight: (1 - mean / b) / ratio };
}

/** Slope at every point of the parabola through it and its neighbours, at an end through the two next to it. */
function parabolicSlopes(t: readonly number[], y: readonly number[]): number[] {
  const secants = t.slice(1).map((x, i) => (y[i + 1] - y[i]) / (x - t[i]));
  if (secants.length === 1) return [secants[0], secants[0]];
  return t.map((x, i) => {
    const middle = Math.min(Math.max(i, 1), t.length - 2);
    const bend = (secants[middle] - secants[middle - 1]) / (t[middle + 1] - t[middle - 1]);
    return secants[middle - 1] + bend * (2 * x - t[middle] - t[middle - 1]);
  });
}

/** ∫ exp(cubic) over a width, from the cubic's ends and its slopes there. */
function cubicPiece(width: number, from: number, to: number, slopeFrom: number, slopeTo: number): number {
  const exponent = (s: number) =>
    (1 - s) ** 2 * ((1 + 2 * s) * from + s * width * slopeFrom) +
    s ** 2 * ((3 - 2 * s) * to - (1 - s) * width * slopeTo);
  return (width / 2) * nodes.reduce((sum, [x, weight]) => sum + weight * Math.exp(exponent((1 + x) / 2)), 0);
}
