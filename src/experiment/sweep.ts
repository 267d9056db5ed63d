import type { SweepPoint } from '../model/plan';
import type { ExpandedFile } from './expand';
import type { Problems } from './problems';
import type { Swept } from './schema';

const mostPoints = 65_536;

type Setting = Swept | boolean;

/** One list of the file: its values make one direction of the grid. */
export interface Axis {
  /** Path in the file, such as `parameters.tilt`. */
  path: string;
  values: readonly number[];
}

/** The lists in `parameters`, `temperature` and `method`, in the order in which the file gives them. */
export function findAxes(file: ExpandedFile): Axis[] {
  return settings(file).flatMap(([path, value]) => (Array.isArray(value) ? [{ path, values: value }] : []));
}

/**
 * The grid of all axes, the last fastest.
 *
 * @param names parameters in the order of the scope's graph
 */
export function sweepPoints(file: ExpandedFile, names: readonly string[], problems: Problems): SweepPoint[] {
  const axes = findAxes(file);
  const count = axes.reduce((n, axis) => n * axis.values.length, 1);
  if (count > mostPoints) {
    const sizes = axes.map((a) => `${a.path} ${a.values.length}`).join(' × ');
    problems.add(axes[0].path, `a sweep of ${count} points (${sizes}); expected at most ${mostPoints}, shorten a list`);
    return [];
  }
  const all = settings(file);
  return Array.from({ length: count }, (_, index) => pointAt(new Map([...all, ...chosen(axes, index)]), names));
}

/** Every number that may vary, by its path, in file order. */
function settings(file: ExpandedFile): [string, Setting][] {
  return Object.entries(file).flatMap(([key, value]) => {
    if (key === 'temperature' && value !== undefined) return [[key, value as Swept] as [string, Setting]];
    if (key !== 'parameters' && key !== 'method') return [];
    return entriesOf(key, value as object);
  });
}

/** Numbers and flags below a path; text is a name, no setting. */
function entriesOf(path: string, value: object): [string, Setting][] {
  return Object.entries(value).flatMap(([name, v]: [string, unknown]): [string, Setting][] => {
    if (typeof v === 'string' || v === undefined) return [];
    const nested = typeof v === 'object' && v !== null && !Array.isArray(v);
    return nested ? entriesOf(`${path}.${name}`, v) : [[`${path}.${name}`, v as Setting]];
  });
}

function chosen(axes: readonly Axis[], index: number): [string, number][] {
  let rest = index;
  return axes
    .toReversed()
    .map(({ path, values }): [string, number] => {
      const value = values[rest % values.length];
      rest = Math.floor(rest / values.length);
      return [path, value];
    })
    .reverse();
}

function pointAt(values: ReadonlyMap<string, Setting>, names: readonly string[]): SweepPoint {
  const under = <T>(prefix: string): Record<string, T> =>
    Object.fromEntries(
      [...values].flatMap(([path, v]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), v as T]] : [])),
    );
  const parameters = under<number>('parameters.');
  return {
    parameters,
    values: names.map((name) => parameters[name]),
    temperature: (values.get('temperature') as number | undefined) ?? null,
    method: under<number | boolean>('method.'),
  };
}
