import { parse } from '../expression';
import type { Observer, ObserverContext } from '../model/observable';
import { observables } from '../observables';
import type { Problems } from './problems';
import type { ExperimentFile } from './schema';

/** What observers may know of the experiment. */
type ObserverParts = Pick<ObserverContext, 'scope' | 'target' | 'start' | 'method' | 'points'>;

export interface NamedObserver {
  name: string;
  kind: string;
  observer: Observer;
}

/** Reads every observable of the file; those that cannot be read are told to `problems`, each with its place. */
export function readObservers(
  file: ExperimentFile,
  { scope, ...rest }: ObserverParts,
  problems: Problems,
): NamedObserver[] {
  return Object.entries(file.observe).flatMap(([name, { kind, ...spec }]) => {
    const observable = observables.find((o) => o.kind === kind)!;
    const { burnIn, steps, observe: others } = file;
    const parts = { scope, ...rest, burnIn, steps, others, particles: file.ensemble.particles };
    const context = contextFor(`observe.${name}`, parts, problems);
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

function contextFor(
  base: string,
  parts: Omit<ObserverContext, 'formula' | 'refuse'>,
  problems: Problems,
): ObserverContext {
  const at = (path: string) => (path === '' ? base : `${base}.${path}`);
  return {
    ...parts,
    formula(text, path) {
      const node = problems.attempt(at(path), () => parse(parts.scope, text));
      if (node === undefined) throw new Stop();
      return node;
    },
    refuse(path, found, remedy) {
      problems.add(at(path), `${found}; ${remedy}`);
      throw new Stop();
    },
  };
}
