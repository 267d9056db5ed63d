import type { z } from 'zod';
import { nearest } from '../errors/nearest';
import { entriesAt, fieldsAt } from './fields';
import type { Problem } from './problems';
import { experimentJsonSchema } from './schema';
import { choices, show } from './show';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** More are counted and not put into words, which nobody would read. */
const mostDescribed = 64;

/** What the schema finds wrong with `root`, in words. */
export function describeIssues(issues: readonly Issue[], root: unknown): Problem[] {
  const described = issues.slice(0, mostDescribed).flatMap((issue) => describeIssue(issue, root, []));
  const rest = issues.slice(mostDescribed).map((issue) => ({ path: issue.path.map(String).join('.'), text: '' }));
  return [...described, ...rest];
}

function describeIssue(issue: Issue, root: unknown, above: Path): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(key, path, root));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return mergeUnion(issue.errors as Issue[][], issue.message, root, path);
  }
  const found = valueAt(root, path);
  const name = path.map(String).join('.');
  return [{ path: name, text: `found ${show(found)}, ${remedy(issue, found, (type) => typeName(type, root, path))}` }];
}

function unknownField(key: string, path: Path, root: unknown): Problem {
  const known = fieldsAt(experimentJsonSchema(), root, path);
  const expected = known.length > 0 ? `expected ${choices(known)}` : 'expected it to be left out';
  return { path: [...path, key].map(String).join('.'), text: `unknown name; ${nearest(key, known)}${expected}` };
}

/**
 * Of a value that fits no form of a union: what the closest form says, or all forms where none has the right type.
 *
 * @param message the schema's own words for the whole union, if it has any
 */
function mergeUnion(forms: Issue[][], message: string, root: unknown, path: Path): Problem[] {
  // Not Math.max(…): a list may bring more issues than a function takes arguments.
  const depth = (issues: Issue[]) =>
    issues.reduce((most, i) => Math.max(most, isWrongType(i) ? 0 : i.path.length + 1), 0);
  const best = Math.max(...forms.map(depth));
  if (best > 0) {
    const closest = forms.filter((f) => depth(f) === best).sort((a, b) => a.length - b.length)[0];
    return closest.slice(0, mostDescribed).flatMap((issue) => describeIssue(issue, root, path));
  }
  const typeOf = (issue: Issue) =>
    issue.code === 'invalid_type' ? typeName(issue.expected, root, path) : issue.message;
  const own = message === 'Invalid input' ? undefined : message;
  const expected = own ?? choices([...new Set(forms.map((f) => typeOf(f[0])))]);
  const found = show(valueAt(root, path));
  return [{ path: path.map(String).join('.'), text: `found ${found}, expected ${expected}` }];
}

const isWrongType = (issue: Issue) => issue.code === 'invalid_type' && issue.path.length === 0;

const typeNames: Record<string, string> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  record: 'an object { … }',
  boolean: 'true or false',
};

const listNames: Record<string, string> = {
  string: 'a list of texts',
  object: 'a list of objects { … }',
};

// More names than these say less than none.
const mostFields = 4;

/** A type that the schema asks for at a path, in words. */
function typeName(type: string, root: unknown, path: Path): string {
  if (type === 'array') return listNames[entriesAt(experimentJsonSchema(), root, path)[0]] ?? 'a list of numbers';
  if (type !== 'object') return typeNames[type] ?? type;
  const fields = fieldsAt(experimentJsonSchema(), root, path);
  if (fields.length === 0 || fields.length > mostFields) return 'an object { … }';
  return `an object { ${fields.map((field) => JSON.stringify(field)).join(', ')} }`;
}

function remedy(issue: Issue, found: unknown, name: (type: string) => string): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${expectedType(issue.expected, found, name)}`;
    case 'too_small':
      return `expected ${bound(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum)}`;
    case 'too_big':
      return `expected ${bound(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum)}`;
    case 'invalid_value':
      return suggestion(found, issue.values.map(String));
    case 'invalid_union':
      return suggestion(found, ((issue as { options?: unknown[] }).options ?? []).map(String));
    case 'invalid_key':
      return `expected ${issue.issues[0]?.message ?? 'another name'}`;
    default:
      return `expected ${issue.message}`;
  }
}

function expectedType(type: string, found: unknown, name: (type: string) => string): string {
  if (typeof found !== 'number') return name(type);
  if (type === 'number') return 'a finite number';
  if (type === 'string') return `text, as in "${found}"`;
  return name(type) === 'a list of numbers' ? `a list, as in [${found}]` : name(type);
}

function bound(origin: string, relation: string, limit: number | bigint): string {
  const amount = Number(limit) === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : String(limit);
  const one = Number(limit) === 1;
  if (origin === 'array') return `${relation} ${amount} ${one ? 'entry' : 'entries'}`;
  return origin === 'string' ? `${relation} ${amount} character${one ? '' : 's'}` : `${relation} ${amount}`;
}

function suggestion(found: unknown, known: readonly string[]): string {
  return `${typeof found === 'string' ? nearest(found, known) : ''}expected ${choices(known)}`;
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    const own = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    return own ? (value as Record<PropertyKey, unknown>)[step] : undefined;
  }, root);
}
