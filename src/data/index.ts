import { readCsv } from './csv';
import { isNamedJson, readJson } from './json';
import type { RawTable } from './table';

export { type DataColumn, type Dataset, type DatasetOptions, makeDataset, type Rows } from './dataset';
export { tableOfRows } from './json';
export { type ColumnNames, type Names, namesOf } from './names';
export type { RawTable } from './table';

/**
 * Reads the text of a table: JSON (a list of row objects) where the name ends in .json or the text begins with [, and
 * comma-separated values with a header row otherwise. A byte-order mark is dropped.
 *
 * @param name the file's name, for messages
 * @throws ErgodicError that says where the text is not such a table, and what to write
 */
export function parseTable(text: string, name: string): RawTable {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return isNamedJson(name) || /^\s*\[/.test(body) ? readJson(body, name) : readCsv(body, name);
}
