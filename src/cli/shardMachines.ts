import type { Shard } from '../results/shard';
import type { Counted } from './counting';

export const adaptersOf = (shards: readonly Shard[]): string[] =>
  [...new Set(shards.map(({ origin }) => origin.adapter))].sort();

/** The machines of all shards as one, and their wall times added: the time that one of them would have taken. */
export function together(shards: readonly Shard[]): Omit<Counted, 'tallies'> {
  const sum = (of: (shard: Shard) => number) => shards.reduce((total, shard) => total + of(shard), 0);
  const machine = {
    adapter: adaptersOf(shards).join(', '),
    software: shards.some(({ origin }) => origin.software),
    deviceLosses: sum(({ origin }) => origin.deviceLosses),
  };
  return { machine, seconds: sum(({ origin }) => origin.seconds) };
}
