import type { ClaimSeries } from '../../../model/claim';
import type { Key } from '../../figure';
import type { Drawn } from './points';

/** Sets that have a colour and a shape of their own; more begin again. */
const shapes = ['circle', 'square', 'triangle', 'diamond', 'star', 'wye', 'cross'] as const;

const dashes = ['7 4', '2 3', '10 3 2 3'] as const;

const setOf = ({ set }: ClaimSeries): number => (set ?? 0) % shapes.length;

export const shapeOf = (series: ClaimSeries) => shapes[setOf(series)];

/** The colour of a series: its set's, but for what the seed predicts and for guides. */
export function colourOf(series: ClaimSeries): string {
  if (series.role === 'seed') return 'var(--seed)';
  return series.role === 'guide' ? 'var(--soft)' : `var(--set-${setOf(series)})`;
}

/** How the n-th of the seed's lines is dashed. */
export const dashOf = (n: number): string => dashes[n % dashes.length];

/** Series of one name and role, which the legend names once. */
function groups(series: readonly Drawn[]): Drawn[][] {
  const found = new Map<string, Drawn[]>();
  for (const one of series.filter(({ points }) => points.length > 0)) {
    const key = `${one.role} ${one.name}`;
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()];
}

/** Of one set they take its colour in the legend, of several the ink's. */
function keyOf(group: readonly Drawn[]): Key {
  const [{ name: text, role }] = group;
  const colour = new Set(group.map(colourOf)).size === 1 ? colourOf(group[0]) : 'var(--ink)';
  if (role === 'measured') return { mark: `shape ${shapeOf(group[0])}`, text, colour };
  if (role === 'exact') return { mark: 'series', text, colour };
  return { mark: role === 'seed' ? 'dashed' : 'thin', text, colour };
}

/** The legend of a figure: what was measured first. */
export function keysOf(series: readonly Drawn[]): Key[] {
  const all = groups(series);
  const order: readonly ClaimSeries['role'][] = ['measured', 'exact', 'seed', 'guide'];
  return order.flatMap((role) => all.filter(([one]) => one.role === role)).map(keyOf);
}
