import { csvParseRows } from 'd3-dsv';
import { checkQuotes, lineBreaks } from './quotes';
import { checkTable, type RawTable } from './table';
import { countOf, quote, refuse } from './words';

interface Lines {
  header: string[];
  rows: string[][];
  lines: number[];
}

/**
 * Comma-separated text (RFC 4180): a header row, then one line a row; quotes around cells with commas, quotes or line
 * breaks; any line breaks. Blank lines are passed over; spaces around the header's names are dropped.
 *
 * @throws ErgodicError when it has no rows, a row of another length, quotes that do not close or another separator
 */
export function readCsv(text: string, name: string): RawTable {
  const quoted = text.includes('"');
  if (quoted) checkQuotes(text, name);
  const { header, rows, lines } = splitLines(text, quoted);
  if (header.length === 0) refuse(`${name}: found nothing in it, expected a header row and one line a row`);
  checkSeparator(header, name);
  checkLengths(header.length, rows, (i) => `${name}, line ${lines[i]}`);
  return checkTable({
    name,
    header: header.map((column) => column.trim()),
    count: rows.length,
    cell: (i, j) => rows[i][j],
    place: (i) => `line ${lines[i]}`,
  });
}

function splitLines(text: string, quoted: boolean): Lines {
  const found: Lines = { header: [], rows: [], lines: [] };
  let line = 1;
  csvParseRows(text, (row) => {
    if (!isBlank(row)) {
      if (found.header.length === 0) found.header = row;
      else {
        found.rows.push(row);
        found.lines.push(line);
      }
    }
    line += 1;
    if (quoted) line += lineBreaks(row.join());
    return null;
  });
  return found;
}

const isBlank = (row: string[]) => row.length === 1 && row[0].trim() === '';

function checkSeparator(header: string[], name: string): void {
  const other = header.length === 1 && [';', '\t'].find((mark) => header[0].includes(mark));
  if (!other) return;
  const [word, words] = other === ';' ? ['semicolon', 'semicolons'] : ['tab', 'tabs'];
  refuse(
    `${name}: its header ${quote(header[0])} is one column with a ${word} in it; cells must be separated by commas, not ${words}, and decimals written with a point (1.5): save the table so`,
  );
}

function checkLengths(expected: number, rows: readonly string[][], where: (row: number) => string): void {
  const first = rows.findIndex((row) => row.length !== expected);
  if (first < 0) return;
  const found = rows[first].length;
  const others = rows.filter((row) => row.length !== expected).length - 1;
  const remedy = found > expected ? 'put a cell that holds a comma in quotes' : 'write a comma for every column';
  const more = others > 0 ? ` (and ${countOf(others, 'more row')} of another length)` : '';
  refuse(`${where(first)}: found ${countOf(found, 'cell')}, expected ${expected} as in the header; ${remedy}${more}`);
}
