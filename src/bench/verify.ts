// Nothing is timed before it is known to compute the right thing.
import type { Gpu } from '../gpu/adapter';
import type { Contender } from './contender';
import { type EngineRun, enginePositions, observedRun, twinPositions } from './engine';
import { type Law, twinSteps, type Workload, type WorkloadMethod } from './workload';

export interface Check {
  workload: string;
  what: string;
  found: string;
  holds: boolean;
}

/** Standard errors that an estimate may be off: 1 of 1.7 million unbiased ones is further. */
const farthest = 5;

interface Sample {
  mean: number;
  meanError: number;
  variance: number;
  varianceError: number;
}

/** Mean and variance of numbers that are independent, with their standard errors. */
function describe(values: Float64Array): Sample {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const squares = values.map((v) => (v - mean) ** 2);
  const variance = squares.reduce((a, b) => a + b, 0) / (n - 1);
  const fourth = squares.reduce((sum, s) => sum + s * s, 0) / n;
  return {
    mean,
    meanError: Math.sqrt(variance / n),
    variance,
    varianceError: Math.sqrt(Math.max(0, fourth - variance ** 2) / n),
  };
}

/** Numbers of all coordinates together, then of each. */
function samplesOf(x: ArrayLike<number>, dimension: number): Float64Array[] {
  const each = Array.from({ length: dimension }, (_, i) =>
    Float64Array.from({ length: x.length / dimension }, (_, k) => x[k * dimension + i]),
  );
  return [Float64Array.from(x), ...each];
}

const short = (x: number) => x.toPrecision(5);

/** Largest of the deviations; what is no number is as far as can be. */
const worst = (z: readonly number[]) => Math.max(...z.map((v) => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : v)));

/** One number of the law: how far the worst of the samples is from it, in standard errors, and what all together have. */
function judge(name: string, exact: number, found: readonly { value: number; error: number }[]) {
  const off = worst(found.map(({ value, error }) => Math.abs(value - exact) / error));
  return { off, text: `${name} ${short(found[0].value)}, exact ${short(exact)} (≤ ${off.toFixed(1)} s.e.)` };
}

/** Mean and variance of every coordinate and of all together within 5 standard errors of the law. */
export function checkLaw(name: string, { workload, what }: CheckName, x: ArrayLike<number>, law: Law): Check {
  const samples = samplesOf(x, workload.dimension);
  const plain = samples.map(describe);
  const spread = (list: readonly Sample[]) =>
    list.map(({ variance, varianceError }) => ({ value: variance, error: varianceError }));
  const means = plain.map(({ mean, meanError }) => ({ value: mean, error: meanError }));
  const parts = [judge('mean', law.mean, means), judge('variance', law.variance, spread(plain))];
  if (law.squareVariance !== undefined) {
    const squares = samples.map((values) => describe(values.map((v) => v * v)));
    parts.push(judge('of squares', law.squareVariance, spread(squares)));
  }
  const found = parts.map(({ text }) => text).join(', ');
  return { workload: name, what, found, holds: parts.every(({ off }) => off < farthest) };
}

interface CheckName {
  workload: Pick<Workload, 'dimension'>;
  what: string;
}

/** The paths of two programs with the same random numbers: a share of the coordinates, ordered by distance, within a bound. */
export function checkPaths(
  workload: string,
  what: string,
  [a, b]: readonly ArrayLike<number>[],
  bound: { tolerance: number; share: number },
): Check {
  const distances = Float64Array.from(a, (x, i) => Math.abs(x - b[i])).sort();
  const equal = distances.filter((distance) => distance === 0).length;
  const distance = distances[Math.ceil(bound.share * distances.length) - 1];
  const whom = bound.share === 1 ? 'all' : `${100 * bound.share} %`;
  const found = `${equal} of ${a.length} bit for bit, ${whom} within ${distance.toExponential(1)} (bound ${bound.tolerance.toExponential(1)})`;
  // NaN sorts last and is never within.
  return { workload, what, found, holds: a.length === b.length && distance <= bound.tolerance };
}

/** A contender of the size that the workload's check asks for, against the exact law. */
export async function checkContender(workload: Workload, contender: Contender): Promise<Check> {
  await contender.run();
  const what = `${contender.contender}: law after ${contender.steps} steps`;
  return checkLaw(workload.name, { workload, what }, await contender.positions(), workload.law!(contender.steps));
}

const twinParticles = 256;

/** The engine by one method with and without observers: the paths of the f64 twin, and every record counted. */
export async function checkTwin(gpu: Gpu, workload: Workload, method: WorkloadMethod): Promise<Check[]> {
  const bare: EngineRun = { method, particles: twinParticles, steps: twinSteps, observe: {}, observers: '' };
  const twin = await twinPositions(workload, bare);
  const { positions, records } = await observedRun(gpu, workload, { ...bare, observe: workload.observers });
  const bound = { tolerance: workload.twinTolerance, share: 1 };
  const compare = (what: string, x: Float32Array) =>
    checkPaths(workload.name, `engine, ${method.title}${what} = f64 twin`, [x, twin], bound);
  const expected = twinParticles * Math.floor(twinSteps / Number(workload.observers.histogram.every));
  return [
    compare('', await enginePositions(gpu, workload, bare)),
    compare(', observers', positions),
    {
      workload: workload.name,
      what: `engine, ${method.title}: records of the histogram`,
      found: `${records} of ${expected}`,
      holds: records === expected,
    },
  ];
}

/** Checks of the engine: against its twin, and where there is an exact law against that. */
export async function checkEngine(gpu: Gpu, workload: Workload): Promise<Check[]> {
  const checks: Check[] = [];
  for (const method of workload.methods) checks.push(...(await checkTwin(gpu, workload, method)));
  if (workload.law === undefined) return checks;
  const run: EngineRun = { method: workload.methods[0], ...workload.check, observe: {}, observers: '' };
  const what = `engine: law after ${run.steps} steps`;
  const positions = await enginePositions(gpu, workload, run);
  return [...checks, checkLaw(workload.name, { workload, what }, positions, workload.law(run.steps))];
}
