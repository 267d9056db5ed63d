// Throughput of the fused kernel beside the same kernel written by hand, TensorFlow.js and a JavaScript loop:
//   node bench/run.js bench/kernel.ts [--particles 65536,1048576] [--steps N] [--rounds 7] [--adapter auto]
//                                     [--clock wall|cpu] [--no-tensors] [--no-bars] [--json]
import { parseArgs } from 'node:util';
import dawn from 'webgpu/package.json';
import manifest from '../package.json';
import { openNodeGpu } from '../src/cli/adapters';
import { closeDevice, type Gpu, openDevice } from '../src/gpu/adapter';
import { byHand } from './byHand';
import { type Contender, type Rates, race } from './contender';
import { engine } from './engine';
import { javascript } from './javascript';
import { block, type MethodName } from './problem';
import { type Report, ratiosOf, renderChecks, renderRates } from './report';
import { openTensors, type Tensors } from './tensors';
import { verify } from './verify';

const methods: MethodName[] = ['euler-maruyama', 'leimkuhler-matthews'];
/** Particle-steps of one run on the device, and of one run of the slow contenders. */
const [work, slowWork] = [2 ** 26, 2 ** 21];

interface Options {
  particles: number[];
  /** Steps of a run on the device; by default about as many as the engine gives a dispatch. */
  steps?: number;
  rounds: number;
  adapter: string;
  clock: 'wall' | 'cpu';
  tensors: boolean;
  bars: boolean;
  json: boolean;
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      particles: { type: 'string', default: '65536,1048576' },
      steps: { type: 'string' },
      rounds: { type: 'string', default: '7' },
      adapter: { type: 'string', default: 'auto' },
      clock: { type: 'string', default: 'wall' },
      'no-tensors': { type: 'boolean', default: false },
      'no-bars': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    particles: values.particles.split(',').map((text) => whole('--particles', text, 1)),
    // Whole blocks, so that no contender has to seek in its random numbers.
    steps: values.steps === undefined ? undefined : whole('--steps', values.steps, block),
    rounds: whole('--rounds', values.rounds, 1),
    adapter: values.adapter,
    clock: oneOf('--clock', values.clock, ['wall', 'cpu']),
    tensors: !values['no-tensors'],
    bars: !values['no-bars'],
    json: values.json,
  };
}

function whole(option: string, text: string, unit: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number % unit === 0) return number;
  throw new Error(
    `${option}: found ${text}; expected a positive whole number${unit > 1 ? `, a multiple of ${unit}` : ''}`,
  );
}

function oneOf<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new Error(`${option}: found ${text}; expected ${choices.join(' or ')}`);
  return found;
}

async function contenders(gpu: Gpu, tensors: Tensors | undefined, particles: number, steps: number) {
  const slowSteps = Math.max(1, Math.round(slowWork / particles));
  const pairs = methods.map(async (method) => [
    await byHand(gpu, method, particles, steps),
    await engine(gpu, method, false, particles, steps),
    await engine(gpu, method, true, particles, steps),
  ]);
  const others = [javascript(particles, slowSteps)];
  if (tensors) others.push(tensors.contender(particles, slowSteps));
  return [...(await Promise.all(pairs)).flat(), ...others];
}

/** Whole blocks of steps, at most four. */
function usualSteps(particles: number): number {
  return block * Math.min(4, Math.max(1, Math.floor(work / particles / block)));
}

async function timeAll(
  gpu: Gpu,
  tensors: Tensors | undefined,
  { particles, steps, rounds }: Options,
): Promise<Rates[]> {
  const rates: Rates[] = [];
  for (const count of particles) {
    const runners: Contender[] = await contenders(gpu, tensors, count, steps ?? usualSteps(count));
    rates.push(...(await race(runners, rounds)));
    for (const runner of runners) runner.close();
  }
  return rates;
}

async function compare(gpu: Gpu, tensors: Tensors | undefined, options: Options): Promise<Report> {
  const checks = await verify(gpu, tensors);
  const versions = [`ergodic ${manifest.version}`, `Dawn (webgpu ${dawn.version})`, `Node ${process.version}`];
  if (tensors) versions.push(tensors.version);
  const wrong = checks.some(({ holds }) => !holds);
  const rates = wrong ? [] : await timeAll(gpu, tensors, options);
  const { adapter, software } = gpu.info;
  return { adapter, software, versions, clock: options.clock, checks, rates, ratios: ratiosOf(rates, options.clock) };
}

async function onDevice(options: Options): Promise<Report> {
  const node = await openNodeGpu(options.adapter);
  const gpu = await openDevice(node.gpu, { adapter: options.adapter });
  const tensors = options.tensors ? await openTensors(node.gpu) : undefined;
  try {
    return await compare(gpu, tensors, options);
  } finally {
    await tensors?.close();
    await closeDevice(gpu);
    await node.close();
  }
}

export async function main(args: string[]): Promise<void> {
  const options = readOptions(args);
  const report = await onDevice(options);
  const wrong = report.checks.some(({ holds }) => !holds);
  const missed = options.bars && report.ratios.some(({ ratio, bar }) => bar !== undefined && ratio < bar);
  console.log(options.json ? JSON.stringify(report, null, 2) : `${renderChecks(report)}\n\n${renderRates(report)}`);
  if (wrong || missed) process.exitCode = 1;
}
