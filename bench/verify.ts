// Nothing is timed before it is known to compute the right thing.
import type { Gpu } from '../src/gpu/adapter';
import { handPositions } from './byHand';
import { enginePositions, observedPositions } from './engine';
import { javascriptPositions } from './javascript';
import { eulerSecondMoment, type MethodName, step } from './problem';
import type { Tensors } from './tensors';

export interface Check {
  what: string;
  found: string;
  holds: boolean;
}

const particles = 10_000;
/** So many that a tenth more drift or noise shows: it moves ⟨x²⟩ by 0.009, and four standard errors are 0.005. */
const stationaryParticles = 40_000;
/** Into the second block of random numbers; not a multiple of anything. */
const pathSteps = 301;
/** Time 4: what is left of a symmetric start relaxes inside the wells, at a rate of about 4. */
const stationarySteps = 400;

/** Rounding of one step in f32: at most six roundings of numbers below 2. */
const rounding = 6 * 2 ** -24 * 2;

/**
 * The same paths: inside a well a step shrinks a difference by 1 − 8h, so that rounding keeps two paths within rounding/(8h).
 * Only the few that are on a barrier at the end may be further apart: nine tenths of the coordinates have to be nearer.
 */
function samePaths(what: string, a: Float32Array, b: Float32Array): Check {
  const differences = Float64Array.from(a, (x, i) => Math.abs(x - b[i])).sort();
  const equal = differences.filter((difference) => difference === 0).length;
  const ninth = differences[Math.floor(0.9 * differences.length)];
  const found = `${equal} of ${a.length} bit for bit, nine tenths within ${ninth.toExponential(1)}`;
  return { what, found, holds: a.length === b.length && ninth <= rounding / (8 * step) };
}

/** ⟨x²⟩ over both coordinates within four standard errors of the chain's exact value. */
function sameMoment(what: string, x: ArrayLike<number>, exact: number): Check {
  const squares = Float64Array.from(x, (v) => v * v);
  const mean = squares.reduce((a, b) => a + b, 0) / squares.length;
  const variance = squares.reduce((sum, s) => sum + (s - mean) ** 2, 0) / (squares.length - 1);
  const error = Math.sqrt(variance / squares.length);
  const z = (mean - exact) / error;
  const found = `⟨x²⟩ = ${mean.toFixed(4)} ± ${error.toFixed(4)}, exact ${exact.toFixed(4)} (z = ${z.toFixed(1)})`;
  return { what, found, holds: Math.abs(z) < 4 };
}

async function checkPaths(gpu: Gpu, method: MethodName): Promise<Check[]> {
  const hand = await handPositions(gpu, method, particles, pathSteps);
  const observed = await observedPositions(gpu, method, particles, pathSteps);
  const expected = particles * Math.floor(pathSteps / 10);
  return [
    samePaths(`${method}: engine = by hand`, await enginePositions(gpu, method, particles, pathSteps), hand),
    samePaths(`${method}: engine with observers = by hand`, observed.positions, hand),
    {
      what: `${method}: records of the histogram`,
      found: `${observed.records} of ${expected}`,
      holds: observed.records === expected,
    },
  ];
}

export async function verify(gpu: Gpu, tensors: Tensors | undefined): Promise<Check[]> {
  const exact = eulerSecondMoment();
  return [
    ...(await checkPaths(gpu, 'euler-maruyama')),
    ...(await checkPaths(gpu, 'leimkuhler-matthews')),
    sameMoment('engine', await enginePositions(gpu, 'euler-maruyama', stationaryParticles, stationarySteps), exact),
    sameMoment('JavaScript', javascriptPositions(stationaryParticles, stationarySteps), exact),
    ...(tensors
      ? [sameMoment('TensorFlow.js', await tensors.positions(stationaryParticles, stationarySteps), exact)]
      : []),
  ];
}
