import type { Start } from '../model/plan';
import type { Problems } from './problems';

type Lists = Record<string, number[]>;

/** The start with one entry per coordinate in every list: a list of one number serves all of them. */
export function broadcastStart(start: Start, dimension: number, problems: Problems): Start {
  const { kind, ...lists } = start;
  const full = Object.fromEntries(
    Object.entries(lists as Lists).map(([name, list]) => [name, broadcast(name, list, dimension, problems)]),
  );
  if (kind === 'uniform') checkRange(full, problems);
  return { kind, ...full } as Start;
}

function broadcast(name: string, list: number[], dimension: number, problems: Problems): number[] {
  if (list.length === 1) return new Array<number>(dimension).fill(list[0]);
  if (list.length !== dimension) {
    const expected = dimension === 1 ? 'one entry' : `one entry or ${dimension}, one per coordinate`;
    problems.add(`ensemble.start.${name}`, `found ${list.length} entries, expected ${expected}`);
  }
  return list;
}

function checkRange({ low, high }: Lists, problems: Problems): void {
  const empty = low.findIndex((value, i) => !(Math.fround(value) < Math.fround(high[i] ?? value)));
  if (empty < 0 || low.length !== high.length) return;
  const found = `found ${high[empty]} above a low of ${low[empty]}`;
  problems.add(`ensemble.start.high.${empty}`, `${found}, expected a high that is larger than the low`);
}

/** The middle of the region that particles start in. */
export function startCentre(start: Start): number[] {
  if (start.kind === 'point') return start.at;
  return start.kind === 'normal' ? start.mean : start.low.map((low, i) => (low + start.high[i]) / 2);
}

/** Points spread over the start region: a Kronecker sequence of square roots of primes, mapped onto the region. */
export function startProbes(start: Start, count: number): number[][] {
  const primes = [2, 3, 5, 7, 11, 13, 17, 19];
  const fraction = (k: number, i: number) => ((k + 1) * Math.sqrt(primes[i % primes.length]) + i * 0.618) % 1;
  if (start.kind === 'point') return [];
  return Array.from({ length: count }, (_, k) =>
    start.kind === 'normal'
      ? start.mean.map((mean, i) => mean + start.deviation[i] * (4 * fraction(k, i) - 2))
      : start.low.map((low, i) => low + (start.high[i] - low) * fraction(k, i)),
  );
}
