import { describe, expect, it } from 'vitest';
import { type DatasetOptions, makeDataset, namesOf, parseTable, type RawTable, tableOfRows } from '../../src/data';
import { ErgodicError } from '../../src/errors';

/** What is wrong, what does it, and what the message must say. */
type Refusal = [what: string, act: () => unknown, ...says: (string | RegExp)[]];

const csv = (text: string) => () => parseTable(text, 'points.csv');
const json = (text: string) => () => parseTable(text, 'points.json');
const rows = (value: unknown) => () => tableOfRows(value, 'data');

const points = parseTable('x,y,other x,note\n1,2,3,a\n4,5,6,b\n7,8,9,c\n', 'points.csv');
const set = (options: DatasetOptions, table: RawTable = points) => {
  const needed = new Set(['x', 'y', 'v', 'v1', 'v2']);
  return () => makeDataset(table, { needed, ...options });
};
const cell = (text: string) => set({}, parseTable(`x,y\n1,2\n3,"${text}"\n`, 'points.csv'));
const value = (y: unknown) =>
  set(
    {},
    tableOfRows(
      [
        { x: 1, y: 2 },
        { x: 3, y },
      ],
      'data',
    ),
  );

const text: Refusal[] = [
  ['nothing', csv(''), 'points.csv', 'found nothing', 'expected a header row'],
  ['blank lines', csv('\n \n'), 'found nothing'],
  ['a header alone', csv('x,y\n'), 'no rows', '"x", "y"'],
  ['two columns of one name', csv('x,y,x\n1,2,3\n'), 'columns 1 and 3', '"x"'],
  ['a column without a name', csv('x,,y\n1,2,3\n'), 'column 2 has no name'],
  ['a short row', csv('x,y\n1,2\n\n3\n4,5\n'), 'line 4: found 1 cell, expected 2', 'a comma for every column'],
  ['long rows', csv('x,y\n1,2,3\n4,5\n6,7,8\n9\n'), 'line 2: found 3 cells', 'in quotes', '2 more rows'],
  ['semicolons', csv('x;y\n1,5;2\n'), '"x;y"', 'semicolon', 'commas', '1.5'],
  ['tabs', csv('x\ty\n1\t2\n'), 'tab', 'commas'],
  ['a quote that never closes', csv('x,y\n1,2\n3,"4\n5,6\n7,8\n'), 'line 3', 'never closed'],
  ['a quote that closes too early', csv('x,y\n"1"52\n'), 'line 2', 'found "5" after a closing quote'],
];

const objects: Refusal[] = [
  ['an object for a list', json('{"x": [1]}'), 'points.json', 'found an object', '{ "x": 1.5'],
  ['text that is no JSON', json('x,y\n1,2'), 'points.json: is not JSON', 'expected a list of rows'],
  ['a header of CSV that looks like JSON', csv('[x],y\n1,2\n'), 'is not JSON', 'in quotes'],
  ['NaN, which JSON lacks', json('[{"x": NaN}]'), 'is not JSON'],
  ['a list of lists', csv('[[1, 2]]'), 'row 1: found a list of 2', 'expected a list of rows'],
  ['a list of numbers', rows([{ x: 1 }, 2]), 'data, row 2: found 2'],
  ['an empty list', rows([]), 'found an empty list'],
  ['rows without keys', rows([{}, {}]), 'without a single key'],
  ['a key that is empty', rows([{ '': 1 }]), 'column 1 has no name'],
  ['null for a list', rows(null), 'found null'],
];

const cells: Refusal[] = [
  ['text', cell('abc'), 'points.csv, line 3, column "y": found "abc"', 'such as 1.5', 'correct it'],
  ['text of unusual length', cell('a'.repeat(1000)), /found "a{39}…"/],
  ['an empty cell', cell(''), 'found an empty cell', 'fill it in'],
  ['a cell of spaces', cell('  '), 'found an empty cell'],
  ['a decimal comma', cell('1,5'), '"1,5"', 'decimals with a point'],
  ['a comma between thousands', cell('1.234,5'), 'nothing between thousands'],
  ['hexadecimal', cell(' 0x1F'), '" 0x1F"'],
  ['octal', cell('0o17'), '"0o17"'],
  ['binary', cell('0b11'), '"0b11"'],
  ['infinity', cell('-Infinity'), '"-Infinity"', 'such as 1.5'],
  ['NaN', cell('NaN'), '"NaN"'],
  ['a number that overflows', cell('1e999'), '"1e999"', '3.4e38', 'larger unit'],
  ['a number beyond single precision', cell('3.5e38'), '"3.5e38"', '3.4e38'],
  ['two numbers', cell('1 2'), '"1 2"'],
  ['a word for true', cell('true'), '"true"'],
  ['null', value(null), 'data, row 2, column "y": found null', 'fill it in'],
  [
    'a key that is missing',
    set({}, tableOfRows([{ x: 1, y: 1 }, { x: 2 }], 'data')),
    'row 2',
    '"y": found no such key',
  ],
  ['a list', value([1, 2]), 'found a list of 2'],
  ['an object', value({ z: 1 }), 'found an object'],
  ['a number of JSON beyond single precision', value(-1e39), 'found -1e+39', '3.4e38'],
  ['a number of JavaScript that is none', value(Number.NaN), 'found NaN', 'such as 1.5'],
  ['an infinite one', value(Number.NEGATIVE_INFINITY), 'found -Infinity', 'such as 1.5'],
  [
    'many bad cells: the first in the order of reading, and their number',
    set({}, parseTable('x,y\n1,2\n3,a\nb,c\n', 'points.csv')),
    'line 3, column "y": found "a"',
    '2 more cells',
  ],
  [
    'one bad cell under two names, counted once',
    set({ columns: { x: 'note', y: 'note' }, standardize: ['x'] }, parseTable('note\n1\na\n', 'points.csv')),
    /line 3.*another column$/,
  ],
  ['a bad cell of the test table', set({ test: parseTable('x,y\n1,?\n', 'test.csv') }), 'test.csv, line 2, column "y"'],
];

