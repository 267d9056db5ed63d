// Makes the tables of examples/data from those of vega-datasets (npm pack vega-datasets@3.2.1, unpacked):
//   node bench/run.js bench/data/prepare.ts PATH/TO/vega-datasets/data
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvFormat } from 'd3-dsv';
import { makeDataset, parseTable } from '../../src/data';

const target = new URL('../../examples/data/', import.meta.url);

type Row = Record<string, number | string>;
type Source = Record<string, number | string | null>;

export function main([folder]: string[]): void {
  if (folder === undefined) throw new Error("no folder named: give the path of vega-datasets' data folder");
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Source[];
  write('cars.csv', read('cars.json').filter(isCompleteCar).map(car));
  write('penguins.csv', read('penguins.json').filter(isCompletePenguin).map(penguin));
  write('penguins-quadratic.csv', quadratic());
}

function write(file: string, rows: Row[]): void {
  writeFileSync(new URL(file, target), `${csvFormat(rows)}\n`);
  console.log(`${file}: ${rows.length} rows`);
}

const isCompleteCar = (row: Source) => Object.values(row).every((value) => value !== null);

function car(row: Source): Row {
  return {
    mpg: Number(row.Miles_per_Gallon),
    cylinders: Number(row.Cylinders),
    displacement: Number(row.Displacement),
    horsepower: Number(row.Horsepower),
    weight: Number(row.Weight_in_lbs),
    acceleration: Number(row.Acceleration),
    year: Number(String(row.Year).slice(0, 4)),
    usa: Number(row.Origin === 'USA'),
    europe: Number(row.Origin === 'Europe'),
    japan: Number(row.Origin === 'Japan'),
  };
}

/** One penguin's sex is ".", which is none. */
const isCompletePenguin = (row: Source) =>
  Object.values(row).every((value) => value !== null) && ['MALE', 'FEMALE'].includes(String(row.Sex));

function penguin(row: Source): Row {
  return {
    bill_length: Number(row['Beak Length (mm)']),
    bill_depth: Number(row['Beak Depth (mm)']),
    flipper_length: Number(row['Flipper Length (mm)']),
    body_mass: Number(row['Body Mass (g)']),
    adelie: Number(row.Species === 'Adelie'),
    chinstrap: Number(row.Species === 'Chinstrap'),
    gentoo: Number(row.Species === 'Gentoo'),
    male: Number(row.Sex === 'MALE'),
    species: String(row.Species),
  };
}

/** f1 = 1, f2 … f5 standardised measurements, f6 … f15 their products, f16 and f17 indicators, f18 … f25 interactions. */
function quadratic(): Row[] {
  const table = parseTable(readFileSync(new URL('penguins.csv', target), 'utf8'), 'penguins.csv');
  const { train } = makeDataset(table, {
    columns: { z: ['bill_length', 'bill_depth', 'flipper_length', 'body_mass'], s: ['chinstrap', 'gentoo'], y: 'male' },
    standardize: ['z'],
  });
  return Array.from({ length: train.count }, (_, i) => {
    const values = train.columns.map((column) => column[i]);
    const features = expand(values.slice(0, 4), values.slice(4, 6));
    const named = features.map((value, k) => [`f${k + 1}`, Number(value.toPrecision(6))]);
    return { ...Object.fromEntries(named), male: values[6] };
  });
}

function expand(z: number[], indicators: number[]): number[] {
  const products = z.flatMap((a, i) => z.slice(i).map((b) => a * b));
  // Adding 0 makes 0 of the −0 that a negative measurement times an indicator of 0 is.
  const interactions = indicators.flatMap((s) => z.map((a) => s * a + 0));
  return [1, ...z, ...products, ...indicators, ...interactions];
}
