// Linear regression on the cars' table: what SGD and its diffusion are measured to be, what they are exactly, and what theory says:
//   node bench/run.js bench/regression.ts [--particles 20000] [--sde-particles 2000] [--adapter auto]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { openNodeGpu } from '../src/cli/adapters';
import { checkExperiment, resolveExperiment } from '../src/experiment';
import { closeDevice, type Gpu, openDevice } from '../src/gpu/adapter';
import type { Estimate } from '../src/model/estimate';
import type { Plan } from '../src/model/plan';
import type { PointResult } from '../src/model/result';
import { lossSums, mandtCovariance, type QuadraticSums } from '../src/reference';
import { cholesky, symmetricEigen } from '../src/reference/numerics/linear';
import { summarise } from '../src/results';
import { simulateOnGpu } from '../src/simulation';

const steps = [0.1, 0.25];
const batches = [1, 8, 32];
const weights = ['w1', 'w2', 'w3'];
/** The slowest factor of a mean is 1 − 0.13 η a step: after so many steps 1e-3 of a start's offset is left at η = 0.1. */
const burnIn = 600;
const recorded = 60;

type Matrix = readonly (readonly number[])[];

/** A sweep over steps and batches that starts at the least-squares solution, with about the spread it will have. */
function planOf(method: string, particles: number, optimum: readonly number[]): Plan {
  const file = {
    variables: ['w[3]'],
    loss: '(dot(w, x) - y)^2/2',
    data: {
      file: 'data/cars.csv',
      columns: { x: ['weight', 'horsepower', 'year'], y: 'mpg' },
      standardize: true,
    },
    method: { name: method, step: steps, batch: batches },
    ensemble: { particles, seed: 1, start: { kind: 'normal', mean: optimum, deviation: [0.05] } },
    burnIn,
    steps: recorded,
    observe: { weights: { kind: 'moments', of: weights, every: recorded / 2 } },
  };
  return resolveExperiment(checkExperiment(file), 'experiment', (path) => readFileSync(`examples/${path}`, 'utf8'));
}

async function run(gpu: Gpu, plan: Plan): Promise<PointResult[]> {
  const tallies = await simulateOnGpu(plan, gpu);
  const machine = { ...gpu.info, version: '' };
  return summarise(plan, tallies, machine, { wall: 1, particleSteps: 1, rate: 1 }).result.points;
}

/** Means, then covariances of pairs i ≤ j, each with a name. */
const pairs = weights.flatMap((_, i) => weights.slice(i).map((_, k) => [i, i + k] as const));
const names = [...weights.map((w) => `mean ${w}`), ...pairs.map(([i, j]) => `cov ${weights[i]} ${weights[j]}`)];

const entriesOf = (mean: readonly number[], covariance: Matrix) => [
  ...mean,
  ...pairs.map(([i, j]) => covariance[i][j]),
];

type Moments = { mean: Estimate[]; covariance: Estimate[][] };
const momentsOf = (point: PointResult) => point.observables.weights as unknown as Moments;

function estimatesOf(point: PointResult): Estimate[] {
  const { mean, covariance } = momentsOf(point);
  return [...mean, ...pairs.map(([i, j]) => covariance[i][j])];
}

/** T = ησ²/(2B) of isotropic noise whose variance σ² a coordinate is the mean of the true one's, tr C(θ*)/d. */
function temperatureOf({ residual, pairs, curvatures }: QuadraticSums, step: number, batch: number): number {
  const trace = pairs.reduce((sum, [i, j], p) => sum + (i === j ? residual[p] : 0), 0);
  return (step * trace) / curvatures.length / (2 * batch);
}

/** Covariance T·H⁻¹ of Langevin dynamics. */
function langevin({ curvatures, axes }: QuadraticSums, temperature: number): number[][] {
  const entry = (i: number, j: number) =>
    axes.reduce((sum, a, k) => sum + (temperature * a[i] * a[j]) / curvatures[k], 0);
  return axes.map((_, i) => axes.map((_, j) => entry(i, j)));
}

/** Least and largest of aᵀΣa / aᵀΛa over all directions a: eigenvalues of L⁻¹ΣL⁻ᵀ, Λ = LLᵀ. */
function directions(sigma: Matrix, lambda: Matrix): [least: number, largest: number] {
  const lower = cholesky(lambda)!;
  const solve = (b: readonly number[]) => {
    const x: number[] = [];
    for (const [i, row] of lower.entries()) x.push((b[i] - x.reduce((s, v, k) => s + row[k] * v, 0)) / row[i]);
    return x;
  };
  const transposed = (m: Matrix) => m.map((_, i) => m.map((row) => row[i]));
  const half = transposed(transposed(sigma).map(solve));
  const { values } = symmetricEigen(half.map(solve));
  return [values[0], values[values.length - 1]];
}

