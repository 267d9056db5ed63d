/** Ratio from which positive numbers are drawn logarithmically. */
const wide = 30;

/** Whether numbers are told apart on a logarithmic scale only: all positive, and over more than one and a half decades. */
export function isWide(numbers: readonly number[]): boolean {
  const least = Math.min(...numbers);
  return numbers.length > 1 && least > 0 && Math.max(...numbers) / least >= wide;
}

/** Largest gap between neighbours as a part of the whole range. */
function widestGap(sorted: readonly number[]): number {
  const gaps = sorted.slice(1).map((x, i) => x - sorted[i]);
  return Math.max(...gaps) / (sorted.at(-1)! - sorted[0]);
}

/** Whether places on an axis are spread more evenly by their logarithms. */
export function isGeometric(places: readonly number[]): boolean {
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  return isWide(sorted) && widestGap(sorted.map(Math.log)) < widestGap(sorted);
}
