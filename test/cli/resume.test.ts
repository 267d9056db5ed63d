import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result';
import { base } from '../experiment/base';
import { ergodic, temporaryFolder } from './command';
import { killedAndResumed } from './killed';

let folder: string;
let file: string;
let whole: Buffer;
let wholeMs: number;

/** Some seconds on two cores without a GPU. */
const experiment = {
  ...base,
  ensemble: { ...base.ensemble, particles: 100_000 },
  burnIn: 512,
  steps: 2560,
  expect: {},
};
const often = ['--checkpoint', '0.1'];
const tallies = (out: string) => readFileSync(join(out, 'tallies.npz'));
const results = ['arrays.npz', 'report.html', 'result.json', 'tallies.npz'];

beforeAll(async () => {
  folder = temporaryFolder();
  file = join(folder, 'long.json');
  writeFileSync(file, JSON.stringify(experiment));
  const begun = performance.now();
  const { status } = await ergodic(['run', file, '--out', join(folder, 'whole'), '--quiet']);
  wholeMs = performance.now() - begun;
  expect(status).toBe(0);
  whole = tallies(join(folder, 'whole'));
});

/** Runs until a signal after some milliseconds of steps. */
function stopped(out: string, signal: NodeJS.Signals, afterMs: number, more: readonly string[] = []) {
  let armed = false;
  return ergodic(['run', file, '--out', out, ...often, ...more], {
    onStderr(child, text) {
      // Once the adapter is named, steps begin.
      if (armed || !/software|·/.test(text)) return;
      setTimeout(() => child.kill(signal), afterMs);
      armed = true;
    },
  });
}

describe('a run that was stopped', () => {
  it('by a signal goes on to the counts of an uninterrupted one, bit for bit', async () => {
    const out = join(folder, 'stopped');
    const first = await stopped(out, 'SIGTERM', 1200);
    expect([first.status, first.stderr]).toEqual([143, expect.stringContaining('holds a checkpoint')]);
    const { status } = await ergodic(['run', file, '--out', out, '--resume', '--quiet']);
    expect([status, readdirSync(out).sort()]).toEqual([0, results]);
    expect(tallies(out).equals(whole)).toBe(true);
    const { timing } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as Result;
    expect(timing.particleSteps).toBe(100_000 * 3072);
  });

  it('by kill −9, three times, ends in the same counts', async () => {
    const out = join(folder, 'killed');
    const { kills } = await killedAndResumed(['run', file, '--out', out, ...often], out, {
      ...{ times: 3, seed: 11 },
      // Three of these are shorter than the run, so that each of them finds it on its way.
      longestMs: 0.3 * wholeMs,
    });
    expect(kills).toBe(3);
    expect(tallies(out).equals(whole)).toBe(true);
  });

  it('goes on from the checkpoint before where the newest is damaged', async () => {
    const out = join(folder, 'damaged');
    await stopped(out, 'SIGINT', 1500);
    const newest = join(out, 'checkpoint.bin');
    expect(existsSync(join(out, 'checkpoint.before.bin'))).toBe(true);
    writeFileSync(newest, readFileSync(newest).subarray(0, 5000));
    // Killed before it can write one of its own, the resumed run leaves the whole one, and not the damaged one, behind.
    const killed = await stopped(out, 'SIGKILL', 0, ['--resume', '--checkpoint', '100']);
    expect(killed.status).toBeNull();
    const { status } = await ergodic(['run', file, '--out', out, '--resume', '--quiet']);
    expect([status, tallies(out).equals(whole)]).toEqual([0, true]);
  });
});

describe('--resume', () => {
  it('without a checkpoint starts afresh and says so', async () => {
    const out = join(folder, 'afresh');
    const args = ['run', file, '--out', out, '--resume', '--particles', '100', '--steps', '100'];
    const { status, stderr } = await ergodic(args);
    expect([status, stderr]).toEqual([0, expect.stringContaining('no checkpoint in')]);
  });

  it('refuses the checkpoint of another experiment, and names the difference', async () => {
    const out = join(folder, 'other');
    await stopped(out, 'SIGINT', 1000);
    const other = await ergodic(['run', file, '--out', out, '--resume', '--seed', '77']);
    expect([other.status, other.stderr]).toEqual([2, expect.stringMatching(/ensemble\.seed is \d+ there and 77 here/)]);
    const afresh = await ergodic(['run', file, '--out', out, '--particles', '100', '--steps', '100']);
    expect([afresh.status, afresh.stderr]).toEqual([0, expect.stringContaining('will be replaced')]);
  });

  it('refuses what is no checkpoint', async () => {
    const out = join(folder, 'nonsense');
    mkdirSync(out);
    writeFileSync(join(out, 'checkpoint.bin'), 'nonsense');
    const { status, stderr } = await ergodic(['run', file, '--out', out, '--resume']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('is no whole checkpoint')]);
  });

  it.each(['0', '-1', 'soon', ''])('takes no checkpoints every "%s" seconds', async (seconds) => {
    const { status, stderr } = await ergodic(['run', file, '--out', join(folder, 'never'), '--checkpoint', seconds]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('expected seconds above 0')]);
  });
});

describe('a folder of results', () => {
  it('takes one run at a time', async () => {
    const out = join(folder, 'shared');
    let second: Promise<Awaited<ReturnType<typeof ergodic>>> | undefined;
    const first = await ergodic(['run', file, '--out', out], {
      onStderr() {
        second ??= ergodic(['run', file, '--out', out]);
      },
    });
    const refused = await second!;
    expect([refused.status, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/another run \(process \d+ on .*\) writes/),
    ]);
    expect([first.status, readdirSync(out).sort()]).toEqual([0, results]);
  });

  it('that cannot take a file says so, and shows no result', async () => {
    const out = join(folder, 'full');
    const small = ['--particles', '1000', '--steps', '1000', '--set', 'observe.density.bins=20000'];
    const { status, stderr } = await ergodic(['run', file, '--out', out, ...small], { fileBlocks: 4096 });
    expect([status, stderr]).toEqual([2, expect.stringContaining('cannot be written (EFBIG)')]);
    expect(readdirSync(out)).not.toContain('result.json');
  });
});
