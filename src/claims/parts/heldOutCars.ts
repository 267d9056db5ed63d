import { makeDataset, type Rows, tableOfRows } from '../../data';
import { carRows } from './cars';

const held = 0.25;

/** Rows of the table of cars as an experiment's data, standardised, a quarter of them held out. */
export const heldOut = (columns: readonly string[]) => ({ rows: carRows(columns), standardize: true, test: held });

/** The same rows, as the experiment has them. */
export function splitCars(columns: readonly string[]): { train: Rows; test: Rows } {
  const { train, test } = makeDataset(tableOfRows(carRows(columns), 'cars'), { standardize: true, test: held });
  return { train, test: test! };
}

/** Mean of f over the rows. */
export function meanOver({ count, columns }: Rows, f: (row: readonly number[]) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += f(columns.map((column) => column[i]));
  return sum / count;
}

/** ½ mean (θ·(x, 1) − y)², the last column being y. */
export const halfSquares = (rows: Rows, theta: readonly number[]) =>
  meanOver(rows, (row) => (predicted(theta, row) - row[row.length - 1]) ** 2) / 2;

const predicted = (theta: readonly number[], row: readonly number[]) =>
  theta.reduce((sum, t, j) => sum + t * (j < row.length - 1 ? row[j] : 1), 0);

/** ½ tr(AΣ), A the mean of (x, 1)(x, 1)ᵀ: what the spread Σ of the parameters adds to the mean of `halfSquares`. */
export function excess(rows: Rows, covariance: readonly (readonly number[])[]): number {
  const along = (row: readonly number[]) => {
    const z = [...row.slice(0, -1), 1];
    return covariance.reduce((sum, line, i) => sum + line.reduce((s, c, j) => s + c * z[i] * z[j], 0), 0);
  };
  return meanOver(rows, along) / 2;
}
