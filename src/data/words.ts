import { ErgodicError } from '../errors';

export function refuse(message: string, options?: ErrorOptions): never {
  throw new ErgodicError('badInput', message, options);
}

/** A cell or a name as a message quotes it, on one short line. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object { … }';
  if (typeof value !== 'string') return String(value);
  const text = JSON.stringify(value);
  return text.length > 42 ? `${text.slice(0, 40)}…"` : text;
}

/** "a", "b" and so on, cut short where there are many. */
export function listNames(names: readonly string[]): string {
  const most = 12;
  const shown = names.slice(0, most).map(quote).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** "1 row", "3 rows". */
export const countOf = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
