import { describe, expect, it } from 'vitest';
import { checkExperiment, readExperiment, resolveExperiment } from '../../src/experiment';
import type { Plan } from '../../src/model/plan';
import { changed } from './bad';
import { data, diffusion, drift, points, readTable, tables } from './bases';

type Tables = (path: string) => string;
type Changes = Record<string, unknown>;

const planOf = (file: object, changes: Changes = {}, read: Tables = readTable): Plan =>
  resolveExperiment(readExperiment(JSON.stringify(changed(file, changes))), 'experiment', read);

const decay = { 'method.step': undefined, 'method.decay': { a: 0.1, b: 10, gamma: 0.55 } };
const sgd = { temperature: undefined, method: { name: 'sgd', step: 0.1, batch: 2 } };

const forms: [what: string, file: object, changes: Changes][] = [
  ['a table by its name', data, {}],
  [
    'a table with a mapping',
    data,
    { loss: 'dot(w, f) - y', data: { file: 'points.csv', columns: { f: ['x', 'height'], y: 'y' } } },
  ],
  ['a standardised table with a test part', data, { data: { file: 'points.csv', standardize: ['x'], test: 0.5 } }],
  ['a test table', data, { data: { file: 'points.csv', test: 'points.csv' } }],
  ['rows in the file', data, { data: points }],
  ['rows in the file and a test table', data, { data: { rows: points, test: 'points.csv' } }],
  ['a regularizer', data, { regularizer: 'dot(w, w)/2' }],
  ['a decreasing step', data, decay],
  ['a sweep of mini-batches', data, { ...sgd, 'method.batch': [1, 2, 4] }],
  ['a diffusion', diffusion, {}],
  ['a drift', drift, {}],
  ['an underdamped method', diffusion, { diffusion: undefined, temperature: 1, method: { name: 'obabo', step: 0.1 } }],
];

describe('a resolved experiment resolves again to the same plan', () => {
  it.each(forms)('%s', (_, file, changes) => {
    const plan = planOf(file, changes);
    const again = resolveExperiment(checkExperiment(plan.resolved), 'again', readTable);
    expect(again.resolved).toEqual(plan.resolved);
    expect(again.hash).toBe(plan.hash);
    expect(again.points).toEqual(plan.points);
    expect(again.target.rows).toEqual(plan.target.rows);
  });

  it('with every option of the method written out', () => {
    expect(planOf(data, sgd).resolved.method).toEqual({ ...sgd.method, replacement: true, momentum: 0 });
    expect(planOf(data, sgd).points[0]).toMatchObject({
      temperature: null,
      method: { replacement: true, momentum: 0 },
    });
    expect(planOf(data).resolved.method).toEqual({ ...data.method, replacement: true });
  });
});

describe('the hash of an experiment over a table', () => {
  const text = tables['points.csv']();
  const at = (file: unknown, read: Tables = () => text) => planOf(data, { data: file }, read).hash;

  it('depends on what the table holds, and not on where it lies', () => {
    expect(at('elsewhere/other.csv')).toBe(at('points.csv'));
    expect(at({ file: 'points.csv' })).toBe(at('points.csv'));
    expect(at('points.csv', () => text.replace('1,1', '1,7'))).not.toBe(at('points.csv'));
    expect(at({ rows: points })).toBe(at(points));
    expect(at(points.toReversed())).not.toBe(at(points));
  });

  it('depends on the test table too, and on which of the two is which', () => {
    const read = (a: string, b: string) => (path: string) => (path.startsWith('a') ? a : b);
    const other = text.replace('1,1', '1,7');
    const both = { file: 'a.csv', test: 'b.csv' };
    const moved = { file: 'a/a.csv', test: '../b.csv' };
    expect(at(moved, read(text, other))).toBe(at(both, read(text, other)));
    const hashes = [read(text, text), read(text, other), read(other, text), read(other, other)].map((r) => at(both, r));
    expect(new Set([...hashes, at('a.csv'), at({ file: 'a.csv', test: 0.5 })]).size).toBe(6);
    const held = (table: string) => at({ rows: points, test: 'b.csv' }, () => table);
    expect(held(other)).not.toBe(held(text));
  });

  it('depends on the columns, on what is standardised and held out, and on the loss', () => {
    const changes = [
      {},
      { loss: '(w1*x + w2 - y)^2' },
      { data: { file: 'points.csv', standardize: true } },
      { data: { file: 'points.csv', test: 0.5 } },
      { data: { file: 'points.csv', columns: { x: 'x', y: 'y' } } },
      { regularizer: 'w1^2' },
      { 'method.replacement': false },
    ];
    expect(new Set(changes.map((change) => planOf(data, change).hash)).size).toBe(changes.length);
  });

  it('stays what it was, on every machine', () => {
    expect([data, diffusion, drift].map((file) => planOf(file).hash.slice(0, 16))).toMatchInlineSnapshot(`
      [
        "dbc7e9a5ba2d8433",
        "caa414876d39758c",
        "67b7023cbeaf3ca8",
      ]
    `);
  });
});

