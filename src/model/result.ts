/** One observable's report in the result file. */
export interface ObservableResult {
  kind: string;
  [quantity: string]: unknown;
}

export interface PointResult {
  parameters: Record<string, number>;
  temperature: number;
  method: Record<string, number | string>;
  /** Particles whose coordinates left the finite numbers. */
  nonFinite: number;
  observables: Record<string, ObservableResult>;
}

export interface ExpectationResult {
  path: string;
  limit: Record<string, number>;
  value: number | null;
  holds: boolean;
}

/** `result.json`. */
export interface Result {
  schema: string;
  experiment: Record<string, unknown>;
  hash: string;
  machine: { adapter: string; software: boolean; version: string };
  timing: { wall: number; particleSteps: number | string; rate: number };
  points: PointResult[];
  expectations: ExpectationResult[];
}
