import { spoiled } from './base';

/** A file that must be refused: its text, and what the message must say. */
export interface Malformed {
  what: string;
  text: string;
  says: (string | RegExp)[];
}

/** The right file with one value replaced: what is wrong, where, by what, and what the message must say. */
export const bad = (what: string, path: string, value: unknown, ...says: (string | RegExp)[]): Malformed => ({
  what,
  text: spoiled(path, value),
  says,
});

type Fields = Record<string, unknown>;

/** A copy of an experiment with the values at some paths replaced, or left out where they are undefined. */
export function changed(file: object, changes: Readonly<Fields>): object {
  const root = structuredClone(file) as Fields;
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.');
    const last = names.pop()!;
    const parent = names.reduce((fields, name) => fields[name] as Fields, root);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return root;
}

/** A right file with some values replaced, and what the message must say. */
export const wrong = (
  what: string,
  file: object,
  changes: Readonly<Fields>,
  ...says: (string | RegExp)[]
): Malformed => ({ what, text: JSON.stringify(changed(file, changes)), says });
