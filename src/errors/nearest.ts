import { distance } from 'fastest-levenshtein';

/** "did you mean 'x'? " for the closest of the known names, or nothing where none is close. */
export function nearest(name: string, known: readonly string[]): string {
  const ranked = known.map((k) => ({ k, d: distance(name.toLowerCase(), k.toLowerCase()) })).sort((a, b) => a.d - b.d);
  const best = ranked[0];
  return best !== undefined && best.d <= Math.max(1, Math.floor(best.k.length / 2)) ? `did you mean '${best.k}'? ` : '';
}
