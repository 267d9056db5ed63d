import type { Evidence } from '../../model/claim';
import type { Estimate } from '../../model/estimate';

/** Particles fall into 64 groups wherever there are enough of them. */
const usualFreedom = 63;

interface Terms {
  /** Departure that has to be visible, as a share of |expected|; `resolution` where it is given. */
  within?: number;
  resolution?: number;
  bias?: number;
  freedom?: number | null;
  against?: true;
}

/** Evidence that the mean of an estimate is `expected`. */
export function equal(quantity: string, { value, standardError }: Estimate, expected: number, terms: Terms): Evidence {
  const { within = 0, bias = 0, freedom = usualFreedom, against } = terms;
  const resolution = terms.resolution ?? within * Math.abs(expected);
  const all = { quantity, test: 'equal', value, standardError, expected, bias, resolution, freedom } as const;
  return { ...all, ...(against && { against }) };
}

/** Evidence that the mean of an estimate lies above `expected`, or below it. */
export function differs(
  quantity: string,
  { value, standardError }: Estimate,
  test: 'above' | 'below',
  expected: number,
  { freedom = usualFreedom, against }: Pick<Terms, 'freedom' | 'against'> = {},
): Evidence {
  const all = { quantity, test, value, standardError, expected, bias: 0, resolution: 0, freedom } as const;
  return { ...all, ...(against && { against }) };
}

/** Evidence by a number that admits no error. */
export function exactly(quantity: string, value: number | null, expected: number, against?: true): Evidence {
  const none = { standardError: value === null ? null : 0, bias: 0, resolution: 0, freedom: null };
  return { quantity, test: 'equal', value, expected, ...none, ...(against && { against }) };
}
