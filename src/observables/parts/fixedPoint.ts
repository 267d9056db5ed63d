import type { PilotRange } from '../../model/observable';

/**
 * Sums are kept in fixed point around the pilot's mean, in units of a power of two chosen from the pilot's spread: 2⁸ of it fit, and a
 * unit is 2⁻²² of it. What does not fit is counted as saturated.
 */
const headroom = 8;
const bits = 30;

/** The largest amount that fits. */
export const largestAmount = 2 ** bits;

/** Units of a quantity of about this size, a power of two that single precision holds. */
export const scaleFor = (size: number) =>
  2 ** Math.max(-100, Math.min(100, bits - headroom - Math.ceil(Math.log2(size))));

/** At least what single precision leaves of the mean: an expression that is constant in f64 still scatters on the device. */
export const spreadOf = ({ mean, spread }: PilotRange) => Math.max(spread, Math.abs(mean) * 2 ** -22) || 1;
