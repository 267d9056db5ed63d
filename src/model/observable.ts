import type { z } from 'zod';
import type { Node, Scope } from '../expression';
import type { Density } from './density';
import type { Dynamics } from './dynamics';
import type { Method } from './method';
import type { Start, SweepPoint } from './plan';
import type { GroupTally } from './tally';
import type { Target } from './target';

/** How a block of integer cells is gathered on the GPU before it reaches the tallies. */
export type CellKind =
  /** One counter per cell in a register of each particle: few cells, raised at most records. */
  | 'counter'
  /** Cells indexed by a computed number: workgroup memory where they fit, else the tallies directly. */
  | 'histogram'
  /** Signed 64-bit sums of fixed-point numbers. */
  | 'sum'
  /** Such sums in cells indexed by a computed number. */
  | 'indexedSum';

export interface CellBlock {
  name: string;
  kind: CellKind;
  count: number;
}

/** What one particle contributes at a record, as WGSL. */
export interface RecordWriter {
  /** WGSL of expression i of the observer at the particle's position. */
  value(i: number): string;
  /** WGSL of setting i of the observer at the particle's sweep point. */
  setting(i: number): string;
  /** The same where a u32 expression says which. */
  settingAt(i: string): string;
  /** Steps made since the end of burn-in, a u32 below 2³¹, in brackets. */
  clock: string;
  /** Statement that declares a number uniform in (0, 1), number `draw` (a u32 expression) of the particle's for this observer. */
  uniform(name: string, draw: string): string;
  /** Name of word i that the observer keeps of the particle. */
  memory(i: number): string;
  /** Statement that adds one to a cell of a 'counter' block where a condition holds. */
  countIf(block: string, cell: number, condition: string): string;
  /** Statement that adds an f32 of 0 or 1 to a cell of a 'counter' block. */
  count(block: string, cell: number, amount: string): string;
  /** Statement that adds one to the cell of a 'histogram' block that a u32 expression names. */
  bump(block: string, cell: string): string;
  /** Statement that adds an i32 up to 2³⁰ in size to a cell of a 'sum' block. */
  add(block: string, cell: number, amount: string): string;
  /** The same of an f32 up to 2³⁰ in size, to the nearest integer: what is recorded often is not converted. */
  addRounded(block: string, cell: number, amount: string): string;
  /** Statement that adds an i32 to the cell of an 'indexedSum' block that a u32 expression names. */
  addAt(block: string, cell: string, amount: string): string;
  /** Statement that keeps a number in the observer's trace: particle and record as u32 expressions, both below its size. */
  keep(particle: string, record: string, value: string): string;
  /** The particle's number within its sweep point where that is below 2³², else 2³² − 1. */
  particle: string;
}

/** f64 twin of `RecordWriter` for a batch of particles of one group. */
export interface TwinRecord {
  count: number;
  values: readonly Float64Array[];
  settings: readonly number[];
  /** `memory[i][k]` is word i that the observer keeps of particle k. */
  memory: readonly Float64Array[];
  /** Steps made since the end of burn-in, and between records. */
  clock: number;
  every: number;
  /** Number `draw` of particle k's own for this observer, uniform in (0, 1). */
  uniform(k: number, draw: number): number;
  add(block: string, cell: number, amount: number): void;
  /** Keeps a number of particle k in the observer's trace where that particle is among its first ones. */
  keep(k: number, record: number, value: number): void;
}

/** What the f64 twin's pilot saw of an expression at one sweep point. */
export interface PilotRange {
  mean: number;
  /** Largest |value − mean|. */
  spread: number;
  /** Smallest and largest value, where any was seen. */
  low?: number;
  high?: number;
}

