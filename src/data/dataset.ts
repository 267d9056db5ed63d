import { layOut, type Wanted } from './layout';
import type { ColumnNames, Names } from './names';
import { fits, readColumns } from './numbers';
import { holdOut } from './split';
import { applyScaling, isIndicator, type Scaling, scalingOf } from './standardize';
import { findColumn, type RawTable } from './table';
import { countOf, quote, refuse } from './words';

/** Rows of numbers, in the order of the table: columns[j][i] is column j of row i. */
export interface Rows {
  count: number;
  columns: Float64Array[];
}

/** A column of a data set: value = (what the table says − shift) / scale; 0 and 1 where it is not standardised. */
export interface DataColumn extends Scaling {
  /** Its name in the table's header. */
  name: string;
}

/** A table as numbers, by the names that formulas use. */
export interface Dataset {
  /** Names in formulas → index into `columns`, or indices for a vector. */
  names: Names;
  columns: DataColumn[];
  train: Rows;
  /** The part held out for observing; null where none is asked for. */
  test: Rows | null;
}

export interface DatasetOptions {
  /** Names in formulas and their columns; by default every header that is an identifier names its own. */
  columns?: ColumnNames;
  /**
   * true: every column is brought to mean 0 and population standard deviation 1 over the training rows, except those that
   * hold only 0 and 1 in them (labels, indicators). A list of formula names: exactly those. The test part gets the same
   * shifts and scales. By default nothing is standardised.
   */
  standardize?: boolean | readonly string[];
  /** Fraction of the rows to hold out, chosen by a permutation that depends on their number alone; or a table of them. */
  test?: number | RawTable;
  /** The formula names in use: only their columns are read, so that others may hold text. By default all names. */
  needed?: ReadonlySet<string>;
}

/**
 * The numbers of a table, split and standardised. Cells may be numbers or text that is one (`1.5`, `-2e3`; spaces around
 * it are allowed), and in JSON true and false, for 1 and 0.
 *
 * @returns columns in order of first use by a name, in double precision
 * @throws ErgodicError when a needed cell is not a number or beyond single precision (names its place), a column does not
 *   exist or is constant and to be standardised, or the split leaves a side empty
 */
export function makeDataset(table: RawTable, options: DatasetOptions = {}): Dataset {
  const { names, wanted } = layOut(table, options);
  const whole = readWanted(table, wanted);
  const { train, test } = divide(table, whole, wanted, options.test);
  const columns = wanted.map((w, j) => {
    const scaling = chooseScaling(train.columns[j], w, table);
    applyScaling(train.columns[j], scaling);
    if (test !== null) applyScaling(test.columns[j], scaling);
    return { name: table.header[w.source], ...scaling };
  });
  if (test !== null) checkTest(test, columns);
  return { names, columns, train, test };
}

/** A column of the table that is wanted twice is read once, so that its bad cells count once. */
function readWanted(table: RawTable, wanted: readonly Wanted[]): Rows {
  const sources = [...new Set(wanted.map((w) => w.source))];
  const read = readColumns(table, sources);
  return { count: table.count, columns: wanted.map((w) => read[sources.indexOf(w.source)]) };
}

function divide(table: RawTable, whole: Rows, wanted: readonly Wanted[], test?: number | RawTable) {
  if (typeof test === 'number') {
    const rows = holdOut(whole.count, test, table.name);
    return { train: take(whole, rows.train), test: take(whole, rows.test) };
  }
  return { train: take(whole), test: test === undefined ? null : take(readTest(test, table, wanted)) };
}

function readTest(test: RawTable, table: RawTable, wanted: readonly Wanted[]): Rows {
  const where = `"test" needs the columns of ${table.name}`;
  const found = wanted.map((w) => ({ ...w, source: findColumn(test, table.header[w.source], where) }));
  return readWanted(test, found);
}

/** A copy of the rows chosen, or of all. */
function take({ count, columns }: Rows, chosen?: Uint32Array): Rows {
  if (chosen === undefined) return { count, columns: columns.map((c) => c.slice()) };
  return { count: chosen.length, columns: columns.map((c) => pick(c, chosen)) };
}

function pick(column: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i]];
  return picked;
}

function chooseScaling(column: Float64Array, { source, rule }: Wanted, { name, header }: RawTable): Scaling {
  if (rule === 'never' || (rule === 'unlessIndicator' && isIndicator(column))) return { shift: 0, scale: 1 };
  const scaling = scalingOf(column);
  if (scaling !== null) return scaling;
  return refuse(
    `"standardize": column ${quote(header[source])} of ${name} is ${column[0]} in all ${countOf(column.length, 'training row')}, and a constant cannot be brought to standard deviation 1; list the names to standardise without it, or leave the column out`,
  );
}

function checkTest(test: Rows, columns: readonly DataColumn[]): void {
  test.columns.forEach((column, j) => {
    const beyond = column.find((v) => !fits(v));
    if (beyond === undefined) return;
    refuse(
      `"standardize": column ${quote(columns[j].name)} reaches ${beyond} in the test rows once standardised by the training rows, beyond single precision (3.4e38); leave it out of "standardize", or look whether the two parts belong together`,
    );
  });
}
