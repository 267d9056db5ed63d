import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDataset, parseTable } from '../../src/data';
import { ErgodicError } from '../../src/errors';

const single = fc.float({ noNaN: true, noDefaultInfinity: true });

/** A table of numbers and a column of any text, of up to 6 × 20. */
const tables = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 20 })).chain(([width, count]) =>
  fc.array(fc.record({ numbers: fc.array(single, { minLength: width, maxLength: width }), text: fc.string() }), {
    minLength: count,
    maxLength: count,
  }),
);

const styles = fc.record({
  lineBreak: fc.constantFrom('\n', '\r\n', '\r'),
  mark: fc.boolean(),
  end: fc.boolean(),
  quoted: fc.infiniteStream(fc.boolean()),
});

interface Style {
  lineBreak: string;
  mark: boolean;
  end: boolean;
  quoted: Iterable<boolean>;
}

function write(rows: string[][], { lineBreak, mark, end, quoted }: Style): string {
  const coins = quoted[Symbol.iterator]();
  const cell = (text: string) =>
    /[",\r\n]/.test(text) || coins.next().value === true ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = rows.map((row) => row.map(cell).join(','));
  return `${mark ? '\ufeff' : ''}${lines.join(lineBreak)}${end ? lineBreak : ''}`;
}

describe('any table', () => {
  it('of numbers and text reads back equal, in any style', () => {
    fc.assert(
      fc.property(tables, styles, (rows, style) => {
        const width = rows[0].numbers.length;
        const header = [...Array.from({ length: width }, (_, j) => `x${j + 1}`), 'text'];
        const text = write([header, ...rows.map((r) => [...r.numbers.map(String), r.text])], style);
        const table = parseTable(text, 'table.csv');
        const { train } = makeDataset(table, { needed: new Set(header.slice(0, -1)) });
        // String(−0) is 0.
        expect(train.columns.map((c) => [...c])).toEqual(
          header.slice(0, -1).map((_, j) => rows.map((r) => r.numbers[j] + 0)),
        );
        expect(rows.map((_, i) => table.cell(i, width))).toEqual(rows.map((r) => r.text));
      }),
      { numRuns: 300 },
    );
  });

  it('names the line of a bad cell as it stands in the file', () => {
    fc.assert(
      fc.property(tables, styles, fc.nat(), (rows, style, pick) => {
        const bad = pick % rows.length;
        const body = rows.map((r, i) => [i === bad ? 'bad' : '1', r.text]);
        const above = write([['x', 'text'], ...body.slice(0, bad)], { ...style, end: true });
        const text = write([['x', 'text'], ...body], style);
        const line = above.split(/\r\n?|\n/).length;
        expect(() => makeDataset(parseTable(text, 't.csv'), { needed: new Set(['x']) })).toThrow(
          `t.csv, line ${line},`,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('any input', () => {
  const pieces = fc.constantFrom(
    ',',
    '"',
    '""',
    '\n',
    '\r\n',
    ';',
    '\t',
    '1',
    '-2.5',
    'x',
    'x,y\n',
    '[',
    ']',
    '{',
    '}',
    '{"x":',
    ':',
  );
  const cells = fc.constantFrom('1', '-2.5', '"3"', ' 4e2', '0', '1e-30', '', '"a"');
  const lines = fc.array(fc.tuple(cells, cells), { maxLength: 6 }).map((rows) => ['x,y', ...rows].join('\n'));
  const texts = fc.oneof(
    lines,
    fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes)),
    fc.json(),
    fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 }).map((rows) => JSON.stringify(rows)),
  );

  it('is read or refused in words', () => {
    let [read, refused] = [0, 0];
    fc.assert(
      fc.property(texts, fc.constantFrom('a.csv', 'a.json'), fc.constantFrom(0.5, undefined), (text, name, test) => {
        try {
          const { train, columns } = makeDataset(parseTable(text, name), { test, standardize: test !== undefined });
          expect(train.columns).toHaveLength(columns.length);
          expect(train.columns.every((c) => c.length === train.count && c.every(Number.isFinite))).toBe(true);
          read++;
        } catch (error) {
          if (!(error instanceof ErgodicError)) throw error;
          refused++;
        }
      }),
      { numRuns: 3000 },
    );
    // Neither branch alone would test anything.
    expect(Math.min(read, refused)).toBeGreaterThan(10);
  });
});
