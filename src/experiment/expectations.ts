import { ErgodicError } from '../errors';
import { nearest } from '../errors/nearest';
import type { Observer } from '../model/observable';
import type { Expectation, SweepPoint } from '../model/plan';
import { observables } from '../observables';
import type { NamedObserver } from './observers';
import type { Problems } from './problems';
import type { ExperimentFile } from './schema';
import { choices } from './show';

/**
 * Expectations of the file; a path that names no estimate is told to `problems`, before a run takes its time.
 *
 * @param point some sweep point, which what an observer reports may need
 */
export function readExpectations(
  file: ExperimentFile,
  observers: readonly NamedObserver[],
  point: SweepPoint,
  problems: Problems,
): Expectation[] {
  return Object.entries(file.expect).map(([path, limits]) => {
    problems.attempt(`expect.${path}`, () => checkPath(path, file, observers, point));
    return { path, ...limits };
  });
}

function checkPath(path: string, file: ExperimentFile, observers: readonly NamedObserver[], point: SweepPoint): void {
  const [name, ...keys] = path.split('.');
  const names = Object.keys(file.observe);
  if (!names.includes(name)) throw unknown(name, names, 'observable of this file');
  const { kind } = file.observe[name];
  const reported = Object.keys(observables.find((o) => o.kind === kind)!.reports);
  if (!reported.includes(keys[0])) throw unknown(keys[0], reported, `quantity that '${kind}' reports`);
  const observer = observers.find((o) => o.name === name)?.observer;
  if (observer !== undefined) follow(emptyReport(observer, point, file.steps), keys);
}

/** What the observer reports of a run that counted nothing: the numbers mean nothing, their names and places do. */
function emptyReport(observer: Observer, point: SweepPoint, steps: number): unknown {
  const sizes = new Map(observer.blocks.map((block) => [block.name, block.count]));
  const cells = (block: string) => new Float64Array(sizes.get(block) ?? 0);
  try {
    return observer.report({
      tally: (block) => ({ particles: [1, 1], cells: [cells(block), cells(block)] }),
      settings: observer.settings(
        observer.pilot.map(() => ({ mean: 0, spread: 1 })),
        point,
      ),
      records: Math.floor(steps / observer.every),
      steps,
      density: null,
      dynamics: null,
      point,
      trace: null,
      noise: 'continuous' as const,
    }).values;
  } catch {
    // Statistics may refuse to be made of nothing; the path is then judged after the run.
    return undefined;
  }
}

function follow(report: unknown, keys: readonly string[]): void {
  let at = report;
  for (const key of keys) {
    // What only an exact density gives is null here.
    if (at === undefined || at === null) return;
    const known = typeof at === 'object' ? Object.keys(at) : [];
    if (!known.includes(key)) throw unknown(key, known, 'part of what is reported there');
    at = (at as Record<string, unknown>)[key];
  }
  const isEstimate = typeof at === 'object' && at !== null && 'value' in at && 'standardError' in at;
  if (typeof at === 'object' && at !== null && !isEstimate) throw unknown(undefined, Object.keys(at), '');
}

function unknown(found: string | undefined, known: readonly string[], what: string): ErgodicError {
  const text = found === undefined ? 'the path ends before an estimate' : `'${found}' is no ${what}`;
  return new ErgodicError('badInput', `${text}; ${nearest(found ?? '', known)}expected ${choices(known)}`);
}
