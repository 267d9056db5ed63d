import type { PointResult } from '../model/result';
import { formatNumber } from './format';
import { type Fields, isFields } from './read';

/** Keys whose value names the thing: `{ kind: "uniform" }` is "uniform". */
const naming = new Set(['kind', 'name', 'landscape', 'file']);

/** A name and its value, kept on one line. */
export const pairText = (key: string, value: unknown): string => `${key}\u00a0${settingText(value, true)}`;

/** A setting as text: numbers to their digits, long lists (the axes of a sweep) by their ends, `inner` lists in brackets. */
export function settingText(x: unknown, inner = false): string {
  if (typeof x === 'number') return formatNumber(x);
  if (Array.isArray(x)) return inner && x.length > 1 ? `(${listText(x)})` : listText(x);
  if (isFields(x)) return fieldsText(x);
  return x === null || x === undefined ? '' : String(x);
}

const fieldsText = (x: Fields): string =>
  Object.entries(x)
    .map(([key, value]) => (naming.has(key) ? settingText(value) : pairText(key, value)))
    .join(', ');

function listText(list: readonly unknown[]): string {
  const shown = list.length > 8 ? [...list.slice(0, 3), '…', list.at(-1)] : list;
  const text = shown.map((x) => settingText(x, true)).join(', ');
  return list.length > 8 ? `${text} (${list.length} values)` : text;
}

/** Leaves of nested settings by their dotted names. */
function leaves(x: Fields, prefix = ''): [string, unknown][] {
  return Object.entries(x).flatMap(([key, value]) =>
    isFields(value) ? leaves(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value] as [string, unknown]],
  );
}

/**
 * Everything that may tell one sweep point from another, by name: parameters, temperature where there is one, settings of the method
 * (`decay.a` for nested ones). A setting of the method that is named as a parameter is found under `method.`.
 */
export function settingsOf({ parameters, temperature, method }: PointResult): Record<string, unknown> {
  const own = leaves(method).filter(([key]) => key !== 'name');
  const settings: Record<string, unknown> = { ...parameters };
  if (typeof temperature === 'number') settings.temperature = temperature;
  for (const [key, value] of own) settings[key in settings ? `method.${key}` : key] = value;
  return settings;
}

/** Names of the settings that differ between sweep points, the slowest first. */
export function axesOf(points: readonly PointResult[]): string[] {
  const all = points.map(settingsOf);
  const changes = (key: string) => all.filter((settings, i) => i > 0 && settings[key] !== all[i - 1][key]).length;
  return Object.keys(all[0] ?? {})
    .map((key) => ({ key, times: changes(key) }))
    .filter(({ times }) => times > 0)
    .sort((a, b) => a.times - b.times)
    .map(({ key }) => key);
}

/** `temperature 0.25, tilt 0.2`: the point by its place on the axes. */
export function pointText(point: PointResult, axes: readonly string[]): string {
  const settings = settingsOf(point);
  return axes.map((axis) => pairText(axis, settings[axis])).join(', ');
}
