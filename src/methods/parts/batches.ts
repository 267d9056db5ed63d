import type { HarmonicWell, Method, MethodSettings } from '../../model/method';

/** Options of methods that draw mini-batches. */
export const batchOptions = {
  batch: { kind: 'number', title: 'rows of a mini-batch', least: 1, most: 2 ** 20, whole: true },
  replacement: { kind: 'flag', title: 'whether a row may be drawn twice in a batch', default: true },
} as const satisfies Method['options'];

/** What methods share whose noise is, or may be, that of mini-batches. */
export const batched = {
  batches: true,
  stateDependentNoise: false,
  initialise: { wgsl: () => [], twin: () => {} },
} as const satisfies Partial<Method>;

/**
 * Variance of the mean of a mini-batch as a multiple of that of a single row: 1/B, and (N − B)/(N − 1) of that where no row is
 * drawn twice.
 */
export function batchFactor({ batch, replacement }: MethodSettings, rows: number): number {
  const finite = replacement === true || rows < 2 ? 1 : (rows - Number(batch)) / (rows - 1);
  return finite / Number(batch);
}

/** Variance of a mini-batch's gradient on a harmonic well. */
export const gradientVariance = ({ rowVariance, rows }: HarmonicWell, settings: MethodSettings): number =>
  rowVariance * batchFactor(settings, rows);
