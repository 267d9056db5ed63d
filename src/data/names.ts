import { findColumn, type RawTable } from './table';
import { listNames, quote, refuse } from './words';

/** Names in formulas → the table's column of a number, or its columns of a vector. */
export interface ColumnNames {
  readonly [name: string]: string | readonly string[];
}

/** Names in formulas → index of a column, or indices for a vector. */
export type Names = Map<string, number | number[]>;

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The names that formulas may use and the columns of the table's header they stand for. With `columns`, exactly those
 * named there; a vector x also declares its members x1, x2, …. Without, every header that is an identifier.
 *
 * @throws ErgodicError when a column does not exist, a name is no identifier or stands for two things, or there are none
 */
export function namesOf(table: RawTable, columns?: ColumnNames): Names {
  return columns === undefined ? namesOfHeader(table) : namesGiven(table, columns);
}

function namesOfHeader({ name, header }: RawTable): Names {
  const names: Names = new Map();
  header.forEach((column, j) => {
    if (identifier.test(column)) names.set(column, j);
  });
  if (names.size > 0) return names;
  return refuse(
    `${name}: no column's name can stand in a formula: found ${listNames(header)}, expected letters, digits and _ as in "x1"; add a header row, or name the columns with "columns": { "x": ${quote(header[0])} }`,
  );
}

function namesGiven(table: RawTable, columns: ColumnNames): Names {
  const names: Names = new Map();
  const declare = (name: string, value: number | number[], as = '') => {
    if (names.has(name)) refuse(`"columns": ${quote(name)}${as} has two meanings; give one of them another name`);
    names.set(name, value);
  };
  for (const [name, column] of Object.entries(columns)) {
    const where = `"columns", ${quote(name)}`;
    if (!identifier.test(name)) refuse(`${where}: is not a name; expected letters, digits and _, as in "x"`);
    const found = [column].flat().map((one) => findColumn(table, one, where));
    if (found.length === 0) refuse(`${where}: found an empty list, expected one or more columns`);
    declare(name, typeof column === 'string' ? found[0] : found);
    if (typeof column === 'string') continue;
    found.forEach((index, k) => {
      declare(`${name}${k + 1}`, index, `, a member of the vector ${quote(name)},`);
    });
  }
  return names;
}