describe('a checksum', () => {
  it('is that of the file, as sha256sum prints it, and is checked', () => {
    const resolved = planOf(data, { data: 'short.csv' }, () => 'x,y\n1,2\n').resolved;
    const sha256 = '81bf9fa83c6f7f151bd491a98cd7d933de3965289e3ebd77c6c425f7eaa16392';
    expect(resolved.data).toEqual({ file: 'short.csv', sha256 });
    expect(() => planOf(data, { data: resolved.data }, () => 'x,y\n1,2\n')).not.toThrow();
    expect(() => planOf(data, { data: resolved.data }, () => 'x,y\n1,3\n')).toThrow('has changed');
  });
});

describe('a sweep', () => {
  it('takes nested options in file order, the last fastest', () => {
    const nested = { method: { name: 'sgld', decay: { gamma: [0.5, 1], a: [1, 2], b: 3 }, batch: [1, 2] } };
    const { points: grid } = planOf(data, { ...nested, temperature: 0.5 });
    const settings = grid.map(({ method }) => [method['decay.gamma'], method['decay.a'], method.batch]);
    expect(settings).toEqual([
      [0.5, 1, 1],
      [0.5, 1, 2],
      [0.5, 2, 1],
      [0.5, 2, 2],
      [1, 1, 1],
      [1, 1, 2],
      [1, 2, 1],
      [1, 2, 2],
    ]);
    expect(grid[3].method).toEqual({ 'decay.gamma': 0.5, 'decay.a': 2, 'decay.b': 3, batch: 2, replacement: true });
  });

  it('of other nested order numbers its points otherwise, and so has another hash', () => {
    const axes = (group: object) => planOf(data, { 'method.step': undefined, 'method.decay': group });
    const [one, other] = [
      { a: [1, 2], b: [3, 4], gamma: 1 },
      { b: [3, 4], a: [1, 2], gamma: 1 },
    ].map(axes);
    expect(one.points[1].method).toMatchObject({ 'decay.a': 1, 'decay.b': 4 });
    expect(other.points[1].method).toMatchObject({ 'decay.a': 2, 'decay.b': 3 });
    expect(one.hash).not.toBe(other.hash);
  });
});

describe('names of columns', () => {
  it('may be reserved words of WGSL, of JavaScript or of C, for they never reach a shader', () => {
    const rows = [{ target: 1, class: 2, fn: 3, var: 4, constructor: 5, while: 6 }];
    const loss = 'w1*(target + class + fn) + w2*(var + constructor + while)';
    const { target } = planOf(data, { loss, data: rows });
    expect(target.rows!.train.columns.map(([value]) => value)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('may be those of coordinates and functions where no formula means them', () => {
    const rows = [{ x: 1, y: 2, w: 3, exp: 4, pi: 5, 'a b': 'text' }];
    expect(planOf(data, { data: rows }).target.rows!.train.columns).toHaveLength(2);
    const mapped = { rows, columns: { x: 'exp', y: 'pi' } };
    expect(planOf(data, { data: mapped }).target.rows!.train.columns.map(([value]) => value)).toEqual([4, 5]);
  });
});

describe('what observables may name', () => {
  it('is the loss, the loss of the test part and momenta, where there are any', () => {
    const of = (formula: string) => ({ 'observe.moments.of': [formula] });
    expect(() => planOf(data, { ...of('testLoss - loss'), data: { file: 'points.csv', test: 0.5 } })).not.toThrow();
    expect(() => planOf(data, { ...sgd, ...of('momentum(w2)') })).not.toThrow();
    expect(() => planOf(drift, of('loss'))).toThrow("unknown name 'loss'");
  });
});
