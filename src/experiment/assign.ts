import { ErgodicError } from '../errors';
import { show } from './show';

type Fields = Record<string, unknown>;

/** Names of a path; no field of an experiment file lies nearly as deep. */
const mostNames = 64;

const limits = ['below', 'above', 'near', 'standardErrors', 'within'];

/**
 * Writes `path=value` assignments into an experiment file's value, in order; what is new comes last among its neighbours.
 *
 * A value is JSON where it parses as such and text otherwise: `temperature=[0.25, 0.5]`, `potential=x^4`.
 *
 * @throws ErgodicError badInput when an assignment has no path or leads into a number or a text
 */
export function assign(root: unknown, assignments: readonly string[]): unknown {
  let result = root;
  for (const assignment of assignments) {
    const at = assignment.indexOf('=');
    if (at < 1) {
      const message = `--set ${assignment}: found no '='; expected path=value, as in --set temperature=0.25`;
      throw new ErgodicError('badInput', message);
    }
    const value = parseValue(assignment.slice(at + 1));
    const path = segments(assignment.slice(0, at).trim());
    if (path.length > mostNames) {
      const message = `--set ${assignment.slice(0, 40)}…: found a path of ${path.length} names; expected at most ${mostNames}`;
      throw new ErgodicError('badInput', message);
    }
    result = put(result, path, value, assignment);
  }
  return result;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text, (key, value) => {
      if (key === '__proto__')
        throw new ErgodicError('badInput', `--set: '__proto__' is no name of an experiment file`);
      return value;
    });
  } catch (error) {
    if (error instanceof ErgodicError) throw error;
    return text;
  }
}

/** Names along a path. The names of `expect` are paths themselves: their dots do not part them. */
function segments(path: string): string[] {
  const parts = path.split('.');
  if (parts[0] !== 'expect' || parts.length < 3) return parts;
  const last = parts[parts.length - 1];
  return limits.includes(last) ? ['expect', parts.slice(1, -1).join('.'), last] : ['expect', parts.slice(1).join('.')];
}

function put(target: unknown, path: readonly string[], value: unknown, assignment: string): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (name === '__proto__' || name === '') {
    throw new ErgodicError('badInput', `--set ${assignment}: '${name}' is no name; expected path=value`);
  }
  if (Array.isArray(target)) return putEntry(target, name, rest, value, assignment);
  if (target !== undefined && (typeof target !== 'object' || target === null)) {
    const found = `the field that leads to '${name}' holds ${show(target)}, which has no fields of its own`;
    throw new ErgodicError('badInput', `--set ${assignment}: ${found}; set that field as a whole`);
  }
  const fields = (target ?? {}) as Fields;
  const before = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return { ...fields, [name]: put(before, rest, value, assignment) };
}

function putEntry(list: unknown[], name: string, rest: string[], value: unknown, assignment: string): unknown[] {
  const index = Number(name);
  if (!/^\d+$/.test(name) || index > list.length) {
    const message = `--set ${assignment}: found '${name}', expected an entry from 0 to ${list.length} of a list`;
    throw new ErgodicError('badInput', message);
  }
  const copy = [...list];
  copy[index] = put(list[index], rest, value, assignment);
  return copy;
}
