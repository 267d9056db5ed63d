import { nearest } from '../errors/nearest';
import { type ColumnNames, type Names, namesOf } from './names';
import type { RawTable } from './table';
import { listNames, quote, refuse } from './words';

/** Whether a column is standardised: never, always, or unless it holds only 0 and 1. */
export type Rule = 'never' | 'always' | 'unlessIndicator';

/** A column of a data set to be: where it stands in the table's header, and by which rule it is standardised. */
export interface Wanted {
  source: number;
  rule: Rule;
}

interface Asked {
  columns?: ColumnNames;
  standardize?: boolean | readonly string[];
  needed?: ReadonlySet<string>;
}

/**
 * The columns that the needed names stand for, each once; a column of the table appears twice where one of its names is
 * standardised and another is not.
 *
 * @returns `names` by index into `wanted`
 * @throws ErgodicError for names and columns that do not exist (see `namesOf`)
 */
export function layOut(table: RawTable, { columns, standardize, needed }: Asked): { names: Names; wanted: Wanted[] } {
  const declared = namesOf(table, columns);
  const ruleOf = rules(declared, standardize ?? false);
  const wanted: Wanted[] = [];
  const place = (source: number, name: string): number => {
    const rule = ruleOf(name);
    const known = wanted.findIndex((w) => w.source === source && w.rule === rule);
    return known >= 0 ? known : wanted.push({ source, rule }) - 1;
  };
  const names: Names = new Map();
  for (const [name, value] of declared) {
    if (needed?.has(name) === false) continue;
    names.set(name, typeof value === 'number' ? place(value, name) : value.map((s, k) => place(s, `${name}${k + 1}`)));
  }
  return { names, wanted };
}

/** The rule of a name of one number; a vector in the list stands for its members. */
function rules(declared: Names, standardize: boolean | readonly string[]): (name: string) => Rule {
  if (typeof standardize === 'boolean') return () => (standardize ? 'unlessIndicator' : 'never');
  const chosen = new Set<string>();
  for (const name of standardize) {
    const value = declared.get(name);
    if (value === undefined) {
      const known = [...declared.keys()];
      refuse(`"standardize": unknown name ${quote(name)}; ${nearest(name, known)}expected ${listNames(known)}`);
    }
    if (typeof value === 'number') chosen.add(name);
    else for (const k of value.keys()) chosen.add(`${name}${k + 1}`);
  }
  return (name) => (chosen.has(name) ? 'always' : 'never');
}
