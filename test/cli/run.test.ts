import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result';
import { readNpz } from '../../src/results/npz';
import { base } from '../experiment/base';
import { ergodic, temporaryFolder } from './command';

let folder: string;
let file: string;

beforeAll(() => {
  folder = temporaryFolder();
  file = join(folder, 'small.json');
  writeFileSync(file, JSON.stringify(base));
});

const readResult = (out: string) => JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as Result;

describe('run', () => {
  it('prints a table and writes every file, whole', async () => {
    const out = join(folder, 'table');
    const { status, stdout, stderr } = await ergodic(['run', file, '--out', out]);
    expect([status, stderr]).toEqual([0, expect.stringMatching(/particle-steps in .* files in /)]);
    for (const text of ['density.totalVariation', 'barrier.exponent', 'moments.mean.0', 'holds'])
      expect(stdout).toContain(text);
    expect(readdirSync(out).sort()).toEqual(['arrays.npz', 'report.html', 'result.json', 'tallies.npz']);
    const result = readResult(out);
    expect(result.timing.particleSteps).toBe(4096 * 300);
    const counts = result.points[0].observables.density.counts as number[];
    expect([...readNpz(readFileSync(join(out, 'arrays.npz')))['density.counts'].data]).toEqual(counts);
  });

  it('prints nothing but the result with --json, and the same result again but for its timing', async () => {
    const results = [];
    for (const out of ['first', 'second'].map((name) => join(folder, name))) {
      const { stdout, stderr, status } = await ergodic(['run', file, '--out', out, '--json', '--quiet']);
      expect([status, stderr]).toEqual([0, '']);
      const { timing, ...result } = JSON.parse(stdout) as Result;
      expect(result).toEqual({ ...readResult(out), timing: undefined, ...result });
      results.push(result);
    }
    expect(results[0]).toEqual(results[1]);
  });

  it('takes --set, --particles, --steps and --seed', async () => {
    const out = join(folder, 'set');
    const args = ['--set', 'temperature=[0.5, 1]', '--particles', '100', '--steps', '20', '--seed', '7'];
    const { status } = await ergodic(['run', file, '--out', out, '--quiet', ...args, '--set', 'expect={}']);
    const { experiment, points } = readResult(out);
    expect([status, points.map((p) => p.temperature)]).toEqual([0, [0.5, 1]]);
    expect(experiment).toMatchObject({ steps: 20, ensemble: { particles: 100, seed: 7 } });
  });

  it('ends with 99 where an expectation does not hold, with every file written', async () => {
    const out = join(folder, 'fails');
    const { status, stdout } = await ergodic([
      ...['run', file, '--out', out],
      ...['--set', 'expect.density.totalVariation={"below": 1e-9}'],
    ]);
    expect([status, stdout]).toEqual([99, expect.stringContaining('does not hold')]);
    expect(readResult(out).expectations[0].holds).toBe(false);
  });

  it('writes its report again from the result', async () => {
    const out = join(folder, 'table');
    const before = readFileSync(join(out, 'report.html'), 'utf8');
    writeFileSync(join(out, 'report.html'), '');
    expect(await ergodic(['report', out])).toMatchObject({ status: 0, stdout: `${join(out, 'report.html')}\n` });
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toBe(before);
  });

  it('with --dry-run only tells what would be done', async () => {
    const out = join(folder, 'dry');
    const { status, stdout } = await ergodic(['run', file, '--out', out, '--dry-run', '--json']);
    const estimate = JSON.parse(stdout) as Record<string, unknown>;
    expect([status, existsSync(out)]).toEqual([0, false]);
    expect(estimate).toMatchObject({ points: 1, groups: 64, particleSteps: 4096 * 300 });
    expect(estimate.hash).toBe(readResult(join(folder, 'table')).hash);
    const text = await ergodic(['run', file, '--dry-run', '--adapter', 'no such card']);
    expect(text).toMatchObject({ status: 0, stdout: expect.stringContaining('unknown: no adapter') });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('stops on %s with status %i', async (signal, expected) => {
    const args = ['run', file, '--out', join(folder, signal), '--particles', '1000000', '--steps', '1000000'];
    const { status, stderr } = await ergodic(args, {
      // Once the adapter is named, steps begin; drivers may say something of their own before.
      onStderr: (child, text) => void (/software|·/.test(text) && setTimeout(() => child.kill(signal), 2000)),
    });
    expect([status, stderr]).toEqual([
      expected,
      expect.stringMatching(new RegExp(`stopped by ${signal}; .* holds a checkpoint`)),
    ]);
    expect(readdirSync(join(folder, signal))).toEqual(['checkpoint.bin']);
  });
});

describe('doctor', () => {
  it('lists the adapters, and what is missing with its remedy', async () => {
    const { status, stdout } = await ergodic(['doctor']);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/adapter: .+[\s\S]+maxBufferSize/)]);
    const report = JSON.parse((await ergodic(['doctor', '--json'])).stdout) as { adapters: unknown[] };
    expect(report.adapters.length).toBeGreaterThan(0);
  });

  it('names each adapter by words that --adapter takes', async () => {
    const { adapters } = JSON.parse((await ergodic(['doctor', '--json'])).stdout) as {
      adapters: { adapter: string }[];
    };
    const [, line, dawnName] = adapters[0].adapter.match(/^(.*?) \((.*)\)$/) ?? [];
    for (const choice of [line, dawnName]) {
      const out = join(folder, 'chosen');
      const { status } = await ergodic([
        'run',
        file,
        '--out',
        out,
        '--quiet',
        '--particles',
        '64',
        '--adapter',
        choice,
      ]);
      expect([choice, status, readResult(out).machine.adapter]).toEqual([choice, 0, line]);
    }
  });
});
