import type { PointResult, Result } from '../model/result';
import { formatCount, formatNumber } from './format';
import { type Fields, isFields, readNumber } from './read';

const fieldsOf = (x: unknown): Fields => (isFields(x) ? x : {});

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

function functionOf(name: string, variables: unknown): string {
  const list = Array.isArray(variables) ? variables.map(String) : [];
  return list.length === 0
    ? name
    : `${name}(${list.length > 6 ? `${list.slice(0, 5).join(', ')}, …` : list.join(', ')})`;
}

/** What was sampled, as formulas: a potential, a loss with its data, or an equation outright. */
export function formulas({ experiment: e }: Result): string[] {
  const lines: [string, unknown][] = [
    [functionOf('U', e.variables), e.potential],
    ['loss of one row', e.loss],
    ['regularizer', e.regularizer],
    ['drift', e.drift],
    ['noise', e.noise],
    ['D', e.diffusion],
  ];
  return lines.flatMap(([name, formula]) => {
    if (formula === undefined || formula === null) return [];
    const landscape = fieldsOf(formula).landscape;
    if (landscape !== undefined) return [`${name}: ${settingText(formula)}`];
    return [`${name} = ${settingText(formula)}`];
  });
}

export const methodText = ({ experiment }: Result): string => settingText(experiment.method);

/** How many particles, started where, drawn from which seed. */
export function ensembleFacts({ experiment, points }: Result): [string, string][] {
  const { particles, seed, start } = fieldsOf(experiment.ensemble);
  const many = points.length > 1 ? ` at each of ${points.length} points` : '';
  const count = (x: unknown) => (readNumber(x) === null ? settingText(x) : formatCount(x as number | string));
  return [
    ['Particles', particles === undefined ? '' : count(particles) + many],
    ['Steps', count(experiment.steps)],
    ['Burn-in', experiment.burnIn === undefined ? '' : `${count(experiment.burnIn)} steps`],
    ['Start', settingText(start)],
    ['Seed', settingText(seed)],
  ];
}

/** What the experiment file asked of an observable. */
export const specOf = ({ experiment }: Result, name: string): Fields => fieldsOf(fieldsOf(experiment.observe)[name]);

/** Everything that tells one sweep point from another, by name. */
export const settingsOf = ({ parameters, temperature, method }: PointResult): Record<string, unknown> => ({
  ...parameters,
  temperature,
  ...Object.fromEntries(Object.entries(method).filter(([key]) => key !== 'name')),
});

/** Names of the settings that differ between sweep points. */
export function axesOf(points: readonly PointResult[]): string[] {
  const all = points.map(settingsOf);
  return Object.keys(all[0] ?? {}).filter((key) => all.some((settings) => settings[key] !== all[0][key]));
}

/** `temperature 0.25, tilt 0.2`: the point by its place on the axes. */
export function pointText(point: PointResult, axes: readonly string[]): string {
  const settings = settingsOf(point);
  return axes.map((axis) => pairText(axis, settings[axis])).join(', ');
}
