import { type Fields, isEstimate, readNumber } from './read';

/** A histogram of any shape, flattened: what was counted in each cell, and the exact masses. */
export interface Binned {
  counts: number[];
  /** Exact mass of each cell, or null where there is no exact density. */
  reference: number[] | null;
  /** Records counted, those outside the cells among them. */
  samples: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0);

/** Records of a histogram: as the file says, else all that were counted. */
export function samplesOf(report: Fields, counts: readonly number[]): number {
  const outside = [report.below, report.above, report.outside].map((x) => readNumber(x) ?? 0);
  return readNumber(report.samples) ?? sum(counts) + sum(outside);
}

/** Total variation that independent samples show on average (half the mean absolute deviation of the cells). */
function independentFloor(reference: readonly number[], samples: number): number {
  const cells = [...reference, Math.max(1 - sum(reference), 0)];
  return 0.5 * sum(cells.map((p) => Math.sqrt((2 * p * (1 - p)) / (Math.PI * samples))));
}

/**
 * Factor by which correlation in time widens the noise of a cell: the floor of total variation, which was measured between
 * groups of particles, over the floor of as many independent samples. Null where the file has no floor.
 */
export function widening(report: Fields, { reference, samples }: Binned): number | null {
  const e = report.totalVariation;
  const floor = isEstimate(e) ? e.floor : null;
  if (!reference || !floor || samples <= 0) return null;
  return floor / independentFloor(reference, samples);
}

/** Records a cell must expect, counted as independent ones, before its difference can be told in standard errors. */
export const fewest = 5;

/** (measured − exact) mass of each cell in its standard errors √(p(1 − p)/N) × widening; 0 where too few records are expected. */
export function residuals({ counts, reference, samples }: Binned, wider: number): number[] {
  if (!reference || samples <= 0) return counts.map(() => 0);
  return reference.map((p, i) => {
    const error = wider * Math.sqrt((p * (1 - p)) / samples);
    return error > 0 && (samples * p) / wider ** 2 >= fewest ? (counts[i] / samples - p) / error : 0;
  });
}
