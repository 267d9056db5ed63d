import table from '../../../examples/data/cars.csv?raw';
import { makeDataset, parseTable, type Rows, tableOfRows } from '../../data';

const cars = parseTable(table, 'cars.csv');

/** Rows of the table of cars (392 models of 1970 to 1982) with some of its columns, under their names. */
export function carRows(columns: readonly string[]): Record<string, number>[] {
  const places = columns.map((column) => cars.header.indexOf(column));
  return Array.from({ length: cars.count }, (_, row) =>
    Object.fromEntries(columns.map((column, j) => [column, Number(cars.cell(row, places[j]))])),
  );
}

/** Those rows as an experiment with `"standardize": true` has them: mean 0 and standard deviation 1, in the order of `columns`. */
export function standardCars(columns: readonly string[]): Rows {
  return makeDataset(tableOfRows(carRows(columns), 'cars'), { standardize: true }).train;
}
