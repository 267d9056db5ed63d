import { describe, expect, it } from 'vitest';
import { makeDataset, parseTable, type Rows, tableOfRows } from '../../src/data';

const points = parseTable('x,y,other x,label,note\n1,10,5,0,a\n2,30,6,1,b\n3,20,7,0,c\n6,40,9,1,d\n', 'points.csv');
const numeric = new Set(['x', 'y', 'label', 'v', 'v1', 'v2', 'u']);
const listed = (columns: Float64Array[]) => columns.map((c) => [...c]);

describe('names', () => {
  it('are the headers that can stand in a formula', () => {
    const { names, train } = makeDataset(points, { needed: numeric });
    expect([...names]).toEqual([
      ['x', 0],
      ['y', 1],
      ['label', 2],
    ]);
    expect(listed(train.columns)).toEqual([
      [1, 2, 3, 6],
      [10, 30, 20, 40],
      [0, 1, 0, 1],
    ]);
  });

  it('are those given, with the members of vectors, each column once', () => {
    const { names, columns, train } = makeDataset(points, { columns: { v: ['other x', 'x'], u: 'x' } });
    expect(Object.fromEntries(names)).toEqual({ v: [0, 1], v1: 0, v2: 1, u: 1 });
    expect(columns.map((c) => c.name)).toEqual(['other x', 'x']);
    expect(train).toMatchObject({ count: 4, columns: { length: 2 } });
  });

  it('are only the needed ones, whatever else the formula names', () => {
    const columns = { v: ['note', 'y'], text: 'note' };
    const { names, train } = makeDataset(points, { columns, needed: new Set(['v2', 'w']) });
    expect([...names]).toEqual([['v2', 0]]);
    expect(listed(train.columns)).toEqual([[10, 30, 20, 40]]);
  });

  it('hold out and keep rows of no columns too', () => {
    const { names, train, test } = makeDataset(points, { needed: new Set(), test: 0.5 });
    expect([names.size, train.count, test?.count]).toEqual([0, 2, 2]);
  });
});

describe('cells', () => {
  it('are what Number reads, true and false', () => {
    const cells = ['1.5', ' -2e3 ', '+.5', '5.', '007', '-0', '1E-2', true, false, 3.25, '3.4028234e38'];
    const { train } = makeDataset(
      tableOfRows(
        cells.map((x) => ({ x })),
        'data',
      ),
    );
    expect([...train.columns[0]]).toEqual([1.5, -2000, 0.5, 5, 7, -0, 0.01, 1, 0, 3.25, 3.4028234e38]);
  });
});

