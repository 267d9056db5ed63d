import type { Estimate } from '../model/estimate';

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (x: unknown): x is Fields => typeof x === 'object' && x !== null && !Array.isArray(x);

export const isEstimate = (x: unknown): x is Estimate => isFields(x) && 'value' in x && 'standardError' in x;

/** A finite number, also where it is an integer past 2^53 and so a string; else null. */
export function readNumber(x: unknown): number | null {
  const number = typeof x === 'string' && /^-?\d+$/.test(x) ? Number(x) : x;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A list of numbers, or null where any entry is none. */
export function readNumbers(x: unknown): number[] | null {
  if (!Array.isArray(x)) return null;
  const numbers = x.map(readNumber);
  return numbers.includes(null) ? null : (numbers as number[]);
}

/** Rows of numbers of one length, or null. */
export function readGrid(x: unknown): number[][] | null {
  if (!Array.isArray(x)) return null;
  const rows = x.map(readNumbers);
  return rows.every((row) => row !== null && row.length === rows[0]?.length) ? (rows as number[][]) : null;
}

/** Every estimate below a value, with its path. */
export function findEstimates(x: unknown, path = ''): { path: string; estimate: Estimate }[] {
  if (isEstimate(x)) return [{ path, estimate: x }];
  if (typeof x !== 'object' || x === null) return [];
  return Object.entries(x).flatMap(([key, below]) => findEstimates(below, path ? `${path}.${key}` : key));
}

/** Plain numbers and texts directly below an observable, its kind aside. */
export function findScalars(report: Fields): { key: string; value: number | string }[] {
  return Object.entries(report).flatMap(([key, value]) =>
    key !== 'kind' && (typeof value === 'number' || typeof value === 'string') ? [{ key, value }] : [],
  );
}

/** `totalVariation` → `Total variation`. */
export function words(name: string): string {
  const spaced = name.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
