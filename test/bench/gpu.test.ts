import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { doubleWell } from '../../src/bench/workloads/doubleWell';

const gpu = fileURLToPath(new URL('../../bench/gpu', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ergodic-gpu-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program that is expected to end within a minute. */
function run(command: string, args: string[], env: Record<string, string> = {}) {
  const options = { cwd: gpu, encoding: 'utf8' as const, timeout: 60_000, env: { ...process.env, ...env } };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  return { status, stdout, stderr, error };
}

const secondMoment = doubleWell.law!(800).variance;

const missing = (command: string) => run(command, ['--version']).error !== undefined;
const without = { python: missing('python3'), compiler: missing('g++'), nvcc: missing('nvcc') };

interface Ready {
  knownAnswer: string;
  checks: { what: string; found: number; exact: number; holds: boolean }[];
}

describe.skipIf(without.compiler)('euler.cu on the processor (skipped without g++)', () => {
  const program = join(folder, 'euler');
  const build = run('g++', [
    ...['-std=c++17', '-O2', '-Wall', '-Wextra', '-Werror', '-x', 'c++', '-DOWN_PHILOX', 'euler.cu', '-o', program],
  ]);

  it('compiles without a warning', () => {
    expect(build).toMatchObject({ status: 0, stderr: '' });
  });

  // In parts of 250 steps, so that what a launch leaves behind and where the next one draws from are checked too.
  it.each([
    { workload: 'double-well', steps: 1000, mean: 0, variance: secondMoment },
    { workload: 'gbm', steps: 256, mean: 0.1 * (1 + 1.5 / 256) ** 256, variance: gbmVariance(256) },
  ])('has the moments of the $workload chain', ({ workload, steps, mean, variance }) => {
    const sizes = ['--particles', '20000', '--steps', `${steps}`, '--chunk', '100', '--rounds', '1'];
    const { status, stdout } = run(program, ['--workload', workload, ...sizes]);
    const { checks, knownAnswer } = JSON.parse(stdout.split('\n')[0]) as Ready;
    expect([status, checks.map(({ what, holds }) => [what, holds])]).toEqual([
      0,
      [
        ['mean', true],
        ['variance', true],
      ],
    ]);
    expect(checks[0].exact).toBeCloseTo(mean, 10);
    expect(checks[1].exact / variance).toBeCloseTo(1, 9);
    // Random123's known answer of philox4x32-10 for counter and key 0.
    expect(knownAnswer).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
  });

  it.each([
    { args: ['--steps', '3'], words: 'expected multiples of 2' },
    { args: ['--stps', '3'], words: '--stps 3; expected' },
    { args: ['--steps'], words: '--steps ; expected' },
    { args: ['--workload', 'x'], words: 'expected double-well or gbm' },
  ])('refuses $args', ({ args, words }) => {
    expect(run(program, args)).toMatchObject({ status: 2, stderr: expect.stringContaining(words) });
  });
});

/** X₀²[((1 + rh)² + V²h)ⁿ − (1 + rh)²ⁿ]. */
function gbmVariance(n: number): number {
  const growth = (1 + 1.5 / 256) ** 2;
  return 0.01 * ((growth + 1e-4 / 256) ** n - growth ** n);
}

describe.skipIf(without.nvcc)('euler.cu by nvcc (skipped without it)', () => {
  it('compiles for an H100 with the random numbers of philox.h', () => {
    const args = ['-std=c++17', '-O3', '-arch=sm_90', '-DOWN_PHILOX', 'euler.cu', '-o', join(folder, 'cuda')];
    expect(run('nvcc', args)).toMatchObject({ status: 0, stderr: '' });
  });
});

describe.skipIf(without.python)('Python scripts (skipped without python3)', () => {
  it('compile', () => {
    const program = [
      'import ast, pathlib',
      'for f in pathlib.Path(".").glob("*.py"): ast.parse(f.read_text(encoding="utf-8"), str(f))',
    ].join('\n');
    expect(run('python3', ['-W', 'error', '-c', program])).toMatchObject({ status: 0, stderr: '' });
  });

  it('know the exact moments', () => {
    const program = [
      'import sys; sys.dont_write_bytecode = True',
      'from problem import WORKLOADS as w',
      'print(*(f(256) for k in ("double-well", "gbm") for f in (w[k].mean, w[k].variance)))',
    ].join('\n');
    const found = run('python3', ['-c', program]).stdout.split(' ').map(Number);
    expect(found[0]).toBe(0);
    expect(found[1]).toBeCloseTo(secondMoment, 10);
    expect(found[2]).toBeCloseTo(0.1 * (1 + 1.5 / 256) ** 256, 12);
    expect(found[3] / gbmVariance(256)).toBeCloseTo(1, 9);
  });
});

/** Stands in for the command: says that a run took one second and one more for every 10⁹ particle-steps. */
const standIn = (shift: number) => `#!${process.execPath}
const args = process.argv.slice(2);
const after = (name) => args[args.indexOf(name) + 1];
const gbm = args[1].endsWith('gbm.json');
const steps = gbm ? 256 : 1 + Number(after('--set').split('=')[1]);
const particleSteps = Number(after('--particles')) * steps;
const wall = 1 + particleSteps / 1e9;
const e = (value) => ({ value: value + ${shift}, standardError: 1e-3 });
const mean = gbm ? Array(3).fill(e(${0.1 * (1 + 1.5 / 256) ** 256})) : [e(0), e(0), e(0.91466300569), e(0.91466300569)];
const end = { mean, variance: Array(3).fill({ value: ${gbmVariance(256)}, standardError: 1e-7 }) };
console.log(JSON.stringify({
  machine: { adapter: 'stand-in', software: false, version: '0' },
  timing: { wall, particleSteps, rate: particleSteps / wall },
  points: [{ nonFinite: 0, observables: { end } }],
}));
`;

interface Comparison {
  workloads: { judged: boolean; contenders: { name: string; rates?: number[]; missing: string | null }[] }[];
}

/** Runs run.py beside the processor's peers with a command that stands in for ours. */
function compare(name: string, shift: number) {
  const command = join(folder, name);
  writeFileSync(command, standIn(shift));
  chmodSync(command, 0o755);
  const out = join(folder, `${name}-results`);
  const sizes = ['--small', '--host', '--only', 'CUDA', '--rounds', '2', '--seconds', '0.02', '--out', out];
  const result = run('python3', ['run.py', ...sizes], { ERGODIC: command });
  const files = readdirSync(out);
  const json = files.find((file) => file.endsWith('.json'));
  return { ...result, files, data: JSON.parse(readFileSync(join(out, `${json}`), 'utf8')) as Comparison };
}

describe.skipIf(without.python || without.compiler)('run.py (skipped without python3 and g++)', () => {
  it('times ours without what every run costs, beside the others, and writes table and data', () => {
    const { status, stdout, files, data } = compare('right', 0);
    expect([status, files.length]).toEqual([0, 2]);
    for (const { contenders, judged } of data.workloads) {
      expect(judged).toBe(false);
      expect(contenders.map(({ name, missing }) => [name, missing])).toEqual([
        ['ours', null],
        ['euler.cu by g++', null],
      ]);
      for (const rate of contenders[0].rates!) expect(rate / 1e9).toBeCloseTo(1, 9);
      expect(contenders[1].rates).toHaveLength(2);
    }
    for (const text of ['NOT A MEASUREMENT', 'ours / fastest CUDA', 'not judged', 'not measured', 'spread'])
      expect(stdout).toContain(text);
  });

  it('times nothing when a contender is wrong', () => {
    const { status, stdout } = compare('wrong', 0.01);
    expect([status, stdout.match(/WRONG ours/g)?.length, stdout.match(/Nothing was timed/g)?.length]).toEqual([
      1, 2, 2,
    ]);
  });

  it('names what is not there', () => {
    const { status, stdout } = run('python3', ['run.py', '--small', '--only', 'JAX'], {
      ERGODIC: join(folder, 'nothing'),
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/missing ours: .*No such file/);
    expect(stdout).toMatch(/missing JAX scan, threefry: |ok {4}JAX scan, threefry: /);
  });
});
