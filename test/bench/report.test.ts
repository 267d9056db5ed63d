import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { compareRates, readBaseline } from '../../src/bench/baseline';
import { bench } from '../../src/bench/bench';
import { type Contender, type Rates, type Runner, race } from '../../src/bench/contender';
import type { Peer } from '../../src/bench/peer';
import { peers } from '../../src/bench/peers';
import { ratiosOf } from '../../src/bench/ratios';
import { type Report, renderChecks, renderRates } from '../../src/bench/report';
import { deviceSteps, engineRuns } from '../../src/bench/suite';
import { workloads } from '../../src/bench/workloads';
import { main } from '../../src/cli/main';
import { testGpu } from '../gpu/device';

const folder = mkdtempSync(join(tmpdir(), 'ergodic-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [doubleWell] = workloads;

function row(contender: string, wall: number[], change: Partial<Rates> = {}): Rates {
  const identity = {
    workload: 'double-well',
    contender,
    method: 'Euler',
    observers: '',
    particles: 2 ** 14,
    steps: 256,
  };
  return { ...identity, wall, cpu: wall.map((rate) => rate / 2), ...change };
}

describe('ratios', () => {
  const rates = [
    row('engine', [100, 50, 120]),
    row('engine', [90, 45, 108], { method: 'Leimkuhler–Matthews' }),
    row('engine', [80, 30, 96], { observers: 'histogram + moments' }),
    row('engine', [90, 40, 60], { observers: 'histogram' }),
    row('by-hand', [100, 25, 120]),
    row('by-hand', [45, 45, 45], { method: 'Leimkuhler–Matthews' }),
  ];
  const found = ratiosOf({ rates, sizes: [] }, 'wall', true);
  const ratio = (what: string) => found.find((r) => r.what === what);

  test('are medians of the ratios within a round', () => {
    expect(ratio('engine, Euler / by-hand, Euler')).toMatchObject({ ratio: 1, bar: 0.9 });
    const observed = ratio('engine, Euler, histogram + moments / engine, Euler');
    expect(observed).toMatchObject({ ratio: 0.8, bar: 0.75 });
    expect(ratio('engine, Euler, histogram / engine, Euler')).not.toHaveProperty('bar');
  });

  test('compare a method with the same method of a peer', () => {
    const what = 'engine, Leimkuhler–Matthews / by-hand, Leimkuhler–Matthews';
    expect(ratio(what)?.ratio).toBe(2);
    expect(ratio('engine, Leimkuhler–Matthews / engine, Euler')).toMatchObject({ ratio: 0.9, bar: 0.95 });
  });

  test('have no bar by the processor clock for a peer on one thread', () => {
    const two = [row('engine', [100]), row('numpy', [50]), row('c++', [50])];
    const barsBy = (clock: 'wall' | 'cpu') => ratiosOf({ rates: two, sizes: [] }, clock, true).map(({ bar }) => bar);
    expect(barsBy('wall')).toEqual([1.4, 0.55]);
    expect(barsBy('cpu')).toEqual([undefined, 0.55]);
  });

  test('have no bars for ensembles that fill no machine', () => {
    const few = rates.map((one) => ({ ...one, particles: 2 ** 13 }));
    expect(ratiosOf({ rates: few, sizes: [] }, 'wall', true).some(({ bar }) => bar !== undefined)).toBe(false);
  });

  test('have no bars on a graphics card', () => {
    expect(ratiosOf({ rates, sizes: [] }, 'wall', false).some(({ bar }) => bar !== undefined)).toBe(false);
  });

  test('over sizes: the slowest beside the fastest of 10⁵ to 10⁷', () => {
    const rateAt = [10, 90, 100, 80, 95];
    const sizes = rateAt.map((rate, i) => row('engine', [rate], { particles: 10 ** (3 + i) }));
    expect(ratiosOf({ rates: [], sizes }, 'wall', true)).toMatchObject([{ ratio: 0.8, bar: 0.85 }]);
  });
});

test('a race takes turns there and back, after a run of each to warm up, and believes what a process tells', async () => {
  const order: string[] = [];
  const runner = (name: string, seconds?: number): Runner => ({
    ...row(name, []),
    async run() {
      order.push(name);
      return seconds === undefined ? undefined : { wall: seconds, cpu: 2 * seconds };
    },
  });
  const rates = await race([runner('a'), runner('b', 0.5)], 2);
  expect(order.join('')).toBe('ababba');
  expect(rates[1]).toMatchObject({ wall: Array(2).fill(2 ** 23), cpu: Array(2).fill(2 ** 22) });
  expect(rates[0].wall).toHaveLength(2);
});

test('runs are of whole blocks of random numbers', () => {
  expect(deviceSteps(2 ** 25, doubleWell, 65_536)).toBe(512);
  expect(deviceSteps(2 ** 25, doubleWell, 10 ** 7)).toBe(16);
  expect(deviceSteps(2 ** 31, doubleWell, 1000)).toBe(2 ** 15);
});

test('observers are timed together, and each alone where that is asked for', () => {
  const titles = (each: boolean) => engineRuns(doubleWell, 1000, 256, each).map(({ observers }) => observers);
  const together = 'histogram + moments + occupancy';
  expect(titles(false)).toEqual(['', '', together]);
  expect(titles(true)).toEqual(['', '', together, 'histogram', 'moments', 'occupancy', 'hitting']);
});

describe('a baseline', () => {
  const report = { kind: 'ergodic-bench', rates: [row('engine', [100])], sizes: [] } as unknown as Report;

  test('flags what is below 0.9 of it, and leaves out what it does not have', () => {
    const now = [row('engine', [89, 89, 500]), row('numpy', [1])];
    expect(compareRates(now, report.rates, 'wall')).toMatchObject([{ contender: 'engine', ratio: 0.89, slower: true }]);
    expect(compareRates([row('engine', [91])], report.rates, 'wall')[0].slower).toBe(false);
    expect(compareRates([row('engine', [91], { particles: 2 })], report.rates, 'wall')).toEqual([]);
  });

  test('is a report, or is refused with what to do', () => {
    expect(readBaseline(JSON.stringify(report), 'old.json')).toEqual(report);
    expect(() => readBaseline('{', 'old.json')).toThrow("old.json: is not JSON; expected what 'ergodic bench --save");
    expect(() => readBaseline('null', 'old.json')).toThrow('old.json: is no report of a benchmark');
    expect(() => readBaseline('{"rates": []}', 'old.json')).toThrow('old.json: is no report of a benchmark');
  });
});

describe('a whole benchmark', () => {
  const absent: Peer = { ...peers[0], name: 'elsewhere', available: async () => 'it is not here: install it' };
  const javascript = peers.find(({ name }) => name === 'javascript')!;

  /** A peer whose law is a tenth too narrow. */
  const wrong: Peer = {
    ...javascript,
    name: 'wrong',
    async contender(machine, workload, size) {
      const right: Contender = await javascript.contender(machine, workload, size);
      const positions = async () => Array.from(await right.positions(), (x) => 0.9 * x);
      return { ...right, contender: 'wrong', positions };
    },
  };

  async function run(peer: Peer): Promise<Report> {
    const machine = { gpu: await testGpu(), navigator: undefined as unknown as GPU };
    const settings = { observers: false, scaling: false, onPhase: () => {}, clock: 'wall' as const };
    const sizes = { particles: [256], steps: 16, rounds: 2 };
    // The check's size is the peer's burden here: a loop of JavaScript takes a second.
    const workload = { ...doubleWell, methods: [doubleWell.methods[0]] as const };
    return bench(machine, { workloads: [workload], peers: [peer, absent], ...settings, ...sizes });
  }

  test('times what is right, says why a peer is not there, and compares with itself', async () => {
    const report = await run(javascript);
    expect(report.absent).toEqual([{ peer: 'elsewhere', why: 'it is not here: install it' }]);
    expect(report.checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(report.rates.map(({ contender }) => contender)).toEqual(['engine', 'engine', 'javascript']);
    expect(report.rates.flatMap(({ wall }) => wall).every((rate) => rate > 0)).toBe(true);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(renderChecks(report)).toContain('without elsewhere: it is not here: install it');
    expect(renderRates(report)).toMatch(/engine, Euler \/ javascript, Euler/);
    const rows = compareRates(report.rates, report.rates, 'cpu');
    const text = renderRates({ ...report, baseline: { file: 'b.json', date: 'then', adapter: 'another', rows } });
    expect(text).toContain('! the baseline is of another adapter: another');
    expect(text).toContain('now / then (b.json, then)');
    expect(rows).toHaveLength(3);
  });

  test('times nothing where a contender computes something else', async () => {
    const report = await run(wrong);
    const failed = report.checks.filter(({ holds }) => !holds);
    expect(failed.map(({ what }) => what)).toEqual(['wrong: law after 256 steps']);
    expect(report.rates).toEqual([]);
    expect(renderRates(report)).toBe(`Nothing was timed: 1 of ${report.checks.length} checks failed.`);
  });
});

describe('the command', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });

  async function messages(...args: string[]): Promise<{ text: string; status: unknown }> {
    const said: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    await main(['bench', ...args]);
    return { text: said.join(''), status: process.exitCode };
  }

  test.each([
    [['double-wel'], "'double-wel' is no workload of the benchmark; did you mean 'double-well'?"],
    [['--peers', 'nunpy'], "'nunpy' is no peer of the benchmark; did you mean 'numpy'?"],
    [['--particles', '10,x'], "--particles: found 'x', expected a positive whole number"],
    [['--rounds', '0'], "--rounds: found '0', expected a positive whole number"],
    [['--clock', 'wal'], "--clock: found 'wal', did you mean 'wall'? expected wall or cpu"],
  ])('%j', async (args, message) => {
    expect(await messages(...args)).toMatchObject({ text: expect.stringContaining(message), status: 2 });
  });

  test('a baseline that is not one, before anything is timed', async () => {
    const file = join(folder, 'notes.json');
    writeFileSync(file, readFileSync('package.json'));
    const { text, status } = await messages('--baseline', file);
    expect(text).toContain(`${file}: is no report of a benchmark; expected what 'ergodic bench --save ${file}' writes`);
    expect(status).toBe(2);
  });
});
