import { ErgodicError } from '../errors';
import { nearest } from '../errors/nearest';
import { parse, type Scope } from '../expression';
import type { Observer, ObserverContext } from '../model/observable';
import type { Expectation } from '../model/plan';
import { observables } from '../observables';
import type { Problems } from './problems';
import type { ExperimentFile } from './schema';
import { choices } from './show';

export interface NamedObserver {
  name: string;
  kind: string;
  observer: Observer;
}

/** Reads every observable of the file; those that cannot be read are told to `problems`, each with its place. */
export function readObservers(file: ExperimentFile, scope: Scope, problems: Problems): NamedObserver[] {
  return Object.entries(file.observe).flatMap(([name, { kind, ...spec }]) => {
    const observable = observables.find((o) => o.kind === kind)!;
    const context = contextFor(`observe.${name}`, scope, file.ensemble.particles, problems);
    const observer = stoppable(() => observable.observe(spec, context));
    if (observer === undefined) return [];
    if (observer.every > file.steps) {
      const expected = `expected at most ${file.steps}, the number of steps, or nothing would be recorded`;
      problems.add(`observe.${name}.every`, `found ${observer.every}, ${expected}`);
    }
    return [{ name, kind, observer }];
  });
}

/** Ends the reading of one observable whose problem is already told. */
class Stop extends Error {}

function stoppable<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Stop) return undefined;
    throw error;
  }
}

function contextFor(base: string, scope: Scope, particles: number, problems: Problems): ObserverContext {
  const at = (path: string) => (path === '' ? base : `${base}.${path}`);
  return {
    scope,
    particles,
    formula(text, path) {
      const node = problems.attempt(at(path), () => parse(scope, text));
      if (node === undefined) throw new Stop();
      return node;
    },
    refuse(path, found, remedy) {
      problems.add(at(path), `${found}; ${remedy}`);
      throw new Stop();
    },
  };
}

/** Expectations of the file; a path whose observable or quantity nothing will report is told to `problems`. */
export function readExpectations(file: ExperimentFile, problems: Problems): Expectation[] {
  return Object.entries(file.expect).map(([path, limits]) => {
    problems.attempt(`expect.${path}`, () => checkPath(path, file));
    return { path, ...limits };
  });
}

function checkPath(path: string, file: ExperimentFile): void {
  const [name, quantity] = path.split('.');
  const names = Object.keys(file.observe);
  if (!names.includes(name)) throw unknown(name, names, 'observable of this file');
  const kind = file.observe[name].kind;
  const reported = Object.keys(observables.find((o) => o.kind === kind)!.reports).map((r) => r.split(/[.[]/)[0]);
  if (!reported.includes(quantity)) throw unknown(quantity, [...new Set(reported)], `quantity that '${kind}' reports`);
}

function unknown(found: string | undefined, known: readonly string[], what: string): ErgodicError {
  const text = found === undefined ? 'found no quantity' : `'${found}' is no ${what}`;
  return new ErgodicError('badInput', `${text}; ${nearest(found ?? '', known)}expected ${choices(known)}`);
}
