import type { PointResult } from './result';

/** Whether a statement about the dynamics was borne out. */
export type Verdict = 'holds' | 'fails' | 'inconclusive';

/** What the words of the seed come to. */
export type SeedVerdict = 'holds' | 'holds with a condition' | 'does not hold';

/** An experiment file as data: text of formulas, nothing resolved. The certificate sets its seed. */
export type ClaimExperiment = Readonly<Record<string, unknown>>;

/** Results of a claim's experiments by their names: one entry per sweep point. */
export type ClaimResults = Readonly<Record<string, readonly PointResult[]>>;

/**
 * One number that bears on a claim, and what it was held against.
 *
 * Test `equal`: the mean of `value` over all runs lies within `bias` of `expected`, against that it does not. It fails where |z| of
 * z = sign(value − expected) · max(0, |value − expected| − bias) / standardError is beyond the certificate's limit, and can say
 * nothing where limit · standardError + bias is above `resolution`.
 *
 * Tests `above`, `below`: that mean lies on the named side of `expected`, for numbers of which it is claimed that they differ.
 * z = ±(value − expected) / standardError has to be beyond the limit; it fails where −z is, and can say nothing between.
 */
export interface Evidence {
  /** What was measured, in words, with its unit. */
  quantity: string;
  test: 'equal' | 'above' | 'below';
  value: number | null;
  /** 0 for counts that admit no error. */
  standardError: number | null;
  expected: number;
  /** Bound on |mean of value − expected| that comes from the method's step: derived, or from two step sizes. */
  bias: number;
  /** Departure from `expected` that has to be visible for the number to say anything. */
  resolution: number;
  /** Of the standard error: groups of particles less one. Null where it is known exactly. */
  freedom: number | null;
  /** Whether this is what tells the seed's words from the true statement. */
  against?: true;
}

/** An axis of a figure; `label` names its unit where it has one. */
export interface ClaimAxis {
  label: string;
  scale?: 'linear' | 'log';
}

/** Points in the order in which a line joins them. `error` is one standard error of y. */
export interface ClaimSeries {
  name: string;
  /** `measured` is drawn as points with errors, `exact` and `seed` (what the seed's words predict) as lines, `guide` as a thin one. */
  role: 'measured' | 'exact' | 'seed' | 'guide';
  /** Series of one set have one colour; 0 by default. */
  set?: number;
  points: readonly { x: number; y: number; error?: number }[];
}

interface FigureText {
  title: string;
  /** The figure in words, for who cannot see it: what falls or grows with what, and how far from exact. */
  text: string;
  x: ClaimAxis;
  y: ClaimAxis;
}

/** Measured points with errors on exact curves. */
export interface CurveFigure extends FigureText {
  kind: 'curves';
  series: readonly ClaimSeries[];
}

/** A heat map: one value per cell of a grid that need not be even, and curves over it. */
export interface MapFigure extends FigureText {
  kind: 'map';
  /** What the colour shows. */
  value: ClaimAxis;
  cells: readonly { x: number; y: number; value: number /** A word on the cell. */; label?: string }[];
  series: readonly ClaimSeries[];
}

export type ClaimFigure = CurveFigure | MapFigure;

/** What a claim makes of its results: a pure function of them. */
export interface Judgement {
  evidence: readonly Evidence[];
  figure: ClaimFigure;
}

/** A statement of the theorem: what the seed says, what is true, and the experiments that tell. One file each. */
export interface Claim {
  id: string;
  title: string;
  /** Step of the seed's proof it belongs to. */
  seedStep: string;
  /** In the seed's words. */
  seedStatement: string;
  /** What those come to where the true statement holds, and why in a sentence. */
  seed: { verdict: SeedVerdict; because: string };
  /** What is true. */
  statement: string;
  /** Where the true statement comes from. */
  source: string;
  /**
   * Experiments by name.
   *
   * @param scale how many times as many particles as in the quick certificate
   */
  experiments(scale: number): Readonly<Record<string, ClaimExperiment>>;
  judge(results: ClaimResults): Judgement;
}