interface Block {
  step: number;
  batch: number;
  temperature: number;
  /** Estimates of SGD and of its diffusion, each with the exact value of its own chain as its reference. */
  sgd: Estimate[];
  sde: Estimate[];
  mandt: number[];
  langevin: number[];
  /** Variance of Langevin over the exact one of SGD, along the directions where that is least and largest. */
  span: [least: number, largest: number];
}

function blockOf(sums: QuadraticSums, sgd: PointResult, sde: PointResult): Block {
  const { step, batch } = sgd.method as { step: number; batch: number };
  const temperature = temperatureOf(sums, step, batch);
  const [mandt, white] = [mandtCovariance(sums, step / batch), langevin(sums, temperature)];
  const exact = momentsOf(sgd).covariance.map((row) => row.map((e) => e.reference!));
  return {
    step,
    batch,
    temperature,
    sgd: estimatesOf(sgd),
    sde: estimatesOf(sde),
    mandt: entriesOf(sums.optimum, mandt),
    langevin: entriesOf(sums.optimum, white),
    span: directions(white, exact),
  };
}

const number = (x: number) => (Math.abs(x) < 0.01 ? x.toExponential(3) : x.toFixed(5));
const measured = ({ value, standardError }: Estimate) => `${number(value!)} ± ${standardError!.toExponential(1)}`;
const deviation = ({ value, standardError, reference }: Estimate) => (value! - reference!) / standardError!;

/** Langevin over SGD's exact value; a dash for a covariance near zero (correlation below 0.1), blank for a mean. */
function ratioOf({ sgd, langevin }: Block, entry: number): string {
  const pair = pairs[entry - weights.length];
  if (pair === undefined) return '';
  const at = (i: number, j: number) => sgd[weights.length + pairs.findIndex(([a, b]) => a === i && b === j)].reference!;
  const [i, j] = pair;
  const correlation = at(i, j) / Math.sqrt(at(i, i) * at(j, j));
  return Math.abs(correlation) < 0.1 ? '–' : (langevin[entry] / at(i, j)).toFixed(2);
}

function render(block: Block): string {
  const { step, batch, temperature, sgd, sde, mandt, span } = block;
  const head = ['', 'sgd', 'exact', 'z', 'sgd-sde', 'exact', 'z', 'Mandt', 'Langevin', 'Langevin / sgd'];
  const table = new Table({
    head,
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  names.forEach((name, i) => {
    const own = (e: Estimate) => [measured(e), number(e.reference!), deviation(e).toFixed(1)];
    const theory = [number(mandt[i]), number(block.langevin[i]), ratioOf(block, i)];
    table.push([name, ...own(sgd[i]), ...own(sde[i]), ...theory]);
  });
  const [least, largest] = span.map((x) => x.toFixed(2));
  return `η = ${step}, B = ${batch}: η/B = ${number(step / batch)}, T = ησ²/(2B) = ${number(temperature)}; variance along a direction, Langevin / sgd: ${least} to ${largest}\n${table}`;
}

async function compare(gpu: Gpu, particles: number, sdeParticles: number): Promise<Block[]> {
  const { scope, target } = planOf('sgd', particles, [0]);
  const sums = lossSums(scope.graph, target.rows!, [])!;
  const sgd = await run(gpu, planOf('sgd', particles, sums.optimum));
  const sde = await run(gpu, planOf('sgd-sde', sdeParticles, sums.optimum));
  return sgd.map((point, p) => blockOf(sums, point, sde[p]));
}

function readOptions(args: string[]) {
  const text = (value: string) => ({ type: 'string' as const, default: value });
  const options = { particles: text('20000'), 'sde-particles': text('2000'), adapter: text('auto') };
  const { values } = parseArgs({ args, options });
  const whole = (name: 'particles' | 'sde-particles') => {
    const count = Number(values[name]);
    if (Number.isInteger(count) && count > 0) return count;
    throw new Error(`--${name}: found ${values[name]}; expected a positive whole number`);
  };
  return { particles: whole('particles'), sde: whole('sde-particles'), adapter: values.adapter };
}

/** Prints the tables; exit status 1 where a measured entry is 4 standard errors or more from that of its own chain. */
export async function main(args: string[]): Promise<void> {
  const options = readOptions(args);
  const node = await openNodeGpu(options.adapter);
  const gpu = await openDevice(node.gpu, { adapter: options.adapter });
  try {
    const blocks = await compare(gpu, options.particles, options.sde);
    const far = blocks.flatMap(({ sgd, sde }) => [...sgd, ...sde]).map((e) => Math.abs(deviation(e)));
    const { adapter, software } = gpu.info;
    console.log(
      `${adapter}${software ? ' (software)' : ''}; particles: sgd ${options.particles}, sgd-sde ${options.sde}\n`,
    );
    console.log(blocks.map(render).join('\n\n'));
    console.log(`\nlargest |z| of ${far.length} entries: ${Math.max(...far).toFixed(1)}`);
    if (!far.every((z) => z < 4)) process.exitCode = 1;
  } finally {
    await closeDevice(gpu);
    await node.close();
  }
}
