import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScope, parse } from '../../src/expression';
import { operations } from '../../src/expression/operations';
import { type Formula, formula, place } from '../expression/arbitrary';
import { header, type Job, jobOf, kernelOf } from '../expression/kernel';
import { single } from '../expression/precision';
import { bounded } from '../expression/roundoff';
import { asFloats, runCompute, testDevice, testGpu } from './device';

const seed = 20_26;
const [formulas, perKernel, points] = [200, 10, 256];
const parameters = [0.75, 1.375];

const drawn: Formula[] = fc.sample(formula(6, 'all'), { numRuns: formulas, seed });
const coordinates = fc.sample(place, { numRuns: points, seed }).map(({ point }) => point);

/** The outputs of a kernel's formulas, one row of `points` values each. */
async function onDevice(jobs: readonly Job[]): Promise<Float32Array[]> {
  const { code, host, rows } = kernelOf(jobs, parameters, points);
  const buffers = [Float32Array.from(coordinates.flat()), host, 4 * rows * points];
  const [, , words] = await runCompute(await testDevice(), { code, buffers, workgroups: points / 64 });
  const values = asFloats(words);
  return Array.from({ length: rows }, (_, row) => values.subarray(row * points, (row + 1) * points));
}

/** Relative tolerances of what was compared, and how much was left out. */
interface Tally {
  relative: number[];
  left: number;
}

function compare({ formula: f, outputs }: Job, rows: Float32Array[], tally: Tally): void {
  coordinates.forEach((point, k) => {
    bounded(outputs, { point, parameters }, single).forEach(({ value, error }, i) => {
      const got = rows[i][k];
      if (!Number.isFinite(error)) tally.left++;
      else tally.relative.push(error / Math.max(1e-30, Math.abs(value)));
      if (Number.isFinite(error) && !(Math.abs(got - value) <= error))
        expect.fail(`output ${i} of ${f.text} at ${point}: ${got}, expected ${value} ± ${error}`);
    });
  });
}

describe('random formulas on the device', () => {
  it('agree with f64 within the error that the specification of WGSL allows', async () => {
    const tally: Tally = { relative: [], left: 0 };
    for (let first = 0; first < formulas; first += perKernel) {
      const jobs = drawn.slice(first, first + perKernel).map(jobOf);
      const rows = await onDevice(jobs);
      for (const job of jobs) compare(job, rows.splice(0, job.outputs.length), tally);
    }
    const { relative, left } = tally;
    relative.sort((a, b) => a - b);
    expect(relative.length / (relative.length + left)).toBeGreaterThan(0.98);
    expect(relative[Math.floor(relative.length / 2)]).toBeLessThan(5e-6);
    expect(relative[Math.floor(0.8 * relative.length)]).toBeLessThan(1e-4);
  });
});

const steps = 4096;
const sweep = (low: number, high: number) =>
  Array.from({ length: steps }, (_, i) => Math.fround(low + ((high - low) * i) / (steps - 1)));
/** Both signs, evenly in the logarithm. */
const decades = (low: number, high: number) =>
  sweep(Math.log(low), Math.log(high)).flatMap((l) => [Math.fround(Math.exp(l)), -Math.fround(Math.exp(l))]);

const u = 2 ** -24;
const size = (_: number, value: number) => Math.abs(value);
const one = () => 1;

/**
 * `reach`: the largest |a| that a bound is claimed for. SwiftShader's largest error, in 2^-24 of `per`, was measured as 1.65,
 * 1.45, 1.66, 9.79, 4.23, 3.92 and 1.13 in this order; it may not exceed `units`.
 */
const functions = [
  { name: 'sin', reach: 1e4, per: one, units: 2 },
  { name: 'cos', reach: 1e4, per: one, units: 2 },
  { name: 'tan', reach: 1e4, per: (_: number, value: number) => 1 + value * value, units: 2 },
  { name: 'tanh', reach: 1e30, per: size, units: 11 },
  { name: 'erf', reach: 1e30, per: size, units: 5 },
  { name: 'softplus', reach: 1e30, per: (_: number, value: number) => Math.max(1, value), units: 5 },
  {
    name: 'logistic',
    reach: 1e30,
    per: (a: number, value: number) => value * (4 + Math.abs(Math.min(a, 0))),
    units: 1.25,
  },
] as const;

const argumentsWithin = (reach: number) => [
  ...[0, 0.125, -0.125, 0.5, -0.5, 1e-8, -1e-8, 100, -100, 1e4, -1e4].map(Math.fround),
  ...[1, 10, 100, 1e4].flatMap((limit) => sweep(-limit, limit)),
  ...decades(1e-8, reach),
];

async function callOnDevice(name: string, input: readonly number[]): Promise<Float32Array> {
  const code = `${header}
    @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
      if (id.x < arrayLength(&input)) { output[id.x] = host[0] + ergodic_${name}(input[id.x]); }
    }`;
  const buffers = [Float32Array.from(input), new Float32Array(4), 4 * input.length];
  const [, , words] = await runCompute(await testDevice(), { code, buffers, workgroups: Math.ceil(input.length / 64) });
  return asFloats(words).subarray(0, input.length);
}

describe('functions of the shader library', () => {
  it.each(functions)('$name: within what follows from the specification', async ({ name, reach, per, units }) => {
    const input = argumentsWithin(reach);
    const got = await callOnDevice(name, input);
    const { graph, ...scope } = createScope(['x']);
    const node = parse({ graph, ...scope }, `${name}(x)`);
    let worst = 0;
    input.forEach((a, i) => {
      const [{ value, error }] = bounded([node], { point: [a], parameters: [] }, single);
      expect(error, `a bound at ${a}`).toBeLessThan(Number.POSITIVE_INFINITY);
      if (!(Math.abs(got[i] - value) <= error)) expect.fail(`${name}(${a}) is ${got[i]}, expected ${value} ± ${error}`);
      worst = Math.max(worst, (Math.abs(got[i] - value) - 2 ** -126) / (u * per(a, operations[name].evaluate(a))));
    });
    if ((await testGpu()).info.software) expect(worst).toBeLessThan(units);
  });
});
