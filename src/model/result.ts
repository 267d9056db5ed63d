import type { Estimate } from './estimate';

/** One observable's report in the result file. */
export interface ObservableResult {
  kind: string;
  [quantity: string]: unknown;
}

/** A setting of a method; nested where several numbers make one, as in `decay: { a, b, gamma }`. */
export type MethodSetting = number | string | boolean | { [name: string]: MethodSetting };

export interface PointResult {
  parameters: Record<string, number>;
  /** Null for a method without one, such as `sgd`, whose noise is its batches. */
  temperature: number | null;
  method: Record<string, MethodSetting>;
  /** Particles whose coordinates left the finite numbers. */
  nonFinite: number;
  /** Steps, burn-in included, between which the first of them was found to have left; where any has. */
  firstNonFinite?: { after: number; by: number };
  /** What a person has to know before trusting this point, in plain words. */
  warnings?: string[];
  /** Fraction of proposed moves that were accepted, 0 … 1, of Metropolis methods. */
  acceptance?: Estimate;
  observables: Record<string, ObservableResult>;
}

export interface ExpectationResult {
  path: string;
  limit: Record<string, number>;
  value: number | null;
  holds: boolean;
  /** Index of the sweep point, from 0, where there are several. */
  point?: number;
}

/** `result.json`. */
export interface Result {
  schema: string;
  experiment: Record<string, unknown>;
  hash: string;
  /** `deviceLosses`: devices that were lost on the way, from each of which the run went on. */
  machine: { adapter: string; software: boolean; version: string; deviceLosses?: number };
  timing: { wall: number; particleSteps: number | string; rate: number };
  /** Of the experiment as it is written, whatever was counted. */
  warnings?: string[];
  points: PointResult[];
  expectations: ExpectationResult[];
}
