import { distance } from 'fastest-levenshtein';

/** Names of people are shorter; the distance to a text of a million letters takes seconds. */
const longest = 64;

/** "did you mean 'x'? " for the closest of the known names, or nothing where none is close. */
export function nearest(name: string, known: readonly string[]): string {
  if (name.length > longest) return '';
  const ranked = known
    .filter((k) => k.length <= longest)
    .map((k) => ({ k, d: distance(name.toLowerCase(), k.toLowerCase()) }))
    .sort((a, b) => a.d - b.d);
  const best = ranked[0];
  return best !== undefined && best.d <= Math.max(1, Math.floor(best.k.length / 2)) ? `did you mean '${best.k}'? ` : '';
}
