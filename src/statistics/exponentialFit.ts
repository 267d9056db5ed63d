import { inverse, Matrix } from 'ml-matrix';

export interface ExponentialFit {
  amplitude: number;
  /** Per unit of the times. */
  rate: number;
  /** (y − m)ᵀ P (y − m) at the minimum. */
  chiSquare: number;
  /** Derivatives of the amplitude (row 0) and the rate (row 1) by the observations. */
  response: Matrix;
}

/** Steps before a fit is given up, the part of the rate below which a step no longer counts, and the χ² that is rounding. */
const [mostSteps, small, rounding] = [100, 1e-10, 1e-9];

/**
 * Generalised least squares of A e^{−λt} on observations `y` at `times`, by Gauss–Newton from the line through the logarithms of
 * the first two, which must be positive. `weights` is the inverse of their covariance.
 *
 * @returns null where the steps find no minimum
 */
export function fitExponential(times: readonly number[], y: readonly number[], weights: Matrix): ExponentialFit | null {
  const slope = Math.log(y[0] / y[1]) / (times[1] - times[0]);
  let at = [y[0] * Math.exp(slope * times[0]), slope];
  for (let step = 0; step < mostSteps; step++) {
    const { residual, response, chiSquare } = linearise(times, y, weights, at);
    const move = response.mmul(residual).to1DArray();
    const next = descend(at, move, chiSquare, (to) => chiSquareOf(residuals(times, y, to), weights));
    if (!next?.every(Number.isFinite)) return null;
    const done = Math.abs(next[1] - at[1]) <= small * Math.abs(next[1]);
    at = next;
    if (done) return { amplitude: at[0], rate: at[1], chiSquare, response };
  }
  return null;
}

function residuals(times: readonly number[], y: readonly number[], [amplitude, rate]: readonly number[]): Matrix {
  return Matrix.columnVector(times.map((t, i) => y[i] - amplitude * Math.exp(-rate * t)));
}

const chiSquareOf = (residual: Matrix, weights: Matrix): number =>
  residual.transpose().mmul(weights).mmul(residual).get(0, 0);

function linearise(times: readonly number[], y: readonly number[], weights: Matrix, at: readonly number[]) {
  const residual = residuals(times, y, at);
  const jacobian = new Matrix(times.map((t) => [Math.exp(-at[1] * t), -t * at[0] * Math.exp(-at[1] * t)]));
  const projected = jacobian.transpose().mmul(weights);
  const response = inverse(projected.mmul(jacobian)).mmul(projected);
  return { residual, response, chiSquare: chiSquareOf(residual, weights) };
}

/** The longest of the halved steps that does not raise χ² by more than rounding. */
function descend(at: number[], move: number[], from: number, chiSquare: (at: number[]) => number): number[] | null {
  for (let part = 1; part > small; part /= 2) {
    const next = at.map((x, i) => x + part * move[i]);
    if (chiSquare(next) <= from + rounding) return next;
  }
  return null;
}
