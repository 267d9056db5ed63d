import { describe, expect, test } from 'vitest';
import { childContender } from '../../src/bench/child';
import type { Contender } from '../../src/bench/contender';
import { engine } from '../../src/bench/engine';
import { peers } from '../../src/bench/peers';
import { installed } from '../../src/bench/peers/packages';
import { checkContender, checkLaw, checkPaths, checkTwin } from '../../src/bench/verify';
import { seed, type Workload } from '../../src/bench/workload';
import { workloads } from '../../src/bench/workloads';
import { testGpu } from '../gpu/device';

const named = <T extends { name: string }>(list: readonly T[], name: string) => list.find((one) => one.name === name)!;
const doubleWell = named(workloads, 'double-well');

/** As many coordinates of all: 7 % more noise moves the variance, or that of squares, by more than 5 standard errors. */
const sizeOf = ({ dimension }: Workload) => ({ particles: Math.ceil(40_000 / dimension), steps: 128 });

const wrongOnes = (checks: readonly { holds: boolean }[]) => checks.filter(({ holds }) => !holds);

describe('every workload on the engine', () => {
  test.each(workloads.map((workload) => [workload.name, workload] as const))('%s', async (_, workload) => {
    const gpu = await testGpu();
    expect(wrongOnes(await checkTwin(gpu, workload, workload.methods[0]))).toEqual([]);
  });

  // The paths of all are those of the twin; that the exact law is theirs is seen where kernels compile fastest.
  test('as it is timed, against the exact law', async () => {
    const run = { method: doubleWell.methods[0], ...sizeOf(doubleWell), observe: {}, observers: '' };
    const contender = await engine(await testGpu(), doubleWell, run);
    expect(wrongOnes([await checkContender(doubleWell, contender)])).toEqual([]);
    contender.close();
  });
});

/** Peers without a GPU of their own are quick enough for a test. */
const quick = ['by-hand', 'javascript', 'c++', 'c++-lanes', 'numpy'];

describe('peers compute the same thing', () => {
  const cases = quick.flatMap((name) =>
    workloads
      .filter((workload) => workload.name in named(peers, name).computes)
      .map((workload) => [name, workload.name, workload] as const),
  );
  test.each(cases)('%s on %s', async (name, _, workload) => {
    const peer = named(peers, name);
    if ((await peer.available()) !== null) return;
    const machine = { gpu: await testGpu(), navigator: undefined as unknown as GPU };
    const contender = await peer.contender(machine, workload, { method: workload.methods[0], ...sizeOf(workload) });
    try {
      expect(wrongOnes([await checkContender(workload, contender)])).toEqual([]);
    } finally {
      contender.close();
    }
  });
});

describe('something else is caught', () => {
  const { mean, variance } = doubleWell.law!(128);
  // A normal sample has no business with the squares of a double well.
  const law = { mean, variance };

  /** Two coordinates a particle: normals of a tenth more noise, or off their mean. */
  const sample = (deviation: number, shift: number) => {
    let state = seed;
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return ((state >>> 0) + 0.5) / 2 ** 32;
    };
    return Float64Array.from(
      { length: 80_000 },
      () => shift + deviation * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    );
  };
  const judge = (x: Float64Array) => checkLaw('test', { workload: doubleWell, what: 'sample' }, x, law).holds;

  test('the right mean and variance pass', () => expect(judge(sample(Math.sqrt(law.variance), 0))).toBe(true));
  test('a wider law', () => expect(judge(sample(Math.sqrt(1.1 * law.variance), 0))).toBe(false));
  test('a shifted law', () => expect(judge(sample(Math.sqrt(law.variance), 0.05))).toBe(false));
  test('no numbers', () => expect(judge(new Float64Array(80_000).fill(Number.NaN))).toBe(false));

  test('a coordinate that stands still', () => {
    const x = sample(Math.sqrt(law.variance), 0).map((v, i) => (i % 2 === 0 ? v : 0.5));
    expect(judge(x)).toBe(false);
  });

  test('a contender with the step of another workload', async () => {
    const machine = { gpu: await testGpu(), navigator: undefined as unknown as GPU };
    const gaussian = named(workloads, 'gaussian');
    const size = { method: gaussian.methods[0], ...sizeOf(gaussian) };
    const contender: Contender = await named(peers, 'javascript').contender(machine, gaussian, size);
    const pretended: Workload = { ...gaussian, dimension: 2, law: doubleWell.law };
    expect((await checkContender(pretended, contender)).holds).toBe(false);
  });

  test('other paths', () => {
    const bound = { tolerance: 1e-6, share: 1 };
    const [a, b] = [Float32Array.from([1, 2, 3]), Float32Array.from([1, 2, 3.00001])];
    expect(checkPaths('test', 'paths', [a, a], bound).holds).toBe(true);
    expect(checkPaths('test', 'paths', [a, b], bound).holds).toBe(false);
    expect(checkPaths('test', 'paths', [a, a.subarray(0, 2)], bound).holds).toBe(false);
    expect(checkPaths('test', 'paths', [a, a.map(() => Number.NaN)], bound).holds).toBe(false);
  });
});

describe('exact laws', () => {
  // The start is uniform in [−1.5, 1.5]: variance 3/4, and 1e-4/6 of the grid. At rest: as the older power iteration has it.
  test('of the double well begin at its start and come to rest', () => {
    expect(doubleWell.law!(0).variance).toBeCloseTo(0.75 + 1e-4 / 6, 9);
    expect(doubleWell.law!(500).variance).toBeCloseTo(0.9147, 4);
  });

  /** E x² by n products of E (1 + rh + V√h ξ)². */
  test('of geometric Brownian motion after two steps', () => {
    const { mean, variance } = named(workloads, 'geometric-brownian-motion').law!(2);
    const [factor, noise] = [1 + 1.5 / 256, 1e-4 / 256];
    expect(mean).toBeCloseTo(0.1 * factor ** 2, 12);
    expect(variance).toBeCloseTo(0.01 * (2 * noise * factor ** 2 + noise ** 2), 14);
  });

  test('of the Gaussian after two steps', () => {
    const { mean, variance } = named(workloads, 'gaussian').law!(2);
    expect(mean).toBeCloseTo(0.95 ** 2, 12);
    expect(variance).toBeCloseTo(0.1 * (1 + 0.95 ** 2), 12);
  });
});

describe('a process of its own', () => {
  const identity = { workload: 'w', contender: 'child', method: 'm', observers: '', particles: 1, steps: 1 };

  test('tells its own seconds', async () => {
    const program = 'process.stdin.on("data", () => console.log("0.5 0.25"))';
    const child = childContender(identity, process.execPath, ['-e', program]);
    expect(await child.run()).toEqual({ wall: 0.5, cpu: 0.25 });
    child.close();
  });

  test.each([
    ['that ends', process.execPath, 'child ended: boom'],
    ['that is not there', 'ergodic-no-such-program', 'child ended: spawn ergodic-no-such-program ENOENT'],
  ])('%s: an error with what it said', async (_, command, message) => {
    const child = childContender(identity, command, ['-e', 'process.stderr.write("boom", () => process.exit(1))']);
    await expect(child.run()).rejects.toThrow(message);
    child.close();
  });
});

test('a package that is not there: what is missing, and the command', async () => {
  expect(await installed('Nothing', ['ergodic-no-such-package'])).toBe(
    'Nothing is not installed: npm install --no-save ergodic-no-such-package',
  );
  expect(await installed('vitest', ['vitest'])).toBeNull();
});
