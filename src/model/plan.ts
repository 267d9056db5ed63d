import type { Scope } from '../expression';
import type { Method, MethodSettings } from './method';
import type { Observer } from './observable';
import type { Target } from './target';

/** One point of the sweep: everything that varies along the axes. */
export interface SweepPoint {
  parameters: Readonly<Record<string, number>>;
  /** Parameter values in the order of the scope's graph. */
  values: readonly number[];
  /** Null where neither the method nor the noise has one. */
  temperature: number | null;
  method: MethodSettings;
}

export type Start =
  | { kind: 'point'; at: number[] }
  | { kind: 'uniform'; low: number[]; high: number[] }
  | { kind: 'normal'; mean: number[]; deviation: number[] };

/**
 * How particles are numbered and grouped: a function of the experiment alone, never of the machine, so that any split of the
 * work gives the same tallies.
 *
 * Particles of a point are cut into tiles of `tile` consecutive ones (a power of two); tile t belongs to group t mod `groups`.
 */
export interface Layout {
  /** Particles at each sweep point. */
  particles: number;
  tile: number;
  tilesPerPoint: number;
  groups: number;
}

/** Expectation on an estimate, as in the experiment file. */
export interface Expectation {
  path: string;
  below?: number;
  above?: number;
  near?: number;
  standardErrors?: number;
  within?: number;
}

/** An experiment, resolved: nothing is left to default and every formula has been read. */
export interface Plan {
  title: string;
  /** The experiment file with every default written out; what `hash` is of. */
  resolved: Readonly<Record<string, unknown>>;
  /** SHA-256 of the resolved experiment, hexadecimal. */
  hash: string;
  scope: Scope;
  target: Target;
  method: Method;
  points: readonly SweepPoint[];
  random: 'fast' | 'philox';
  seed: number;
  /** One entry per coordinate in every list. */
  start: Start;
  layout: Layout;
  burnIn: number;
  steps: number;
  observers: readonly { name: string; kind: string; observer: Observer }[];
  expectations: readonly Expectation[];
  /** What a person should know before the run. */
  warnings: readonly string[];
}
