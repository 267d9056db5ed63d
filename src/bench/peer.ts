import type { Gpu } from '../gpu/adapter';
import type { Contender } from './contender';
import type { Workload, WorkloadMethod } from './workload';

/** What a peer may use: the engine's device, and the GPU object for those that open a device of their own. */
export interface Machine {
  gpu: Gpu;
  navigator: GPU;
}

export interface Size {
  method: WorkloadMethod;
  particles: number;
  steps: number;
}

/** Another program for the same problem. */
export interface Peer {
  name: string;
  title: string;
  /** Names of the methods it computes, by workload. */
  computes: Readonly<Record<string, readonly string[]>>;
  /**
   * Where it has the engine's random numbers: within how much nine tenths of the coordinates have to follow the engine's
   * paths. The others may be on a barrier, where rounding grows.
   */
  follows?: number;
  /** Particle-steps of a run in two dimensions: some tenths of a second on two cores, and on a graphics card. */
  work: { software: number; hardware: number };
  /** Null, or a sentence: why it cannot run here and what to install. */
  available(): Promise<string | null>;
  /** Its version, for the report. */
  version?(): Promise<string>;
  contender(machine: Machine, workload: Workload, size: Size): Promise<Contender>;
  /** Frees what contenders share, once all are closed. */
  close?(): Promise<void>;
}

/** The part of a peer's contender that is the same for all. */
export const identity = (peer: string, workload: Workload, { method, particles, steps }: Size) => ({
  workload: workload.name,
  contender: peer,
  method: method.title,
  observers: '',
  particles,
  steps,
});

/** The workloads in which every coordinate moves by itself, by Euler's method. */
export const coordinatewise = {
  'double-well': ['euler-maruyama'],
  'geometric-brownian-motion': ['euler-maruyama'],
  gaussian: ['euler-maruyama'],
} as const;

export type Coordinatewise = keyof typeof coordinatewise;
