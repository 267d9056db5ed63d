import { ErgodicError } from '../errors';
import { Graph, type Node } from './graph';
import { operations } from './operations';
import { grammarWords, reservedWords } from './reserved';

/** What a name stands for in a formula: a number, or a vector of them. */
export type Value = Node | Node[];

/** The names of an experiment and the graph that its formulas share. */
export interface Scope {
  graph: Graph;
  names: ReadonlyMap<string, Value>;
  /** Whether `momentum(x)` may be asked for. */
  momentum?: boolean;
  /** Names that mean something elsewhere in the experiment: what to do where a formula asks for one. Filled as it is read. */
  hints?: Map<string, string>;
}

/** What to write for names that a formula may be expected to know. */
export const usualNames = new Map([
  ['momentum', 'write momentum(x), with a coordinate'],
  ['loss', 'it is a name in observables, where the file has "loss" and "data"'],
  ['testLoss', 'it is a name in observables, where the file has "loss" and "data" with a held-out part, data.test'],
  ['e', 'write exp(1)'],
]);

/** The same for functions. */
export const usualFunctions = new Map([
  ['ln', 'write log(…), the natural logarithm'],
  ['pow', 'write a^b'],
  ['sigmoid', 'write logistic(…)'],
  ['relu', 'write max(a, 0)'],
  ['sinh', 'write (exp(a) - exp(-a))/2'],
  ['cosh', 'write (exp(a) + exp(-a))/2'],
  ['mean', 'write sum(w)/n; the mean over the rows of a table is taken by itself'],
]);

/** Longest vector and largest number of coordinates that an experiment may have. */
const largestDimension = 1024;

/**
 * Declares coordinates and parameters.
 *
 * @param variables coordinates in order; `w[25]` declares w1 … w25 and the vector w
 * @param parameters names whose values are given when a program runs
 * @throws ErgodicError when a name is malformed, reserved or used twice
 */
export function createScope(variables: readonly string[], parameters: readonly string[] = []): Scope {
  const declared = variables.map(parseVariable);
  const coordinates = declared.flatMap((v) => v.members);
  if (coordinates.length > largestDimension) {
    throw new ErgodicError(
      'badInput',
      `${coordinates.length} coordinates, more than the ${largestDimension} that fit; use fewer`,
    );
  }
  const graph = new Graph(coordinates, parameters);
  const names = new Map<string, Value>();
  const declare = (name: string, value: Value) => {
    checkName(name);
    if (names.has(name))
      throw new ErgodicError('badInput', `'${name}' is declared twice; every name needs one meaning`);
    names.set(name, value);
  };
  coordinates.forEach((name, i) => {
    declare(name, graph.coordinate(i));
  });
  for (const { vector, members } of declared) {
    if (vector !== undefined)
      declare(
        vector,
        members.map((m) => names.get(m) as Node),
      );
  }
  parameters.forEach((name, i) => {
    declare(name, graph.parameter(i));
  });
  return { graph, names, hints: new Map() };
}

/**
 * The scope with the columns of a table as further names: those of one row.
 *
 * @param columns places of columns by name; a list of them is a vector
 * @throws ErgodicError when a column has the name of a coordinate or a parameter
 */
export function withColumns(scope: Scope, columns: ReadonlyMap<string, number | readonly number[]>): Scope {
  const names = new Map(scope.names);
  for (const [name, place] of columns) {
    // A column that is called like a function or `pi` can still be renamed by a mapping.
    if (functionNames.has(name) || grammarWords.has(name)) continue;
    if (names.has(name)) {
      const message = `column '${name}' has the name of a coordinate or parameter; rename one of them, or map the column in data.columns`;
      throw new ErgodicError('badInput', message);
    }
    names.set(name, typeof place === 'number' ? scope.graph.column(place) : place.map((j) => scope.graph.column(j)));
  }
  return { ...scope, names };
}

/** The scope with formulas that have a name of their own, such as `loss`. */
export function withFormulas(scope: Scope, formulas: Readonly<Record<string, Node>>): Scope {
  return { ...scope, names: new Map([...scope.names, ...Object.entries(formulas)]) };
}

function parseVariable(text: string): { vector?: string; members: string[] } {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(?:\[(\d{1,6})\])?$/.exec(text);
  if (match === null) {
    throw new ErgodicError(
      'badInput',
      `'${text}' is not a name; expected letters, digits and _, as in "x", or "w[25]" for a vector`,
    );
  }
  const [, name, length] = match;
  if (length === undefined) return { members: [name] };
  const count = Number(length);
  if (count < 1 || count > largestDimension) {
    throw new ErgodicError('badInput', `'${text}' has ${count} entries; a vector has 1 to ${largestDimension}`);
  }
  return { vector: name, members: Array.from({ length: count }, (_, i) => `${name}${i + 1}`) };
}

const functionNames = new Set(Object.values(operations).flatMap((o) => o.name ?? []));

function checkName(name: string): void {
  if (functionNames.has(name))
    throw new ErgodicError(
      'badInput',
      `'${name}' is a function of the grammar; choose another name, such as '${name}1'`,
    );
  if (reservedWords.has(name) || name.startsWith('__')) {
    throw new ErgodicError(
      'badInput',
      `'${name}' is a reserved word; choose another name, such as '${name.replace(/^_+/, '')}1'`,
    );
  }
}