describe('standardising', () => {
  // Of 1, 2, 3 and 6: mean 3, population variance (4 + 1 + 0 + 9)/4.
  const deviation = Math.sqrt(3.5);
  const standard = [-2, -1, 0, 3].map((v) => v / deviation);

  it('is left out by default', () => {
    expect(makeDataset(points, { needed: numeric }).columns[0]).toEqual({ name: 'x', shift: 0, scale: 1 });
  });

  it('brings every column but indicators to mean 0 and deviation 1', () => {
    const { columns, train } = makeDataset(points, { needed: numeric, standardize: true });
    expect(columns[0]).toEqual({ name: 'x', shift: 3, scale: expect.closeTo(deviation, 14) });
    expect(columns[1]).toMatchObject({ shift: 25, scale: expect.closeTo(Math.sqrt(125), 12) });
    expect(columns[2]).toEqual({ name: 'label', shift: 0, scale: 1 });
    expect(listed(train.columns)[0]).toEqual(standard.map((v) => expect.closeTo(v, 14)));
    expect([...train.columns[2]]).toEqual([0, 1, 0, 1]);
  });

  it('does exactly what a list names, indicators too', () => {
    const { columns } = makeDataset(points, { needed: numeric, standardize: ['label'] });
    expect(columns.map(({ shift, scale }) => [shift, scale])).toEqual([
      [0, 1],
      [0, 1],
      [0.5, 0.5],
    ]);
  });

  it.each([
    ['the members of a vector that is named', ['v'], [true, true]],
    ['the one member that is named', ['v2'], [false, true]],
    ['a member by its own name and not by another', ['u'], [false, false]],
  ])('reaches %s', (_, standardize, expected) => {
    const { names, columns } = makeDataset(points, { columns: { v: ['y', 'x'], u: 'x' }, standardize });
    const isStandard = (index: number) => columns[index].scale !== 1;
    expect((names.get('v') as number[]).map(isStandard)).toEqual(expected);
    expect(isStandard(names.get('v2') as number)).toBe(expected[1]);
    expect(isStandard(names.get('u') as number)).toBe(standardize[0] === 'u');
  });

  it('does not touch a column under its other name', () => {
    const { names, train } = makeDataset(points, { columns: { u: 'x', raw: 'x' }, standardize: ['u'] });
    expect([...train.columns[names.get('raw') as number]]).toEqual([1, 2, 3, 6]);
    expect([...train.columns[names.get('u') as number]]).toEqual(standard.map((v) => expect.closeTo(v, 14)));
  });

  it('treats the test rows by the numbers of the training rows', () => {
    const test = parseTable('note,label,y,x\nz,2,25,3\n', 'test.csv');
    const { test: part } = makeDataset(points, { needed: numeric, standardize: true, test });
    expect(listed((part as Rows).columns)).toEqual([[0], [0], [2]]);
  });

  it('keeps digits where the mean is large, and where differences are tiny', () => {
    const rows = [0, 1, 2, 3].map((k) => ({ far: 1e15 + k, tiny: k * 1e-300 }));
    const { train } = makeDataset(tableOfRows(rows, 'data'), { standardize: true });
    const expected = [-1.5, -0.5, 0.5, 1.5].map((v) => expect.closeTo(v / Math.sqrt(1.25), 14));
    expect(listed(train.columns)).toEqual([expected, expected]);
  });
});

describe('holding out', () => {
  const numbered = (count: number) =>
    tableOfRows(
      Array.from({ length: count }, (_, i) => ({ i })),
      'data',
    );
  const split = (count: number, test: number) => {
    const set = makeDataset(numbered(count), { test });
    return { train: [...set.train.columns[0]], test: [...(set.test as Rows).columns[0]] };
  };

  it.each([
    [4, 0.25, 1],
    [10, 0.25, 3],
    [2, 0.26, 1],
    [1000, 0.3, 300],
  ])('of %i rows the fraction %f is %i', (count, fraction, held) => {
    const { train, test } = split(count, fraction);
    expect(test).toHaveLength(held);
    expect([...train, ...test].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(train).toEqual([...train].sort((a, b) => a - b));
    expect(test).toEqual([...test].sort((a, b) => a - b));
  });

  // Recorded: another choice would change the results of every experiment that holds rows out.
  it('chooses the same rows for ever', () => {
    expect(split(20, 0.25).test).toEqual([2, 4, 6, 7, 17]);
  });

  it('holds out the same rows and more for a larger fraction', () => {
    const larger = new Set(split(100, 0.5).test);
    expect(split(100, 0.2).test.filter((i) => larger.has(i))).toHaveLength(20);
  });

  it('favours no row', () => {
    // Over tables of 100 … 299 rows, the place of a held-out row in its table is uniform: mean ½, variance 1/12 each.
    const places = Array.from({ length: 200 }, (_, k) =>
      split(100 + k, 0.1).test.map((i) => (i + 0.5) / (100 + k)),
    ).flat();
    const mean = places.reduce((a, b) => a + b) / places.length;
    const standardError = Math.sqrt(1 / 12 / places.length);
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * standardError);
    const thirds = [0, 1, 2].map((k) => places.filter((p) => Math.floor(3 * p) === k).length / places.length);
    for (const share of thirds) expect(Math.abs(share - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / places.length));
  });
});
