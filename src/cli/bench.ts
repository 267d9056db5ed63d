import type { Command } from 'commander';
import { readBaseline } from '../bench/baseline';
import { bench } from '../bench/bench';
import type { Clock } from '../bench/contender';
import type { Machine, Peer } from '../bench/peer';
import { peers } from '../bench/peers';
import { type Report, renderChecks, renderRates } from '../bench/report';
import type { Settings } from '../bench/suite';
import { workloads } from '../bench/workloads';
import { ErgodicError, exitStatus } from '../errors';
import { nearest } from '../errors/nearest';
import { choices } from '../experiment';
import { closeDevice, openDevice } from '../gpu/adapter';
import { openNodeGpu } from './adapters';
import { readText, writeWhole } from './files';

interface Options {
  particles: string;
  steps?: string;
  rounds: string;
  adapter: string;
  peers: string;
  observers?: boolean;
  scaling?: boolean;
  clock: string;
  json?: boolean;
  save?: string;
  baseline?: string;
}

const names = <T extends { name: string }>(list: readonly T[]) => list.map(({ name }) => name);

export function addBench(program: Command): void {
  program
    .command('bench [workload...]')
    .description(`throughput on this machine, verified first, peers beside it: ${names(workloads).join(', ')}, or all`)
    .option('--particles <list>', 'sizes of the ensemble, as in 1000,1000000', '65536')
    .option('--steps <n>', 'steps of every run (default: what makes a run some tenths of a second)')
    .option('--rounds <n>', 'runs of each that are timed, in turns', '5')
    .option('--adapter <choice>', 'auto, software, or text from the name of an adapter', 'auto')
    .option('--peers <list>', `all, none, or some of ${names(peers).join(', ')}`, 'all')
    .option('--observers', 'each observer alone too')
    .option('--scaling', 'the engine from 1,000 particles to 10,000,000 too, on a graphics card to 100,000,000')
    .option('--clock <clock>', 'of the ratios: wall, or cpu for a software adapter on a busy machine', 'wall')
    .option('--json', 'the report on standard output, and nothing else there')
    .option('--save <file>', 'writes the report, for --baseline')
    .option('--baseline <file>', 'compares every row with a saved report; below 0.9 of it is flagged')
    .action(run);
}

/** Things by their names, `all` of them or none. */
function choose<T extends { name: string }>(list: readonly T[], wanted: readonly string[], what: string): T[] {
  if (wanted.includes('all')) return [...list];
  return wanted.map((name) => {
    const found = list.find((one) => one.name === name);
    if (found) return found;
    const known = [...names(list), 'all'];
    const message = `'${name}' is no ${what} of the benchmark; ${nearest(name, known)}expected ${choices(known)}`;
    throw new ErgodicError('badInput', message);
  });
}

function whole(option: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new ErgodicError('badInput', `${option}: found '${text}', expected a positive whole number, as in 65536`);
}

function clockOf(text: string): Clock {
  if (text === 'wall' || text === 'cpu') return text;
  throw new ErgodicError('badInput', `--clock: found '${text}', ${nearest(text, ['wall', 'cpu'])}expected wall or cpu`);
}

const peersOf = (text: string): Peer[] => (text === 'none' ? [] : choose(peers, text.split(','), 'peer'));

function settingsOf(wanted: readonly string[], options: Options): Settings {
  return {
    workloads: choose(workloads, wanted.length > 0 ? wanted : [workloads[0].name], 'workload'),
    peers: peersOf(options.peers),
    particles: options.particles.split(',').map((text) => whole('--particles', text)),
    steps: options.steps === undefined ? undefined : whole('--steps', options.steps),
    rounds: whole('--rounds', options.rounds),
    observers: options.observers === true,
    scaling: options.scaling === true,
    onPhase: (what) => process.stderr.write(`${what} …\n`),
  };
}

async function withMachine<T>(adapter: string, work: (machine: Machine) => Promise<T>): Promise<T> {
  const node = await openNodeGpu(adapter);
  try {
    const gpu = await openDevice(node.gpu, { adapter: node.choice });
    try {
      return await work({ gpu, navigator: node.gpu });
    } finally {
      await closeDevice(gpu);
    }
  } finally {
    await node.close();
  }
}

async function run(wanted: string[], options: Options): Promise<void> {
  const settings = settingsOf(wanted, options);
  const clock = clockOf(options.clock);
  const { baseline: file } = options;
  // Read before anything is timed: a wrong name should not cost minutes.
  const baseline = file === undefined ? undefined : { file, report: readBaseline(readText(file), file) };
  const report = await withMachine(options.adapter, (machine) => bench(machine, { ...settings, clock, baseline }));
  tell(report, options);
  if (report.checks.some(({ holds }) => !holds)) process.exitCode = exitStatus.doesNotHold;
}

function tell(report: Report, { json, save }: Options): void {
  const data = `${JSON.stringify(report, null, 2)}\n`;
  if (save !== undefined) writeWhole(save, data);
  process.stdout.write(json ? data : `${renderChecks(report)}\n\n${renderRates(report)}\n`);
}
