import { distance } from 'fastest-levenshtein';

/** Names of people are shorter and fewer: thousands of mistakes among thousands of names would take seconds. */
const longest = 64;
const most = 512;

/** "did you mean 'x'? " for the closest of the known names, or nothing where none is close. */
export function nearest(name: string, known: readonly string[]): string {
  if (name.length > longest) return '';
  const ranked = known
    .slice(0, most)
    .filter((k) => k.length <= longest)
    .map((k) => ({ k, d: distance(name.toLowerCase(), k.toLowerCase()) }))
    .sort((a, b) => a.d - b.d);
  const best = ranked[0];
  return best !== undefined && best.d <= Math.max(1, Math.floor(best.k.length / 2)) ? `did you mean '${best.k}'? ` : '';
}
