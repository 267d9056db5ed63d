import type { RawTable } from './table';
import { countOf, quote, refuse } from './words';

/** What `Number` takes for a number and a person does not: nothing, hexadecimal, octal and binary. */
const odd = /^\s*(?:$|0[xob])/i;

/** The number that a cell holds; NaN or infinite where it cannot be used. */
function toNumber(cell: unknown): number {
  if (typeof cell === 'string') return odd.test(cell) ? Number.NaN : Number(cell);
  if (typeof cell === 'boolean') return Number(cell);
  return typeof cell === 'number' ? cell : Number.NaN;
}

/** Whether a number is finite in single precision, in which the device computes. */
export const fits = (value: number) => Number.isFinite(Math.fround(value));

/**
 * Columns of a table as numbers, in double precision.
 *
 * @param sources indices of the columns
 * @returns one array of `table.count` numbers for each of `sources`
 * @throws ErgodicError that names the first cell, in the order of reading, that is not a number, and counts the others
 */
export function readColumns(table: RawTable, sources: readonly number[]): Float64Array[] {
  const columns = sources.map(() => new Float64Array(table.count));
  let bad = 0;
  let first: [row: number, column: number] = [0, 0];
  for (let i = 0; i < table.count; i++) {
    for (let j = 0; j < sources.length; j++) {
      const value = toNumber(table.cell(i, sources[j]));
      columns[j][i] = value;
      if (!fits(value) && bad++ === 0) first = [i, sources[j]];
    }
  }
  if (bad > 0) refuseCell(table, ...first, bad - 1);
  return columns;
}

function refuseCell(table: RawTable, row: number, column: number, others: number): never {
  const [found, remedy] = describe(table.cell(row, column));
  const more = others > 0 ? ` (and ${countOf(others, 'more cell')} that cannot be used)` : '';
  return refuse(
    `${table.name}, ${table.place(row)}, column ${quote(table.header[column])}: found ${found}; ${remedy}${more}`,
  );
}

const number = 'expected a number such as 1.5 or -2e3';
const absent = `${number}: fill it in, or leave the row out`;

/** What is wrong with a cell, and what to do. */
function describe(cell: unknown): [found: string, remedy: string] {
  if (cell === undefined) return ['no such key in the row', absent];
  if (cell === null) return ['null', absent];
  if (typeof cell === 'string' && cell.trim() === '') return ['an empty cell', absent];
  if (!Number.isNaN(toNumber(cell)) && /^[^I]*$/.test(String(cell))) {
    return [quote(cell), 'expected at most 3.4e38, the largest number in single precision: use a larger unit'];
  }
  if (typeof cell === 'string' && /^\s*[+-]?\d+(?:[.\s]\d+)*,\d+\s*$/.test(cell)) {
    return [quote(cell), `${number}: write decimals with a point, and nothing between thousands`];
  }
  return [quote(cell), `${number}: correct it, leave the row out, or use another column`];
}
