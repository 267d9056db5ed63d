import { nearest } from '../errors/nearest';
import { listNames, quote, refuse } from './words';

/** A table as it was written: names of columns, and cells that are not numbers yet. */
export interface RawTable {
  /** The file's name, or other words for where the rows stand, for messages. */
  readonly name: string;
  /** Names of the columns, all different, none empty. */
  readonly header: readonly string[];
  /** How many rows there are below the header. */
  readonly count: number;
  /** What stands in a row and column, both from 0: text from CSV; any value from JSON, undefined where the row lacks the key. */
  cell(row: number, column: number): unknown;
  /** Where a row stands, for messages: "line 7" of a file of text, "row 6" of JSON, both counted from 1. */
  place(row: number): string;
}

/** The same table, once its header is known to name columns apart and there is at least one row. */
export function checkTable(table: RawTable): RawTable {
  const { name, header, count } = table;
  const seen = new Map<string, number>();
  header.forEach((column, j) => {
    if (column === '') refuse(`${name}: column ${j + 1} has no name; give every column a name in the header row`);
    const earlier = seen.get(column);
    if (earlier !== undefined) {
      refuse(`${name}: columns ${earlier + 1} and ${j + 1} are both named ${quote(column)}; give each its own name`);
    }
    seen.set(column, j);
  });
  if (count === 0) refuse(`${name}: found no rows below the header ${listNames(header)}, expected at least one`);
  return table;
}

/**
 * Index of a column by its name in the header.
 *
 * @param where what asked for it, as the message begins
 * @throws ErgodicError when the table has no such column
 */
export function findColumn({ name, header }: RawTable, column: string, where: string): number {
  const index = header.indexOf(column);
  if (index >= 0) return index;
  return refuse(
    `${where}: ${name} has no column ${quote(column)}; ${nearest(column, header)}its columns are ${listNames(header)}`,
  );
}
