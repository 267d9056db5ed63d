/** Settings of a method at one sweep point: `step` and the method's options; of groups by dotted names, as in `decay.a`. */
export type MethodSettings = Readonly<Record<string, number | boolean>>;

/** What coefficients depend on beside the settings. */
export interface MethodContext {
  /** 1/2 where the noise is state-dependent and there is none, so that √(2hT) is √h; NaN for methods that take none. */
  temperature: number;
  /** Rows of the table; 0 without one. */
  rows: number;
}

/**
 * Writes WGSL for all coordinates of a particle from text for one: `$` stands for the coordinate's index. Every call that
 * draws takes new random numbers, in the order of the calls, normals before all else; the f64 twin has to make the same calls.
 */
export interface StepWriter {
  settings: MethodSettings;
  /** The statement once per coordinate. */
  each(statement: string): string;
  /** Declares `g$`, the slope at the position in the named variables (`'x'` reads x0, x1, …). */
  gradient(at: string): string;
  /** Declares `f$` and `potential`, slope and value of the potential. */
  gradientAndPotential(at: string): string;
  /** Declares `s$`: what multiplies a normal of a step with state-dependent noise, or `amplitude` of the coefficients. */
  noise(at: string): string;
  /** Declares `<name>$`, independent standard normals; `r$` by default. */
  normals(name?: string): string;
  /** Declares a number uniform in (0, 1). */
  uniform(name: string): string;
  /** Draws a mini-batch of `batch` rows (see `settings.replacement`) and declares `g$`, the slope with the mean over it. */
  batchGradient(at: string): string;
  /**
   * Declares `g$`, the slope, and `e$ = N^(−1/2) Σᵢ zᵢ (gᵢ − ḡ)` with a standard normal zᵢ for every row i: noise whose covariance is
   * that of the gradients of single rows.
   */
  noisyGradient(at: string): string;
  /** Steps made so far, as f32. */
  stepIndex: string;
}

/** f64 twin of `StepWriter`, over a batch of particles: `columns[i][k]` is coordinate i of particle k. Arrays are reused. */
export interface TwinStep {
  settings: MethodSettings;
  /** Number of particles in the batch. */
  count: number;
  /** The variables that the method declares, by name. */
  state: Readonly<Record<string, Float64Array[]>>;
  /** The scalars that the method declares, by name. */
  scalars: Readonly<Record<string, Float64Array>>;
  gradient(at: Float64Array[]): Float64Array[];
  gradientAndPotential(at: Float64Array[]): { slope: Float64Array[]; potential: Float64Array };
  noise(at: Float64Array[]): Float64Array[];
  normals(): Float64Array[];
  uniform(): Float64Array;
  batchGradient(at: Float64Array[]): Float64Array[];
  noisyGradient(at: Float64Array[]): { slope: Float64Array[]; noise: Float64Array[] };
  stepIndex: number;
  coefficients: Readonly<Record<string, number>>;
}

/** A number in the experiment file, beside `name` and `step`; a list of them is an axis of the sweep. */
export interface NumberOption {
  kind: 'number';
  title: string;
  least: number;
  most?: number;
  whole?: boolean;
  /** Without a default the option may be left out only when it is `optional`. */
  default?: number;
  optional?: boolean;
}

export interface FlagOption {
  kind: 'flag';
  title: string;
  default: boolean;
}

/** Several numbers that come together. */
export interface GroupOption {
  kind: 'group';
  title: string;
  members: Readonly<Record<string, NumberOption>>;
  /** With the group, `step` is left out. */
  replacesStep: boolean;
}

export type MethodOption = NumberOption | FlagOption | GroupOption;

/** Random numbers of one step. */
export interface Draws {
  /** Calls of `normals`. */
  normals: number;
  /** Calls of `uniform`. */
  uniforms?: number;
  /** Rows of mini-batches. */
  batch?: number;
  /** Whether `noisyGradient` is called. */
  noisy?: boolean;
}

/** The problem that a method's exact law is known on: U = kx²/2, or rows with losses k(x − a)²/2. */
export interface HarmonicWell {
  k: number;
  temperature: number;
  /** Number of rows, and the variance of the gradients k(x − a) of single rows; 0 without data. */
  rows: number;
  rowVariance: number;
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
  /** Whether it takes a temperature. */
  temperature: boolean;
  /** Whether it draws mini-batches, and so runs on a loss over data only. */
  batches: boolean;
  /** Whether it runs state-dependent noise and SDEs that are given by their drift. */
  stateDependentNoise: boolean;
  /**
   * What the chain is a sampler of: `gibbs` exp(−U/T), or `batches`, a law of its own that mini-batches make. `order` is the weak order
   * at which its stationary law approaches that of a vanishing step (Infinity: no bias at any step).
   */
  law: 'gibbs' | 'batches';
  order: number;
  /** Exact stationary Var(x), and Var(p) where there is a momentum, on a harmonic well. */
  harmonicLaw(well: HarmonicWell, settings: MethodSettings): { position: number; momentum?: number };
  /** Largest step that is stable on U = kx²/2; Infinity where every step is. */
  largestStep(k: number, settings: MethodSettings): number;
  /** Variables of a particle, one per coordinate. */
  variables: readonly string[];
  /** Variables of a particle, one in all. */
  scalars: readonly string[];
  /** Those among both that are kept between dispatches: 4 bytes per coordinate or per particle. */
  stored: readonly string[];
  /** The variable that observers see as the position, and as `momentum(x)`. */
  observed: string;
  momentum?: string;
  /** A scalar to which a step adds 1 when it is accepted; it starts at 0 in every dispatch. */
  accepted?: string;
  /** Largest numbers of draws over a sweep are laid out for all of its points. */
  draws(settings: MethodSettings, rows: number): Draws;
  /** Numbers that the step uses, computed once in f64. */
  coefficients(settings: MethodSettings, context: MethodContext): Readonly<Record<string, number>>;
  /** What a person should know before such a run. */
  warn?(settings: MethodSettings, context: MethodContext): string | null;
  /** From the start position in the `observed` variables to the stored ones; `r$` are normals of their own. */
  initialise: { wgsl(write: StepWriter): string[]; twin(step: TwinStep): void };
  step: { wgsl(write: StepWriter): string[]; twin(step: TwinStep): void };
  /**
   * Whether the path between two step ends, given them, is a Brownian bridge to leading order, with variance `amplitude²` (of the
   * coefficients) a step: white noise of one normal a step. First passage then tests the path between step ends too.
   */
  bridge: boolean;
  /**
   * Whether a step's law has a density or atoms. With a density, a chain of real numbers never lands on a set of measure zero: that
   * one of single precision does is rounding (see observables/nullSet).
   */
  noise: 'continuous' | 'discrete';
}
