import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { landscapes } from '../../src/landscapes';
import { methods } from '../../src/methods';
import { observables } from '../../src/observables';
import { base } from '../experiment/base';
import { tables } from '../experiment/bases';
import { malformed } from '../experiment/malformed';
import { ergodic, temporaryFolder } from './command';

// An adapter that no machine has: whoever asks for it before the file is read ends with 3 and not with 2.
const noAdapter = ['--adapter', 'no such card'];
let folder: string;
let good: string;

beforeAll(() => {
  folder = temporaryFolder();
  good = join(folder, 'good.json');
  writeFileSync(good, JSON.stringify(base));
  for (const [name, text] of Object.entries(tables)) writeFileSync(join(folder, name), text());
});

describe('help and version', () => {
  it('end with 0 and go to standard output', async () => {
    const help = await ergodic(['--help']);
    expect([help.status, help.stderr]).toEqual([0, '']);
    for (const command of ['run', 'report', 'landscapes', 'methods', 'observables', 'doctor', 'schema']) {
      expect(help.stdout).toContain(command);
    }
    expect((await ergodic(['run', '--help'])).stdout).toContain('--dry-run');
    expect((await ergodic(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a bad command line ends with 2 and names the nearest known word', () => {
  it.each([
    [[], 'Usage'],
    [['rnu', 'x.json'], 'run'],
    [['run'], "missing required argument 'file'"],
    [['run', 'a.json', 'b.json'], 'too many arguments'],
    [['run', 'a.json', '--particels', '5'], '--particles'],
    [['run', 'a.json', '--out'], 'argument missing'],
    [['run', 'examples/double-wel.json'], "did you mean 'double-well.json'"],
    [['run', 'examples'], 'a folder'],
    [['run', 'examples/double-well.json', '--set', 'temprature=1', ...noAdapter], "did you mean 'temperature'"],
    [['run', 'examples/double-well.json', '--particles', 'many', ...noAdapter], 'ensemble.particles: found "many"'],
    [['landscapes', 'no-such'], 'none of the landscapes'],
    [['methods', 'euler-maryama'], "did you mean 'euler-maruyama'"],
    [['report', 'examples'], 'there is no such file'],
  ])('%j', async (args, says) => {
    const { status, stdout, stderr } = await ergodic(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('    at ');
  });
});

describe('a bad experiment file ends with 2 before any adapter is asked', () => {
  const chosen = malformed.filter((_, i) => i % 24 === 0);
  it.each(chosen.map((m) => [m.what, m] as const))('%s', async (_, { text, says }) => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, text);
    const { status, stdout, stderr } = await ergodic(['run', file, '--out', join(folder, 'out'), ...noAdapter]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(file);
    expect(stderr).toMatch(says[0]);
  });

  it('and so does a folder that cannot be written', async () => {
    const { status, stderr } = await ergodic(['run', good, '--out', join(good, 'below'), ...noAdapter]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('--out')]);
  });

  it('but a good file asks for the adapter and ends with 3 where there is none', async () => {
    const { status, stderr } = await ergodic(['run', good, '--out', join(folder, 'out'), ...noAdapter]);
    expect([status, stderr]).toEqual([3, expect.stringMatching(/"no such card"[\s\S]*ergodic doctor/)]);
  });
});

describe('the catalogue', () => {
  it.each([
    ['landscapes', landscapes.map((l) => l.name)],
    ['methods', methods.map((m) => m.name)],
    ['observables', observables.map((o) => o.kind)],
  ])('lists all %s', async (command, names) => {
    const { stdout, status } = await ergodic([command]);
    expect(status).toBe(0);
    for (const name of names) expect(stdout).toContain(name);
    const entries = JSON.parse((await ergodic([command, '--json'])).stdout) as { name: string }[];
    expect(entries.map((e) => e.name)).toEqual(names);
    const one = JSON.parse((await ergodic([command, names[0], '--json'])).stdout) as { name: string };
    expect(one.name).toBe(names[0]);
    expect((await ergodic([command, names[0]])).stdout).toContain(names[0]);
  });
});

describe('a landscape', () => {
  it('comes with its dimensions and every exact number as JSON', async () => {
    const { stdout } = await ergodic(['landscapes', 'gaussian', '--json']);
    const { dimensions, exact } = landscapes.find(({ name }) => name === 'gaussian')!;
    expect(JSON.parse(stdout)).toMatchObject({ dimensions, exact, potential: 'dot(x, x)/2' });
  });

  it.each(landscapes)('$name has a line for each exact number', async ({ name, exact }) => {
    const { stdout } = await ergodic(['landscapes', name]);
    const [, lines] = stdout.match(/^exact:\n((?: {2}.*\n)+)/m) ?? [];
    expect(lines.trimEnd().split('\n')).toHaveLength(exact.length);
    expect(stdout).not.toMatch(/undefined|NaN|[{}]/);
  });
});

describe('a method', () => {
  it('says what it takes: its options with bounds, a temperature, data', async () => {
    const { stdout } = await ergodic(['methods', 'sgld']);
    expect(stdout).toMatch(/^temperature: yes\ndata: required: "loss" with "data"$/m);
    expect(stdout).toMatch(/^ {2}step +time per step/m);
    expect(stdout).toMatch(/^ {2}batch +rows of a mini-batch \(whole, at least 1, at most 1048576\)$/m);
    expect(stdout).toMatch(/^ {2}replacement +.*: true or false \(default: true\)$/m);
    expect(stdout).toMatch(/^ {2}decay +.*: \{ a, b, gamma \}$/m);
    expect(stdout).toMatch(/^ {2}decay\.gamma +.*\(at least 0, at most 16\)$/m);
    const sde = (await ergodic(['methods', 'sgd-sde'])).stdout;
    expect(sde).toMatch(/^temperature: no/m);
    expect(sde).toMatch(/^ {2}learningRate +.*may be left out/m);
  });

  it('without bias has no order: "exact" in words, null as JSON', async () => {
    expect((await ergodic(['methods', 'mala'])).stdout).toMatch(/^order: none: exact$/m);
    const mala = JSON.parse((await ergodic(['methods', 'mala', '--json'])).stdout);
    expect(mala).toMatchObject({ order: null, temperature: true, data: 'optional', momentum: false });
    const sgd = JSON.parse((await ergodic(['methods', 'sgd', '--json'])).stdout);
    expect(sgd).toMatchObject({ order: 1, temperature: false, data: 'required', momentum: true });
    expect(sgd.options).toMatchObject({
      batch: { kind: 'number', least: 1 },
      replacement: { kind: 'flag', default: true },
    });
  });

  it.each(methods)('$name prints no code', async ({ name }) => {
    expect((await ergodic(['methods', name])).stdout).not.toMatch(/undefined|NaN|Infinity|\[object/);
  });
});

describe('an observable', () => {
  it('says which fields it takes, and what they are where they are left out', async () => {
    const { stdout } = await ergodic(['observables', 'histogram']);
    expect(stdout).toMatch(/^ {2}bins +Number of equal bins/m);
    expect(stdout).toMatch(/^ {2}every +Steps between two records \(default: 1\)$/m);
  });
});

describe('schema', () => {
  it('prints the committed file', async () => {
    const { stdout } = await ergodic(['schema']);
    expect(stdout).toBe(readFileSync('schema/experiment.json', 'utf8'));
  });

  it('into a pipe that closes early is no failure', () => {
    const script = `set -o pipefail; "${process.execPath}" bin/ergodic.js schema 2>&1 | head -c 5`;
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe('{\n  "');
  });
});
