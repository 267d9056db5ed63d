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
