import { formatNumber, formatPower } from '../format';

/** A logarithmic domain with a little room at both ends. */
export function roomy(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high / low) ** 0.06, 1.15);
  return [low / room, high * room];
}

/** Ticks at powers of ten where a domain holds several, else about as many as asked for. */
export function logTicks(
  [low, high]: readonly [number, number],
  count: number,
): { ticks: number[] | number; tickFormat(x: number): string } {
  const [first, last] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
  if (last - first < 1) return { ticks: count, tickFormat: (x) => formatNumber(x, 2) };
  const step = Math.ceil((last - first + 1) / 8);
  const exponents = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
  return { ticks: exponents.map((n) => 10 ** n), tickFormat: (x) => formatPower(Math.round(Math.log10(x))) };
}
