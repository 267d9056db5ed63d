/** Settings of a method at one sweep point: `step`, and whatever options the method declares. */
export type MethodSettings = Readonly<Record<string, number>>;

/** Writes WGSL for all coordinates of a particle from text for one: `$` stands for the coordinate's index. */
export interface StepWriter {
  /** The statement once per coordinate. */
  each(statement: string): string;
  /** Declares `g$ = ∂U/∂x$` at the position held in the named variables (`'x'` reads x0, x1, …). */
  gradient(at: string): string;
  /** Declares `r$`, independent standard normals, fresh at every step. */
  normals(): string;
}

/** f64 twin of `StepWriter`, over a batch of particles: `columns[i][k]` is coordinate i of particle k. */
export interface TwinStep {
  /** Number of particles in the batch. */
  count: number;
  /** The variables that the method declares, by name. */
  state: Readonly<Record<string, Float64Array[]>>;
  gradient(at: Float64Array[]): Float64Array[];
  normals(): Float64Array[];
  coefficients: Readonly<Record<string, number>>;
}

/** An option of a method in the experiment file, beside `name` and `step`. */
export interface MethodOption {
  title: string;
  least: number;
  most?: number;
  default?: number;
}

/**
 * An integrator: its WGSL step beside its f64 twin, and what is known about it.
 *
 * A step reads as the formula; position variables are named, and `$` stands for the coordinate's index.
 */
export interface Method {
  name: string;
  title: string;
  formula: string;
  source: string;
  options: Readonly<Record<string, MethodOption>>;
  /** Weak order of the stationary law in the step. */
  order: number;
  /** Exact stationary Var(x) of the method on U = kx²/2. */
  harmonicVariance(k: number, temperature: number, settings: MethodSettings): number;
  /** Largest step that is stable on U = kx²/2. */
  largestStep(k: number, settings: MethodSettings): number;
  /** Per-coordinate variables of a particle. */
  variables: readonly string[];
  /** The one among them that is kept between dispatches: 4 bytes per coordinate. */
  stored: readonly string[];
  /** The one that observers see after each step. */
  observed: string;
  /** Numbers that the step uses, computed once in f64. */
  coefficients(settings: MethodSettings, temperature: number): Readonly<Record<string, number>>;
  /** From the start position in the `observed` variables to the stored ones; `r$` are normals of their own. */
  initialise: { wgsl(write: StepWriter): string[]; twin(step: TwinStep): void };
  step: { wgsl(write: StepWriter): string[]; twin(step: TwinStep): void };
  /**
   * Whether a step's law has a density or atoms. With a density, a chain of real numbers never lands on a set of measure zero: that
   * one of single precision does is rounding (see observables/nullSet).
   */
  noise: 'continuous' | 'discrete';
}
