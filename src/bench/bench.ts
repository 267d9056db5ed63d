import { version } from '../../package.json';
import { compareRates } from './baseline';
import type { Clock } from './contender';
import type { Machine, Peer } from './peer';
import { ratiosOf } from './ratios';
import type { Report } from './report';
import { type Settings, time, verify } from './suite';

export interface BenchOptions extends Settings {
  /** Clock of the ratios: on a software adapter that of the processor is what a busy machine leaves comparable. */
  clock: Clock;
  baseline?: { file: string; report: Report };
}

/** Which of the peers can run here, and why the others cannot. */
async function sortPeers(peers: readonly Peer[]) {
  const found = await Promise.all(peers.map(async (peer) => ({ peer, why: await peer.available() })));
  return {
    here: found.filter(({ why }) => why === null).map(({ peer }) => peer),
    absent: found.flatMap(({ peer, why }) => (why === null ? [] : [{ peer: peer.name, why }])),
  };
}

async function versionsOf(peers: readonly Peer[]): Promise<string[]> {
  const own = [`ergodic ${version}`, `Node ${process.version}`];
  const others = await Promise.all(peers.map(async (peer) => (await peer.version?.()) ?? []));
  return [...new Set([...own, ...others.flat()])];
}

function compareWith({ baseline, clock }: BenchOptions, { rates, sizes }: Pick<Report, 'rates' | 'sizes'>) {
  if (baseline === undefined) return {};
  const { file, report } = baseline;
  const rows = [...compareRates(rates, report.rates, clock), ...compareRates(sizes, report.sizes, clock)];
  return { baseline: { file, date: report.date, adapter: report.adapter, rows } };
}

/** Checks everything that is to be timed, times it unless a check fails, and frees what the peers hold. */
export async function bench(machine: Machine, options: BenchOptions): Promise<Report> {
  const { here, absent } = await sortPeers(options.peers);
  const settings = { ...options, peers: here };
  try {
    const checks = await verify(machine, settings);
    const timed = checks.every(({ holds }) => holds) ? await time(machine, settings) : { rates: [], sizes: [] };
    const { adapter, software } = machine.gpu.info;
    return {
      kind: 'ergodic-bench',
      date: new Date().toISOString(),
      versions: await versionsOf(here),
      adapter,
      software,
      clock: options.clock,
      rounds: options.rounds,
      absent,
      checks,
      ...timed,
      ratios: ratiosOf(timed, options.clock, software),
      ...compareWith(options, timed),
    };
  } finally {
    for (const peer of here) await peer.close?.();
  }
}
