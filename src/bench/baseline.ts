import { ErgodicError } from '../errors';
import { type Clock, type Identity, median, type Rates } from './contender';
import type { Report } from './report';

/** A row of this run beside the same row of a saved one. */
export interface Comparison extends Identity {
  /** Rate now / rate then. */
  ratio: number;
  /** Below this a row is flagged. */
  slower: boolean;
}

const flagged = 0.9;

const keyOf = ({ workload, contender, method, observers, particles }: Identity) =>
  JSON.stringify([workload, contender, method, observers, particles]);

/**
 * Rows that both runs have, by what they do and the number of particles.
 *
 * @param clock of the medians that are compared
 */
export function compareRates(now: readonly Rates[], then: readonly Rates[], clock: Clock): Comparison[] {
  const before = new Map(then.map((row) => [keyOf(row), row]));
  return now.flatMap((row) => {
    const old = before.get(keyOf(row));
    if (old === undefined) return [];
    const { wall, cpu, ...identity } = row;
    const ratio = median({ wall, cpu }[clock]) / median(old[clock]);
    return [{ ...identity, ratio, slower: ratio < flagged }];
  });
}

/**
 * A report that `ergodic bench --save` wrote.
 *
 * @throws ErgodicError badInput when the text is something else
 */
export function readBaseline(text: string, file: string): Report {
  const remedy = `expected what 'ergodic bench --save ${file}' writes; save one first`;
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw new ErgodicError('badInput', `${file}: is not JSON; ${remedy}`, { cause });
  }
  const { kind, rates, sizes } = (found ?? {}) as Partial<Report>;
  if (kind !== 'ergodic-bench' || !Array.isArray(rates) || !Array.isArray(sizes))
    throw new ErgodicError('badInput', `${file}: is no report of a benchmark; ${remedy}`);
  return found as Report;
}
