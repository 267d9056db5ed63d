import { describe, expect, it } from 'vitest';
import { parseTable, type RawTable, tableOfRows } from '../../src/data';

const cellsOf = (table: RawTable) =>
  Array.from({ length: table.count }, (_, i) => table.header.map((_, j) => table.cell(i, j)));
const placesOf = (table: RawTable) => Array.from({ length: table.count }, (_, i) => table.place(i));

describe('comma-separated text', () => {
  const expected = {
    header: ['x', 'note'],
    cells: [
      ['1', 'a'],
      ['2', 'b'],
    ],
  };

  it.each([
    ['line feeds', 'x,note\n1,a\n2,b\n'],
    ['no line break at the end', 'x,note\n1,a\n2,b'],
    ['carriage returns and line feeds', 'x,note\r\n1,a\r\n2,b\r\n'],
    ['carriage returns alone', 'x,note\r1,a\r2,b\r'],
    ['a byte-order mark', '\ufeffx,note\n1,a\n2,b\n'],
    ['blank lines', '\n\nx,note\n\n1,a\n  \n2,b\n\n\n'],
    ['needless quotes', '"x","note"\n"1","a"\n"2",b'],
    ['spaces around the header', ' x , note\n1,a\n2,b'],
  ])('is read with %s', (_, text) => {
    const table = parseTable(text, 'points.csv');
    expect({ header: table.header, cells: cellsOf(table) }).toEqual(expected);
  });

  it('keeps commas, quotes and line breaks of quoted cells', () => {
    const table = parseTable('x,note\n1,"a, ""b""\nc"\n2,5" pipe\n3,""\n', 'points.csv');
    expect(cellsOf(table)).toEqual([
      ['1', 'a, "b"\nc'],
      ['2', '5" pipe'],
      ['3', ''],
    ]);
  });

  it('knows the line on which a row begins', () => {
    const table = parseTable('x,note\r\n\r\n1,"two\r\nlines"\r\n2,"three\n\nlines"\n3,b\n', 'points.csv');
    expect(placesOf(table)).toEqual(['line 3', 'line 5', 'line 8']);
  });
});

describe('rows of JSON', () => {
  const rows = [{ x: 1, note: 'a' }, { note: null, x: true }, { x: '3' }];

  it.each([
    ['a file named .json', () => parseTable(`\ufeff${JSON.stringify(rows)}`, 'points.JSON')],
    ['text that begins with a bracket', () => parseTable(`\n ${JSON.stringify(rows)}`, 'standard input')],
    ['the experiment itself', () => tableOfRows(rows, 'data')],
  ])('are read from %s', (_, read) => {
    const table = read();
    expect(table.header).toEqual(['x', 'note']);
    expect(cellsOf(table)).toEqual([
      [1, 'a'],
      [true, null],
      ['3', undefined],
    ]);
    expect(placesOf(table)).toEqual(['row 1', 'row 2', 'row 3']);
  });

  it('have the keys of all rows for columns', () => {
    const table = tableOfRows([{ x: 1 }, { late: 2 }], 'data');
    expect(table.header).toEqual(['x', 'late']);
    expect(cellsOf(table)).toEqual([
      [1, undefined],
      [undefined, 2],
    ]);
  });

  it('takes no key from the prototype', () => {
    const table = tableOfRows([{ toString: 1 }, {}], 'data');
    expect(cellsOf(table)).toEqual([[1], [undefined]]);
  });
});
