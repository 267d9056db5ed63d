/** The formula of a landscape in a given dimension, in the notation of an experiment file. */
export interface LandscapeFormula {
  variables: string[];
  potential: string;
  parameters: Record<string, number>;
  /** State-dependent Itô noise √(2D) in place of a temperature; see `Landscape.temperature`. */
  diffusion?: string;
}

/**
 * One number known exactly about a landscape, and how to ask for it again. `value` carries as many digits as are known;
 * `digits` says how many of them are significant, so that a check knows what agreement means.
 */
export interface ExactNumber {
  quantity: ExactQuantity;
  temperature?: number;
  parameters?: Record<string, number>;
  dimension?: number;
  value: number;
  digits: number;
  /** Where the number is published, when not with the landscape itself. */
  source?: string;
}

export type ExactQuantity =
  /** Stationary expectation of an expression. */
  | { kind: 'mean'; of: string }
  | { kind: 'variance'; of: string }
  /** Stationary probability that the expression is at least 0. */
  | { kind: 'mass'; where: string }
  /** Normaliser Z = ∫ exp(−U/T) dx. */
  | { kind: 'normalizer' }
  /** k-th smallest non-zero eigenvalue of the generator (k = 1 is the spectral gap), per unit time. */
  | { kind: 'rate'; index: number }
  /** Mean first-passage time between two points of a 1-D landscape. */
  | { kind: 'passage'; from: number; to: number }
  /** Mean exit time from the interval |x| < radius of a 1-D landscape. */
  | { kind: 'exit'; from: number; radius: number }
  /** A critical point and the potential there. */
  | { kind: 'critical'; type: 'minimum' | 'saddle' | 'maximum'; at: number[]; potential?: number }
  /** Second derivative (1-D) of the potential at a point. */
  | { kind: 'curvature'; at: number };

/** A potential of the catalogue: one file each, with the numbers that are known exactly and where it comes from. */
export interface Landscape {
  name: string;
  title: string;
  /** What it is for: the phenomenon it shows. */
  shows: string;
  /** A temperature at which it is usually looked at. */
  temperature: number;
  /** A step at which Euler–Maruyama is stable and accurate at that temperature. */
  step: number;
  /** Dimensions it is defined in: fixed when there is one, otherwise the first is the default. */
  dimensions: readonly number[];
  formula(dimension: number): LandscapeFormula;
  /** The window in which most of the mass lies, one [low, high] per coordinate (a single one serves all). */
  window: readonly (readonly [number, number])[];
  exact: readonly ExactNumber[];
  source: string;
}
