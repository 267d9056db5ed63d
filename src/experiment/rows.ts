import {
  type Rows as DataRows,
  type Dataset,
  makeDataset,
  type Names,
  namesOf,
  parseTable,
  type RawTable,
  tableOfRows,
} from '../data';
import { ErgodicError } from '../errors';
import { createScope, gradient, parse, type RowTable, type Scope, withColumns } from '../expression';
import type { ExpandedFile } from './expand';
import { digest } from './hash';
import type { Problems } from './problems';
import type { DataFile } from './schema';
import type { ReadTarget } from './target';

/** Reads the text of a table by the path that the experiment file gives. */
export type Tables = (path: string) => string;

/** Rows are drawn by the upper half of a product of 32-bit words, which is exact up to here in f64 too. */
const mostRows = 2 ** 21;

/** For where no files can be had. */
export const noTables: Tables = (path) => {
  throw new ErgodicError(
    'badInput',
    `'${path}' cannot be read here; expected the rows in the experiment: "data": [{ … }, … ]`,
  );
};

/** A loss over a table: its mean over the training rows and the regularizer are the potential. */
export function readRows(file: ExpandedFile, scope: Scope, tables: Tables, problems: Problems): ReadTarget | undefined {
  const source = sourceOf(file);
  const table = problems.attempt('data', () => readTables(source, tables));
  const { regularizer: extra } = file;
  const regularizer =
    extra === undefined ? scope.graph.zero : problems.attempt('regularizer', () => parse(scope, extra));
  if (table === undefined || regularizer === undefined) return undefined;
  const dataset = problems.attempt('data', () => dataOf(file.loss!, source, table, scope));
  // The names of all columns, for what a message suggests; then those in use, as numbers.
  const known = dataset && problems.attempt('loss', () => parseLoss(file, namesOf(table.train, source.columns)));
  if (dataset === undefined || known === undefined) return undefined;
  const loss = parse(withColumns(scope, dataset.names), file.loss!);
  if (!loss.perRow) {
    problems.add(
      'loss',
      `no column of ${table.train.name} is in it; expected some of ${[...dataset.names.keys()].join(', ') || 'its columns'}`,
    );
    return undefined;
  }
  const train = rowTable('train', dataset.train);
  const test = dataset.test && rowTable('test', dataset.test);
  const { graph } = scope;
  const potential = graph.add(graph.rowMean(loss, train), regularizer);
  const target = {
    slope: gradient(graph, potential),
    potential,
    noise: null,
    rows: { train, test, loss, regularizer },
  };
  return { target, data: source.file === undefined ? file.data : { ...source, sha256: table.sha256 } };
}

function sourceOf({ data }: ExpandedFile): DataFile {
  if (typeof data === 'string') return { file: data };
  return Array.isArray(data) ? { rows: data } : (data as DataFile);
}

interface RawTables {
  train: RawTable;
  test: RawTable | undefined;
  sha256: string;
}

function readTables(source: DataFile, tables: Tables): RawTables {
  const { file, rows, test, sha256: expected } = source;
  if ((file === undefined) === (rows === undefined)) {
    throw new ErgodicError(
      'badInput',
      `found ${file === undefined ? 'neither' : 'both'} "file" and "rows"; expected one of the two`,
    );
  }
  const texts = [file, test].map((path) => (typeof path === 'string' ? tables(path) : undefined));
  const [train, other] = [file, test].map((path, i) =>
    texts[i] === undefined ? undefined : parseTable(texts[i], path as string),
  );
  const sha256 = digest(texts.join('\n'));
  if (expected !== undefined && expected !== sha256) {
    throw new ErgodicError(
      'badInput',
      `its checksum is ${sha256}, and "sha256" says ${expected}: the table has changed; restore it, or leave "sha256" out`,
    );
  }
  return { train: train ?? tableOfRows(rows, 'rows'), test: other, sha256 };
}

/** Names that stand in a formula. */
const wordsOf = (formula: string) => new Set(formula.match(/[A-Za-z_][A-Za-z0-9_]*/g));

function dataOf(loss: string, { columns, standardize, test }: DataFile, tables: RawTables, scope: Scope): Dataset {
  if (tables.train.count > mostRows) {
    throw new ErgodicError(
      'badInput',
      `found ${tables.train.count} rows, expected at most ${mostRows}; take a sample of them`,
    );
  }
  // A column that shares its name with a coordinate matters only where a formula might mean either.
  const words = wordsOf(loss);
  const dataset = makeDataset(tables.train, {
    ...(columns && { columns }),
    ...(standardize !== undefined && { standardize }),
    ...(test !== undefined && { test: tables.test ?? (test as number) }),
    needed: words,
  });
  withColumns(scope, dataset.names);
  return dataset;
}

function parseLoss({ loss, variables, parameters }: ExpandedFile, names: Names) {
  const words = wordsOf(loss!);
  const scope = createScope(variables, Object.keys(parameters));
  const free = [...names].filter(([name]) => words.has(name) || !scope.names.has(name));
  return parse(withColumns(scope, new Map(free)), loss!);
}

/** Numbers as the device has them, so that twin and references are of the same table. */
function rowTable(name: string, { count, columns }: DataRows): RowTable {
  return { name, count, columns: columns.map((column) => Float64Array.from(column, Math.fround)) };
}
