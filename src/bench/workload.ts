import { checkExperiment, resolveExperiment } from '../experiment';
import type { Plan } from '../model/plan';

/** The method and its own options; the first of a workload is the one that peers compute. */
export interface WorkloadMethod {
  name: string;
  /** In tables. */
  title: string;
  options: Readonly<Record<string, unknown>>;
}

export type Observe = Readonly<Record<string, { kind: string; [option: string]: unknown }>>;

/** Of one coordinate; all coordinates of a workload that has a law are alike and independent. */
export interface Law {
  mean: number;
  variance: number;
  /** Variance of x², where that of x says little about the noise: between two wells it is the distance that counts. */
  squareVariance?: number;
}

/** One problem that is timed: an experiment as data, and what its answer is known to be. */
export interface Workload {
  name: string;
  title: string;
  /** Where the problem, or its exact answer, is from. */
  source: string;
  dimension: number;
  /** About how long a step takes beside one of the 2-D double well: chooses the steps of a run. */
  cost: number;
  methods: readonly [WorkloadMethod, ...WorkloadMethod[]];
  /** The rest of the experiment file: what moves the particles, and their start. */
  experiment: Readonly<Record<string, unknown>>;
  start: Readonly<Record<string, unknown>>;
  /** Text of the tables that the experiment names. */
  table?(path: string): string;
  /** What an experiment usually observes: timed together and each alone. */
  observers: Observe;
  /** Timed alone only. */
  alone: Observe;
  /** Size of the check against the exact law: so large that a tenth more drift or noise shows. */
  check: { particles: number; steps: number };
  /** Exact law of a coordinate after so many steps of the first method, its error in the step included. */
  law?(steps: number): Law;
  /** How far f32 may be from the f64 twin after `twinSteps` steps from the same random integers: a derived bound. */
  twinTolerance: number;
}

/** Steps of the comparison with the twin: kernels take as many together as in the runs that are timed. */
export const twinSteps = 64;

/** Seed of every ensemble. */
export const seed = 1;

export interface PlanSize {
  method: WorkloadMethod;
  particles: number;
  burnIn: number;
  steps: number;
  observe: Observe;
}

/** The engine's plan of a workload. */
export function planOf(workload: Workload, { method, particles, burnIn, steps, observe }: PlanSize): Plan {
  const file = {
    ...workload.experiment,
    method: { name: method.name, ...method.options },
    ensemble: { particles, seed, start: workload.start },
    burnIn,
    steps,
    observe,
  };
  return resolveExperiment(checkExperiment(file), workload.name, workload.table);
}

/**
 * Bound of the distance from the f64 twin after `twinSteps` steps, each off by `each`, where a step expands differences by at
 * most 1 + `expansion`.
 */
export const grown = (each: number, expansion: number) => twinSteps * each * (1 + expansion) ** twinSteps;

/** Half a unit in the last place of an f32 of size 1. */
export const rounding = 2 ** -24;

/** Most that a normal is off in f32: 2.5e-6 of a radius below 5 (shaders/lib/normal.wgsl). */
export const normalError = 5 * 2.5e-6;
