import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/certificate';
import { ergodic, type Outcome, temporaryFolder } from './command';

let out: string;
let first: Outcome;
const few = ['certify', 'null-sets', 'gradient-noise', '--quick', '--particles', '1024'];
const certificateOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'certificate.json'), 'utf8')) as Certificate;

beforeAll(async () => {
  out = join(temporaryFolder(), 'certificate');
  first = await ergodic([...few, '--out', out]);
});

describe('ergodic certify', () => {
  it('says what would settle a claim that too few particles leave open, and ends with status 99', () => {
    expect([first.status, first.stdout]).toEqual([
      99,
      expect.stringMatching(/\d particles a point would settle it: --particles \d+/),
    ]);
    expect(first.stderr).toMatch(/null-sets: gaussian/);
    const { claims, verdict, particles } = certificateOf(out);
    expect([verdict, particles]).toEqual(['inconclusive', 1024]);
    expect(claims.map(({ id, seedVerdict }) => [id, seedVerdict])).toEqual([
      ['null-sets', 'undecided'],
      ['gradient-noise', 'undecided'],
    ]);
    for (const { particlesNeeded, experiments } of claims) {
      expect(particlesNeeded).toBeGreaterThan(1024);
      for (const { hash, tallies } of experiments)
        expect([hash, tallies].join()).toMatch(/^[0-9a-f]{64},[0-9a-f]{64}$/);
    }
  });

  it('keeps what is done with --resume, makes again what is not, and comes to the same certificate', async () => {
    const before = certificateOf(out);
    const kept = join(out, 'null-sets', 'gaussian', 'result.json');
    const { mtimeMs } = statSync(kept);
    rmSync(join(out, 'gradient-noise'), { recursive: true });
    await ergodic([...few, '--out', out, '--resume']);
    expect(statSync(kept).mtimeMs).toBe(mtimeMs);
    const after = certificateOf(out);
    expect(after.claims).toEqual(before.claims);
    expect(after.signature).toBe(before.signature);
  });

  it('writes experiments that ergodic run takes, and counts the same', async () => {
    const folder = join(out, 'null-sets', 'gaussian');
    const alone = temporaryFolder();
    await ergodic(['run', join(folder, 'experiment.json'), '--out', alone, '--quiet']);
    const [there, here] = [folder, alone].map((place) => readFileSync(join(place, 'tallies.npz')));
    expect(here.equals(there)).toBe(true);
  });

  it('in parts, merged, comes to the same counts', async () => {
    const parts = temporaryFolder();
    for (const part of ['2/2', '1/2'])
      expect((await ergodic([...few, '--out', parts, '--shard', part, '--quiet'])).status).toBe(0);
    const other = await ergodic([...few, '--seed', '2', '--out', parts, '--shard', '1/2', '--quiet']);
    expect([other.status, other.stderr]).toEqual([5, expect.stringContaining('holds another certificate')]);
    expect((await ergodic(['merge', parts, '--quiet'])).status).toBe(99);
    expect(certificateOf(parts).claims).toEqual(certificateOf(out).claims);
  });

  it('stops at a signal and goes on', async () => {
    const place = join(temporaryFolder(), 'stopped');
    const args = ['certify', 'null-sets', '--quick', '--out', place];
    const stopped = await ergodic(args, {
      onStderr: (child, text) => void (text.includes('·') && setTimeout(() => child.kill('SIGINT'), 700)),
    });
    expect([stopped.status, stopped.stderr]).toEqual([130, expect.stringContaining('with --resume goes on')]);
    expect(existsSync(join(place, 'certificate.json'))).toBe(false);
    expect((await ergodic([...args, '--resume', '--quiet'])).status).toBe(0);
    expect(certificateOf(place).verdict).toBe('holds');
  });

  it('lists what it would run, and what is claimed', async () => {
    const dry = await ergodic(['certify', '--quick', '--dry-run']);
    expect([dry.status, dry.stdout]).toEqual([0, expect.stringMatching(/null-sets\/gaussian .*particle-steps/)]);
    const listed = await ergodic(['claims', 'null-sets', '--json']);
    expect(JSON.parse(listed.stdout)).toMatchObject({ name: 'null-sets', seedStep: '4' });
  });

  it('writes its page again', async () => {
    const page = join(out, 'report.html');
    const before = readFileSync(page, 'utf8');
    rmSync(page);
    expect((await ergodic(['report', out])).status).toBe(0);
    expect(readFileSync(page, 'utf8').length).toBe(before.length);
  });

  it.each([
    [['certify', 'null-set'], /'null-set' is none of the claims; .*null-sets/],
    [['certify', '--seed', 'x'], /--seed: found 'x', expected a whole number from 0/],
    [['certify', '--particles', '0'], /--particles: found '0'/],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await ergodic(args as string[]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(message as RegExp)]);
  });
});