/** The part of a finished run that an observer turns into its report, at one sweep point. */
export interface ReportContext {
  /** Tallies of one of the observer's blocks. */
  tally(block: string): GroupTally;
  settings: readonly number[];
  /** Number of records that each particle made, and of steps that were observed. */
  records: number;
  steps: number;
  /** Exact stationary density, or null where there is none to be had. */
  density: Density | null;
  /** Exact answers about time, or null where there are none. */
  dynamics: Dynamics | null;
  point: SweepPoint;
  /** Whether a step's law has a density or atoms. */
  noise: Method['noise'];
  /** What the observer's trace holds, row-major (particle, record); null without one. */
  trace: Float32Array | null;
}

/** Dense numbers for arrays.npz. */
export interface NamedArray {
  shape: number[];
  data: Float64Array | Float32Array | BigInt64Array | Uint8Array;
}

/** What is reported of an observable in the result file, and the arrays beside it. */
export interface Report {
  values: Record<string, unknown>;
  arrays?: Record<string, NamedArray>;
}

/** What is done with a particle, on the device and in its f64 twin. */
export interface Recording {
  wgsl(write: RecordWriter): string[];
  twin(record: TwinRecord): void;
}

/** One observable of an experiment, resolved: formulas as nodes, cells laid out. */
export interface Observer {
  /** Records are taken after steps every, 2·every, … counted from the end of burn-in. */
  every: number;
  expressions: readonly Node[];
  blocks: readonly CellBlock[];
  /** What the words begin with that the observer keeps of every particle: 4 bytes each. */
  memory?: readonly number[];
  /** Expressions whose range the pilot measures. */
  pilot: readonly Node[];
  /** Quantities to measure the range of instead, from `values[i][k]`, expression i of the pilot for each of `count` particles. */
  derive?(values: readonly Float64Array[], count: number): readonly Float64Array[];
  /** WGSL functions of shaders/lib that the record calls. */
  library?: { name: 'eigen'; size: number };
  /** Numbers per sweep point that the record needs, from the pilot's ranges there. */
  settings(ranges: readonly PilotRange[], point: SweepPoint): number[];
  /**
   * In place of `every`: the clock of the next record, a u32 expression of the memory, the same for all particles of a sweep point;
   * of the twin's memory alike. It is looked at after `begin` and after every record. `unit` divides the clocks of all records.
   */
  due?: {
    unit: number;
    wgsl(write: Pick<RecordWriter, 'memory'>): string;
    twin(memory: readonly Float64Array[]): number;
  };
  /** What is done besides after steps every, 2·every, …: a further record at longer intervals. */
  sparse?: { every: number; record: Recording };
  /** At the end of burn-in, before the first step that is observed. */
  begin?: Recording;
  record: Recording;
  /** After the last step. 'sum' blocks are then added to here and not in records. */
  finish?: Recording;
  /** Whether nothing that this observer counts will change, whatever the particle does from now on: WGSL of a condition, and its twin. */
  settled?: {
    wgsl(write: Pick<RecordWriter, 'memory'>): string;
    twin(memory: readonly Float64Array[], k: number): boolean;
  };
  /** Numbers of the first particles, kept as they are. */
  trace?: { particles: number; records: number };
  /** What a person should know before the run. */
  warnings?: readonly string[];
  report(context: ReportContext): Report;
  /** Number of particles whose final coordinates go to the arrays. */
  snapshot?: number;
}

export interface ObserverContext {
  scope: Scope;
  target: Target;
  start: Start;
  method: Method;
  points: readonly SweepPoint[];
  burnIn: number;
  steps: number;
  /** Reads a formula of this observable; `path` is where it stands below the observable, for messages. */
  formula(text: string, path: string): Node;
  /** Refuses the observable: `path` below it, what was found, what to write instead. */
  refuse(path: string, found: string, remedy: string): never;
  /** Number of particles at each sweep point. */
  particles: number;
  /** What the file asks of its other observables, by name. */
  others: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A kind of observable: what the file may ask for, what a particle contributes, how tallies become estimates. */
export interface Observable<Spec = unknown> {
  kind: string;
  title: string;
  /** One line per reported quantity. */
  reports: Readonly<Record<string, string>>;
  source: string;
  schema: z.ZodType<Spec>;
  observe(spec: Spec, context: ObserverContext): Observer;
}
