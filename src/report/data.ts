import { formatCount, formatNumber } from './format';
import { type Fields, isFields, readNumber, readNumbers } from './read';
import { pairText, settingText } from './settings';

/** Keys of a table that have a line of their own. */
const told = new Set(['file', 'rows', 'columns', 'standardize', 'test']);

/** Length of the first list of numbers among the values: a table given by its columns. */
function columnLength(x: Fields): number | null {
  const list = Object.values(x).find(
    (value) => Array.isArray(value) && value.length > 0 && readNumbers(value) !== null,
  );
  return Array.isArray(list) ? list.length : null;
}

/** Rows of a table that stands in the experiment file, or that the file counts; null where it says nothing of them. */
function countRows(data: unknown): number | null {
  if (Array.isArray(data)) return data.length;
  if (!isFields(data)) return null;
  const { rows, columns } = data;
  if (Array.isArray(rows)) return rows.length;
  return readNumber(rows) ?? (isFields(columns) ? columnLength(columns) : columnLength(data));
}

function sourceText(data: unknown): string {
  if (typeof data === 'string') return data;
  const file = isFields(data) && typeof data.file === 'string' ? data.file : null;
  const rows = countRows(data);
  const count = rows === null ? null : `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`;
  if (file !== null) return [file, count].filter(Boolean).join(', ');
  return count === null ? 'in the experiment file' : `${count} in the experiment file`;
}

/** `x ← age, income; y ← spent`: which columns make which name. */
function columnsText(columns: unknown): string {
  if (!isFields(columns)) return settingText(columns);
  const named = Object.entries(columns).filter(([, from]) => readNumbers(from) === null);
  return named.map(([name, from]) => `${name}\u00a0←\u00a0${settingText(from)}`).join('; ');
}

/** What is held out for observing: a fraction, another file, or rows of its own. */
function testText(test: unknown): string {
  if (test === undefined || test === null) return '';
  const fraction = readNumber(test);
  if (fraction !== null && fraction < 1) return `${formatNumber(100 * fraction)} % of the rows`;
  return fraction === null ? sourceText(test) : `${formatCount(fraction)} rows`;
}

/** Which columns were brought to mean 0 and deviation 1: all, none, or those of the names listed. */
const standardText = (x: unknown): string => (typeof x === 'boolean' ? (x ? 'yes' : 'no') : settingText(x));

/** Plain settings of the table that this page does not know. */
function otherText(data: Fields): string {
  const plain = Object.entries(data).filter(([key, value]) => !told.has(key) && typeof value !== 'object');
  return plain.map(([key, value]) => pairText(key, value)).join(', ');
}

/** Where the rows of a loss come from; nothing where the experiment has no data. */
export function dataFacts({ data }: Fields): [string, string][] {
  if (data === undefined || data === null) return [];
  const fields = isFields(data) ? data : {};
  return [
    ['Data', sourceText(data)],
    ['Columns', columnsText(fields.columns)],
    ['Standardized', standardText(fields.standardize)],
    ['Held out for testing', testText(fields.test)],
    ['Of the data', otherText(fields)],
  ];
}
