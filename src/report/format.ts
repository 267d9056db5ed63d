import type { Estimate } from '../model/estimate';

/** What stands where a number could not be had. */
export const absent = '—';

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁻⁴`. */
export function formatPower(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

const minus = (text: string): string => text.replace('-', '−');

/** Decimal exponent of the leading digit. */
const order = (x: number): number => (x === 0 ? 0 : Number(x.toExponential().split('e')[1]));

const usesPowers = (exponent: number): boolean => exponent < -3 || exponent > 5;

/** Rounds at a decimal place that may lie left of the point. */
function fixed(x: number, decimals: number): string {
  if (decimals >= 0) return minus(x.toFixed(Math.min(decimals, 20)));
  const unit = 10 ** -decimals;
  return minus(String(Math.round(x / unit) * unit));
}

/** A number to `digits` significant digits without trailing zeros; a power of ten where it is very small or large. */
export function formatNumber(x: number | null | undefined, digits = 6): string {
  if (x === null || x === undefined || !Number.isFinite(x)) return absent;
  const rounded = Number(x.toPrecision(digits));
  const exponent = order(rounded);
  if (rounded === 0 || !usesPowers(exponent)) return minus(String(rounded));
  const mantissa = Number((rounded / 10 ** exponent).toPrecision(digits));
  return mantissa === 1 ? formatPower(exponent) : `${minus(String(mantissa))} × ${formatPower(exponent)}`;
}

/** A whole number with thousands separated; takes the strings that stand for integers past 2^53. */
export function formatCount(n: number | string): string {
  const text = typeof n === 'number' ? (Number.isInteger(n) ? BigInt(n).toString() : formatNumber(n)) : n;
  return /^\d+$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, ',') : text;
}

/**
 * Value ± one standard error, the error to two digits and the value to the same place: `0.91767 ± 0.00012`,
 * `(2.156 ± 0.021) × 10⁻⁴`.
 */
export function formatEstimate(e: Estimate): string {
  const { value, standardError } = e;
  if (value === null || !Number.isFinite(value)) return absent;
  if (standardError === null || !Number.isFinite(standardError)) return formatNumber(value);
  if (standardError <= 0) return `${formatNumber(value)} ± 0`;
  const error = Number(standardError.toPrecision(2));
  const exponent = order(Math.max(Math.abs(value), error));
  const decimals = 1 - order(error);
  if (!usesPowers(exponent)) return `${fixed(value, decimals)} ± ${fixed(error, decimals)}`;
  const scale = 10 ** -exponent;
  const places = Math.max(decimals + exponent, 0);
  return `(${fixed(value * scale, places)} ± ${fixed(error * scale, places)}) × ${formatPower(exponent)}`;
}

/** Standard errors below which an exact value is 0 but for the rounding of its quadrature. */
const nothing = 1e-6;

/** A reference value, with two digits more than the estimate it belongs to can tell. */
export function formatReference(e: Estimate): string {
  const { reference, standardError } = e;
  if (reference === null || reference === undefined) return absent;
  if (!standardError) return formatNumber(reference);
  if (Math.abs(reference) < nothing * standardError) return '0';
  const known = order(reference) - order(standardError) + 3;
  return formatNumber(reference, Math.min(Math.max(known, 3), 12));
}

/** (value − expected) / standard error, or null where any of the three is missing. */
export function deviation(e: Estimate, expected: number | null | undefined = e.reference): number | null {
  if (e.value === null || !e.standardError || expected === null || expected === undefined) return null;
  return (e.value - expected) / e.standardError;
}

/** Whether a deviation, in standard errors, is set off from the others. */
export const isFar = (z: number | null): boolean => z !== null && Math.abs(z) > 4;

/** A deviation in standard errors, with its sign: `+1.3`. */
export function formatDeviation(z: number | null): string {
  if (z === null || !Number.isFinite(z)) return absent;
  if (Math.abs(z) >= 1000) return `${z > 0 ? '+' : ''}${formatNumber(z, 2)}`;
  const text = Math.abs(z) < 100 ? z.toFixed(1) : z.toFixed(0);
  return Number(text) === 0 ? '0.0' : `${z > 0 ? '+' : ''}${minus(text)}`;
}

/** A rate with its metric prefix: `71.2 M`. */
export function formatRate(perSecond: number): string {
  const prefixes = ['', ' k', ' M', ' G', ' T'];
  const power = Math.max(0, Math.min(4, Math.floor(Math.log10(Math.max(perSecond, 1)) / 3)));
  return `${formatNumber(perSecond / 1000 ** power, 3)}${prefixes[power]}`;
}

/** A duration in seconds, in the units that read best. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${formatNumber(seconds * 1000, 3)} ms`;
  if (seconds < 60) return `${formatNumber(seconds, 3)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}
