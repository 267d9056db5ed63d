import { checkTable, type RawTable } from './table';
import { quote, refuse } from './words';

const shape = 'expected a list of rows, each an object such as { "x": 1.5, "y": 2 }';

export const isNamedJson = (name: string) => /\.json$/i.test(name);

/**
 * JSON text that holds a list of row objects.
 *
 * @throws ErgodicError when it is not JSON, or not such a list
 */
export function readJson(text: string, name: string): RawTable {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch (cause) {
    // The engine's message quotes the text, line breaks and all.
    const why = (cause as Error).message.replace(/[\p{Cc}\s]+/gu, ' ');
    const other = isNamedJson(name) ? '' : '; in CSV, put a header that begins with [ in quotes';
    refuse(`${name}: is not JSON (${why}); ${shape}${other}`, { cause });
  }
  return tableOfRows(rows, name);
}

/**
 * A table of row objects, as JSON holds them. Its columns are the keys in order of appearance. What the values are is
 * looked at only where a column is needed (`makeDataset`): numbers, text that is a number, and true and false for 1 and 0.
 *
 * @param rows a list of objects; keys may stand in any order
 * @param name words for where the rows stand, for messages
 * @throws ErgodicError when `rows` is anything else, or empty
 */
export function tableOfRows(rows: unknown, name: string): RawTable {
  if (!Array.isArray(rows)) return refuse(`${name}: found ${quote(rows)}, ${shape}`);
  if (rows.length === 0) refuse(`${name}: found an empty list, ${shape}`);
  rows.forEach((row: unknown, i) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      refuse(`${name}, row ${i + 1}: found ${quote(row)}, ${shape}`);
    }
  });
  const header = keysOf(rows);
  if (header.length === 0) refuse(`${name}: found rows without a single key, ${shape}`);
  return checkTable({
    name,
    header,
    count: rows.length,
    cell: (i, j) => (Object.hasOwn(rows[i], header[j]) ? rows[i][header[j]] : undefined),
    place: (i) => `row ${i + 1}`,
  });
}

function keysOf(rows: readonly object[]): string[] {
  const keys = new Set<string>();
  for (const row of rows) for (const key of Object.keys(row)) keys.add(key);
  return [...keys];
}
