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
import { createScope, gradient, type Node, parse, type RowTable, type Scope, withColumns } from '../expression';
import type { Target } from '../model/target';
import type { ExpandedFile } from './expand';
import { digest } from './hash';
import type { Problems } from './problems';
import type { DataFile } from './schema';
import { choices, show } from './show';
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
  const raw = problems.attempt('data', () => readTables(source, tables));
  const columns = raw && problems.attempt('data', () => namesOf(raw.train, source.columns));
  const regularizer = readRegularizer(file, scope, columns, problems);
  if (raw === undefined || columns === undefined) return undefined;
  checkSum(source, raw, problems);
  const dataset = problems.attempt('data', () => dataOf(file.loss!, source, raw, scope));
  // The names of all columns, for what a message suggests; then those in use, as numbers.
  const known = dataset && problems.attempt('loss', () => parseLoss(file, columns));
  if (dataset === undefined || known === undefined || regularizer === undefined) return undefined;
  const loss = parse(withColumns(scope, dataset.names), file.loss!);
  if (!loss.perRow) {
    const remedy = `expected some of ${choices([...columns.keys()])}, or "potential" in place of "loss" and "data"`;
    problems.add('loss', `found no column of ${raw.train.name} in it; ${remedy}`);
    return undefined;
  }
  // A batch would be drawn for nothing: the device sees no row to draw.
  if (!gradient(scope.graph, loss).some((slope) => slope.perRow)) {
    const remedy = 'expected a column where the loss depends on a coordinate, as in "(w*x - y)^2/2"';
    problems.add('loss', `its derivatives are the same for every row; ${remedy}`);
    return undefined;
  }
  hintAt(scope, columns, dataset);
  const { sha256 } = raw;
  return {
    target: targetOf(loss, regularizer, dataset, scope),
    data: sha256 === undefined ? source : { ...source, sha256 },
  };
}

/** What formulas beside the loss are told where they ask for a column, or for a loss over rows that are not there. */
function hintAt({ hints, names }: Scope, columns: Names, { test }: Dataset): void {
  for (const name of columns.keys()) {
    if (!names.has(name)) hints?.set(name, `'${name}' is a column of the table; it can be used in "loss" only`);
  }
  if (test === null) hints?.set('testLoss', `'testLoss' needs a held-out part: give data.test, as in "test": 0.25`);
}

function targetOf(loss: Node, regularizer: Node, dataset: Dataset, { graph }: Scope): Target {
  const train = rowTable('train', dataset.train);
  const test = dataset.test && rowTable('test', dataset.test);
  const potential = graph.add(graph.rowMean(loss, train), regularizer);
  return { slope: gradient(graph, potential), potential, noise: null, rows: { train, test, loss, regularizer } };
}

function readRegularizer(
  { regularizer }: ExpandedFile,
  scope: Scope,
  columns: Names | undefined,
  problems: Problems,
): Node | undefined {
  if (regularizer === undefined) return scope.graph.zero;
  const column = [...wordsOf(regularizer)].find((word) => columns?.has(word) && !scope.names.has(word));
  if (column === undefined) return problems.attempt('regularizer', () => parse(scope, regularizer));
  const found = `'${column}' is a column of the table, and this part has no row to take it from`;
  problems.add('regularizer', `${found}; expected coordinates and parameters only, put what has a column into "loss"`);
  return undefined;
}

function sourceOf({ data }: ExpandedFile): DataFile {
  if (typeof data === 'string') return { file: data };
  return Array.isArray(data) ? { rows: data } : (data as DataFile);
}

interface RawTables {
  train: RawTable;
  test: RawTable | undefined;
  /** Of the files, where there are any. */
  sha256: string | undefined;
}

function readTables({ file, rows, test }: DataFile, tables: Tables): RawTables {
  if ((file === undefined) === (rows === undefined)) {
    const found = file === undefined ? 'neither "file" nor "rows"' : 'both "file" and "rows"';
    throw new ErgodicError('badInput', `found ${found}; expected one of the two`);
  }
  const paths = [file, test].filter((path) => typeof path === 'string');
  const texts = paths.map(tables);
  const parsed = texts.map((text, i) => parseTable(text, paths[i]));
  const train = rows === undefined ? parsed[0] : tableOfRows(rows, 'rows');
  if (train.count > mostRows) {
    const found = `${train.name}: found ${train.count} rows`;
    throw new ErgodicError('badInput', `${found}, expected at most ${mostRows} (2^21); take a sample of them`);
  }
  return { train, test: typeof test === 'string' ? parsed.at(-1) : undefined, sha256: digestAll(texts) };
}

function digestAll(texts: readonly string[]): string | undefined {
  const digests = texts.map(digest);
  return digests.length > 1 ? digest(digests.join('')) : digests[0];
}

function checkSum({ sha256: expected, file, test }: DataFile, { sha256 }: RawTables, problems: Problems): void {
  if (expected === undefined || expected === sha256) return;
  const names = [file, test].filter((path) => typeof path === 'string').join(' and ');
  const found =
    sha256 === undefined
      ? `found ${show(expected)}, which is for files, and "rows" stand in this one; leave it out`
      : `found ${expected}, but that of ${names} is ${sha256}: the table has changed; restore it, or leave "sha256" out`;
  problems.add('data.sha256', found);
}

/** Names that stand in a formula. */
const wordsOf = (formula: string) => new Set(formula.match(/[A-Za-z_][A-Za-z0-9_]*/g));

function dataOf(loss: string, { columns, standardize, test }: DataFile, tables: RawTables, scope: Scope): Dataset {
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

function parseLoss({ loss, variables, parameters }: ExpandedFile, columns: Names): Node {
  const words = wordsOf(loss!);
  const scope = createScope(variables, Object.keys(parameters));
  const free = [...columns].filter(([name]) => words.has(name) || !scope.names.has(name));
  return parse(withColumns(scope, new Map(free)), loss!);
}

/** Numbers as the device has them, so that twin and references are of the same table. */
function rowTable(name: string, { count, columns }: DataRows): RowTable {
  return { name, count, columns: columns.map((column) => Float64Array.from(column, Math.fround)) };
}