const names: Refusal[] = [
  [
    'a column that does not exist',
    set({ columns: { v: ['x', 'other'] } }),
    '"v"',
    'no column "other"',
    '"x", "y", "other x"',
  ],
  ['a column spelt wrongly', set({ columns: { y: 'othr x' } }), "did you mean 'other x'?"],
  ['a name that is none', set({ columns: { 'a b': 'x' } }), '"a b": is not a name'],
  ['an empty vector', set({ columns: { v: [] } }), '"v": found an empty list'],
  ['a name that is a member too', set({ columns: { v: ['x', 'y'], v2: 'y' } }), '"v2" has two meanings'],
  ['a member that is a name too', set({ columns: { v2: 'y', v: ['x', 'y'] } }), '"v2", a member of the vector "v"'],
  ['a header without names', () => namesOf(parseTable('5.1,3.5\n4.9,3\n', 'p.csv')), '"5.1", "3.5"', '"columns"'],
  [
    'a header of many columns',
    set(
      { columns: { v: 'q' } },
      tableOfRows([Object.fromEntries(Array.from({ length: 40 }, (_, j) => [`col${j}`, 1]))], 'data'),
    ),
    '"col11" and 28 more',
  ],
  [
    'a test table without a column',
    set({ test: parseTable('x,z\n1,2\n', 'test.csv') }),
    'test.csv has no column "y"',
    'points.csv',
  ],
];

const choices: Refusal[] = [
  [
    'a constant',
    set(
      { standardize: true },
      tableOfRows(
        [
          { x: 0.1, y: 1 },
          { x: 0.1, y: 2 },
          { x: 0.1, y: 3 },
        ],
        'data',
      ),
    ),
    '"x" of data is 0.1 in all 3 training rows',
  ],
  [
    'a constant indicator that is listed',
    set(
      { standardize: ['x'] },
      tableOfRows(
        [
          { x: 1, y: 1 },
          { x: 1, y: 2 },
        ],
        'data',
      ),
    ),
    'is 1 in all 2',
  ],
  [
    'a constant in the training rows alone',
    set(
      { standardize: true, test: 0.5 },
      tableOfRows(
        [
          { x: 7, y: 1 },
          { x: 9, y: 2 },
        ],
        'data',
      ),
    ),
    'in all 1 training row,',
  ],
  [
    'an unknown name to standardise',
    set({ standardize: ['X'] }),
    '"standardize": unknown name "X"',
    "did you mean 'x'?",
  ],
  [
    'a test part too far off',
    set({ standardize: ['x'], test: parseTable('x,y\n1e38,2\n', 't.csv') }, parseTable('x,y\n0,1\n1e-30,2\n', 'p.csv')),
    '"x" reaches',
    'test rows',
  ],
  ['the fraction 0', set({ test: 0 }), '"test": found 0', 'between 0 and 1'],
  ['the fraction 1', set({ test: 1 }), '"test": found 1'],
  ['a fraction that is none', set({ test: Number.NaN }), '"test": found NaN'],
  [
    'a fraction that holds out nothing',
    set({ test: 0.16 }),
    '0.16 of the 3 rows of points.csv is 0 rows',
    'one held out',
  ],
  ['a fraction that keeps nothing', set({ test: 0.84 }), 'is 3 rows'],
];

describe.each([
  ['text', text],
  ['row objects', objects],
  ['cells', cells],
  ['names', names],
  ['choices', choices],
])('bad %s', (_, refusals) => {
  it.each(refusals)('%s', (_, act, ...says) => {
    let caught: unknown;
    try {
      act();
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ErgodicError);
    const { failure, message } = caught as ErgodicError;
    expect(failure).toBe('badInput');
    for (const part of says) expect(message).toMatch(part);
    expect(message).not.toMatch(/\n|undefined|\[object/);
  });
});
