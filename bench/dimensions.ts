// Throughput of the burn-in kernel against the dimension, on a standard Gaussian well:
//   node bench/run.js bench/dimensions.ts [--dimensions 1,2,4,8,16,32,64,128] [--work 16777216] [--rounds 3] [--adapter auto] [--json]
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { median, type Rates, type Runner, race } from '../src/bench/contender';
import { openNodeGpu } from '../src/cli/adapters';
import { checkExperiment, resolveExperiment } from '../src/experiment';
import { closeDevice, type Gpu, openDevice } from '../src/gpu/adapter';
import { quietly } from '../src/gpu/quietly';
import type { Estimate } from '../src/model/estimate';
import type { Plan } from '../src/model/plan';
import { summarise } from '../src/results';
import { Tallies } from '../src/simulation';
import { blockShift } from '../src/simulation/draws';
import { pilotSettings } from '../src/simulation/pilot';
import { Ensemble, suited } from '../src/simulation/webgpu/ensemble';

/** Steps of a run: those of one block of random numbers, or of several. */
const block = 256;

/** Large enough for Euler's bias to show in the check: the variance is 1/(1 − h/2). */
const step = 0.1;
const methods = { 'euler-maruyama': 1 / (1 - step / 2), 'leimkuhler-matthews': 1 };
type MethodName = keyof typeof methods;

interface Options {
  dimensions: number[];
  /** Particles × steps × coordinates of one run. */
  work: number;
  rounds: number;
  adapter: string;
  json: boolean;
}

function readOptions(args: string[]): Options {
  const text = (value: string) => ({ type: 'string' as const, default: value });
  const { values } = parseArgs({
    args,
    options: {
      dimensions: text('1,2,4,8,16,32,64,128'),
      work: text(`${2 ** 24}`),
      rounds: text('3'),
      adapter: text('auto'),
      json: { type: 'boolean', default: false },
    },
  });
  const dimensions = values.dimensions.split(',').map((d) => whole('--dimensions', d, 1024));
  const work = whole('--work', values.work, 2 ** 40);
  return { ...values, dimensions, work, rounds: whole('--rounds', values.rounds, 1000) };
}

function whole(option: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number <= most) return number;
  throw new Error(`${option}: found ${text}; expected a whole number from 1 to ${most}`);
}

function plan(method: MethodName, dimension: number, particles: number, burnIn: number): Plan {
  return resolveExperiment(
    checkExperiment({
      variables: [`x[${dimension}]`],
      potential: 'dot(x, x)/2',
      temperature: 1,
      method: { name: method, step },
      ensemble: { particles, seed: 1, start: { kind: 'normal', mean: [0], deviation: [1] } },
      burnIn,
      steps: 1,
      observe: { square: { kind: 'moments', of: ['dot(x, x)'] } },
    }),
  );
}

interface Subject {
  contender: Runner;
  close(): void;
  /** Seconds until the pipelines were there. */
  compile: number;
  /** Standard errors between ⟨x·x⟩ at the end and that of the chain. */
  deviation(): Promise<number>;
}

/**
 * The kernel without observers, that of burn-in, on as many particles as make up the work in 256 steps. After `rounds` runs and one
 * to warm up, one more step is observed.
 */
async function subject(gpu: Gpu, method: MethodName, dimension: number, { work, rounds }: Options): Promise<Subject> {
  const run = plan(method, dimension, Math.max(256, Math.round(work / block / dimension)), block * (rounds + 1));
  const { particles, tilesPerPoint, tile } = run.layout;
  const tallies = new Tallies(run, pilotSettings(plan(method, dimension, particles, 0)));
  const begun = performance.now();
  const ensemble = await Ensemble.create(gpu.device, run, tallies, {
    ...suited(gpu.info.software),
    pageParticles: tilesPerPoint * tile,
  });
  const compile = (performance.now() - begun) / 1e3;
  ensemble.load(0, tilesPerPoint);
  await quietly(gpu.device.queue.onSubmittedWorkDone());
  const advance = async () => {
    ensemble.advance(block);
    await quietly(gpu.device.queue.onSubmittedWorkDone());
    return undefined;
  };
  const identity = { workload: `gaussian-${dimension}`, contender: 'engine', method, observers: '' };
  const contender: Runner = { ...identity, particles, steps: block, run: advance };
  const deviation = async () => {
    ensemble.advance(1);
    await ensemble.collect(tallies);
    return excess(gpu, run, tallies, dimension * methods[method]);
  };
  return { contender, compile, deviation, close: () => ensemble.destroy() };
}

function excess({ info }: Gpu, run: Plan, tallies: Tallies, exact: number): number {
  const { result } = summarise(run, tallies, { ...info, version: '' }, { wall: 1, particleSteps: 1, rate: 1 });
  const [mean] = (result.points[0].observables.square as unknown as { mean: Estimate[] }).mean;
  return (mean.value! - exact) / mean.standardError!;
}

interface Row {
  method: MethodName;
  dimension: number;
  /** Standard errors of the check. */
  z: number;
  /** Seconds until the pipelines are there. */
  compile: number;
  /** Steps that share a stream of random words. */
  blockSteps: number;
  rates: Rates;
}

async function measure(gpu: Gpu, method: MethodName, dimension: number, options: Options): Promise<Row> {
  const { contender, compile, deviation, close } = await subject(gpu, method, dimension, options);
  const [rates] = await race([contender], options.rounds);
  const z = await deviation();
  close();
  return { method, dimension, z, compile, blockSteps: 2 ** blockShift(plan(method, dimension, 1, 1)), rates };
}

function render(rows: readonly Row[]): string {
  const head = ['', 'd', 'particles', 'M coordinates/s', 'per CPU-second', 'steps a block', 'compile/s', 'check z'];
  const table = new Table({
    head,
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  for (const { method, dimension, rates, blockSteps, compile, z } of rows) {
    const [wall, cpu] = [rates.wall, rates.cpu].map((r) => ((median(r) * dimension) / 1e6).toFixed(1));
    const count = rates.particles.toLocaleString('en');
    table.push([method, dimension, count, wall, cpu, blockSteps, compile.toFixed(2), z.toFixed(1)]);
  }
  return table.toString();
}

/** Prints the table; exit status 1 where ⟨x·x⟩ is 4 standard errors or more from that of the chain. */
export async function main(args: string[]): Promise<void> {
  const options = readOptions(args);
  const node = await openNodeGpu(options.adapter);
  const gpu = await openDevice(node.gpu, { adapter: options.adapter });
  try {
    const rows: Row[] = [];
    for (const method of Object.keys(methods) as MethodName[]) {
      for (const dimension of options.dimensions) rows.push(await measure(gpu, method, dimension, options));
    }
    const { adapter, software } = gpu.info;
    const title = `${adapter}${software ? ' (software)' : ''}; coordinates are particles × steps × d, medians of ${options.rounds} runs after one`;
    console.log(options.json ? JSON.stringify({ ...gpu.info, rows }, null, 2) : `${title}\n${render(rows)}`);
    if (!rows.every(({ z }) => Math.abs(z) < 4)) process.exitCode = 1;
  } finally {
    await closeDevice(gpu);
    await node.close();
  }
}
