import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeDataset, parseTable } from '../../src/data';

const folder = new URL('../../examples/data/', import.meta.url);
const read = (file: string) => parseTable(readFileSync(new URL(file, folder), 'utf8'), file);
const sum = (column: Float64Array) => column.reduce((a, b) => a + b, 0);

describe('examples/data', () => {
  it('cars.csv: 392 complete cars', () => {
    const { names, train } = makeDataset(read('cars.csv'));
    const column = (name: string) => train.columns[names.get(name) as number];
    expect(train.count).toBe(392);
    expect([...names.keys()]).toHaveLength(10);
    expect(train.columns.slice(0, 8).map((c) => c[0])).toEqual([18, 8, 307, 130, 3504, 12, 1970, 1]);
    // The means of the same 392 cars in the table `Auto` of R's package ISLR.
    expect(sum(column('mpg')) / 392).toBeCloseTo(23.4459, 4);
    expect(sum(column('weight')) / 392).toBeCloseTo(2977.584, 3);
    expect(['usa', 'europe', 'japan'].map((origin) => sum(column(origin)))).toEqual([245, 68, 79]);
  });

  it('penguins.csv: 333 complete penguins, their species in words', () => {
    const table = read('penguins.csv');
    const needed = new Set(table.header.filter((name) => name !== 'species'));
    const { names, train } = makeDataset(table, { needed });
    const column = (name: string) => train.columns[names.get(name) as number];
    expect(train.count).toBe(333);
    expect(['adelie', 'chinstrap', 'gentoo', 'male'].map((name) => sum(column(name)))).toEqual([146, 68, 119, 168]);
    expect(train.columns.slice(0, 4).map((c) => c[0])).toEqual([39.1, 18.7, 181, 3750]);
    expect(sum(column('body_mass')) / 333).toBeCloseTo(4207.057, 3);
    expect(() => makeDataset(table)).toThrow('line 2, column "species": found "Adelie"');
  });

  it('penguins-quadratic.csv: 25 features of the same penguins', () => {
    const x = Array.from({ length: 25 }, (_, k) => `f${k + 1}`);
    const { names, train } = makeDataset(read('penguins-quadratic.csv'), { columns: { x, y: 'male' } });
    const [f, y] = [train.columns.slice(0, 25), train.columns[names.get('y') as number]];
    expect([train.count, sum(y), sum(f[15]), sum(f[16])]).toEqual([333, 168, 68, 119]);
    expect(f[0].every((v) => v === 1)).toBe(true);
    const products = [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].slice(i).map((j) => [i, j]));
    const expected = (i: number) => {
      const z = [1, 2, 3, 4].map((k) => f[k][i]);
      return [
        ...products.map(([a, b]) => z[a] * z[b]),
        f[15][i],
        f[16][i],
        ...z.map((v) => v * f[15][i]),
        ...z.map((v) => v * f[16][i]),
      ];
    };
    // Each of six digits: a product is off by at most 3 · 5e-6 of itself.
    for (let i = 0; i < train.count; i++) {
      for (const [k, v] of expected(i).entries())
        expect(Math.abs(f[k + 5][i] - v)).toBeLessThanOrEqual(1.6e-5 * Math.abs(v));
    }
    // Standardised over all rows, to six digits: each number is off by at most 5e-6 of itself.
    for (const z of f.slice(1, 5)) {
      expect(Math.abs(sum(z)) / 333).toBeLessThan(5e-6);
      expect(Math.abs(sum(z.map((v) => v * v)) / 333 - 1)).toBeLessThan(1.1e-5);
    }
  });
});
