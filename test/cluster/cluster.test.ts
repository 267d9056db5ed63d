import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ergodic, temporaryFolder } from '../cli/command';
import { base } from '../experiment/base';

const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const command = `${process.execPath} ${resolve('bin/ergodic.js')}`;

/** Some seconds for all parts together on two cores. */
const experiment = {
  ...base,
  ensemble: { ...base.ensemble, particles: 100_000 },
  burnIn: 512,
  steps: 1536,
  expect: {},
};
let folder: string;
let file: string;
let whole: Buffer;

const tallies = (out: string) => readFileSync(join(out, 'tallies.npz'));

beforeAll(async () => {
  folder = temporaryFolder();
  file = join(folder, 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment));
  const { status } = await ergodic(['run', file, '--out', join(folder, 'whole'), '--quiet']);
  expect(status).toBe(0);
  whole = tallies(join(folder, 'whole'));
});

describe('parts of a run', () => {
  it('are taken from an array of Slurm and from an indexed job, made once, and added in any order', async () => {
    const out = join(folder, 'indexed');
    const slurm = { SLURM_ARRAY_TASK_ID: '12', SLURM_ARRAY_TASK_MIN: '10', SLURM_ARRAY_TASK_COUNT: '3' };
    const third = await ergodic(['run', file, '--out', out], { env: slurm });
    expect([third.status, third.stderr]).toEqual([0, expect.stringContaining('shard 3 of 3')]);
    const none = await ergodic(['merge', out]);
    expect([none.status, none.stderr]).toEqual([5, expect.stringContaining('shards 1, 2 of 3 are missing')]);
    for (const index of [1, 0]) {
      const env = { JOB_COMPLETION_INDEX: String(index), JOB_COMPLETIONS: '3' };
      expect((await ergodic(['run', file, '--out', out, '--quiet'], { env })).status).toBe(0);
    }
    const again = await ergodic(['run', file, '--out', out, '--shard', '2/3']);
    expect([again.status, again.stderr]).toEqual([0, expect.stringContaining('not run again')]);
    const { status, stdout } = await ergodic(['merge', out, '--json']);
    expect([status, tallies(out).equals(whole)]).toEqual([0, true]);
    const alone = JSON.parse(readFileSync(join(folder, 'whole', 'result.json'), 'utf8'));
    expect(JSON.parse(stdout).points).toEqual(alone.points);
  });

  it('say what is wrong with them', async () => {
    const cases: [string[], NodeJS.ProcessEnv, number, RegExp][] = [
      [['--shard', '4/3'], {}, 2, /found '4\/3', expected i\/n with i from 1 to n/],
      [[], { JOB_COMPLETION_INDEX: '0' }, 2, /without JOB_COMPLETIONS/],
      [[], { SLURM_ARRAY_TASK_ID: '9', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_COUNT: '3' }, 2, /array with gaps/],
      [['--shard', '1/3', '--json'], {}, 2, /a shard has no result of its own/],
      [
        ['--shard', '2/3', '--seed', '9', '--out', join(folder, 'indexed')],
        {},
        5,
        /is there and of another experiment/,
      ],
      [
        ['--shard', '1/4', '--seed', '9', '--out', join(folder, 'indexed')],
        {},
        5,
        /holds shards of another experiment/,
      ],
    ];
    for (const [args, env, status, message] of cases) {
      const failed = await ergodic(['run', file, '--out', join(folder, 'none'), ...args], { env });
      expect([failed.status, failed.stderr]).toEqual([status, expect.stringMatching(message)]);
    }
    // What is refused leaves the folder as it was.
    expect((await ergodic(['merge', join(folder, 'indexed'), '--quiet'])).status).toBe(0);
    const empty = await ergodic(['merge', join(folder, 'whole')]);
    expect([empty.status, empty.stderr]).toEqual([5, expect.stringContaining('found no shards')]);
  });
});

/** A command that fails twice in part 3 and then is the real one. */
function failingTwice(): string {
  const script = join(folder, 'ergodic-that-fails');
  const text = `#!/bin/sh
case "$*" in *--shard\\ 3/*)
  tries=$(cat ${folder}/tries 2>/dev/null || echo 0)
  echo $((tries + 1)) > ${folder}/tries
  [ "$tries" -ge 2 ] || exit 7 ;;
esac
exec ${command} "$@"
`;
  writeFileSync(script, text, { mode: 0o755 });
  return script;
}

const parallel = has('parallel');
describe.skipIf(!parallel)(`GNU parallel${parallel ? '' : ' (SKIPPED: it is not installed)'}`, () => {
  it('tries a part again that fails twice, and the parts add to the whole', () => {
    const out = join(folder, 'parallel');
    const env = { ...process.env, ERGODIC: failingTwice() };
    execFileSync('sh', ['-c', 'exec examples/cluster/parallel.sh "$@"', 'sh', file, out, '4', '2'], {
      env,
      stdio: 'pipe',
    });
    expect(readFileSync(join(folder, 'tries'), 'utf8').trim()).toBe('3');
    expect(tallies(out).equals(whole)).toBe(true);
  });
});

const slurm = has('slurmctld') && has('munged') && process.getuid?.() === 0;
describe.skipIf(!slurm)(`Slurm${slurm ? '' : ' (SKIPPED: needs root, slurm-wlm and munge)'}`, () => {
  let place: string;
  let env: NodeJS.ProcessEnv;
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { env, encoding: 'utf8' }).trim();

  beforeAll(async () => {
    const parent = temporaryFolder();
    // The user munge has to come through.
    chmodSync(parent, 0o755);
    place = join(parent, 'slurm');
    execFileSync('sh', ['test/cluster/slurm.sh', 'start', place], { stdio: 'ignore' });
    env = { ...process.env, SLURM_CONF: join(place, 'slurm.conf'), ERGODIC: command };
    await until(() => /idle/.test(run('sinfo', '-h', '-o', '%T')));
  });

  afterAll(() => {
    execFileSync('sh', ['test/cluster/slurm.sh', 'stop', place], { stdio: 'ignore' });
  });

  it('runs an array of 6 of which one task is killed and queued again, and a merge that waits for them', async () => {
    const out = join(folder, 'slurm');
    const logs = `--output=${folder}/%A_%a.log`;
    const array = run(
      'sbatch',
      '--parsable',
      '--array=1-6',
      '--gpus-per-task=0',
      logs,
      'examples/cluster/slurm.sbatch',
      file,
      out,
    );
    const merge = run(
      'sbatch',
      '--parsable',
      `--dependency=afterok:${array}`,
      `--output=${folder}/merge.log`,
      '--wrap',
      `${command} merge ${out}`,
    );
    await until(() => /RUNNING/.test(stateOf(`${array}_1`)));
    // In the middle: its first steps are made, its shard is not there yet.
    await until(() => readdirSync(join(out, 'shards')).some((name) => name.startsWith('.running-')));
    run('scontrol', 'requeue', `${array}_1`);
    // Slurm waits two minutes before it starts such a job again, unless it is told otherwise.
    await until(() => /PENDING/.test(stateOf(`${array}_1`)));
    run('scontrol', 'update', `jobid=${array}_1`, 'StartTime=now');
    await until(() => /COMPLETED|FAILED|CANCELLED/.test(stateOf(merge)), 110_000);
    expect(
      stateOf(merge),
      existsSync(join(folder, 'merge.log')) ? readFileSync(join(folder, 'merge.log'), 'utf8') : '',
    ).toBe('COMPLETED');
    expect(run('scontrol', 'show', 'job', `${array}_1`)).toMatch(/Restarts=1/);
    expect(tallies(out).equals(whole)).toBe(true);
  });

  const stateOf = (job: string): string => /JobState=(\w+)/.exec(run('scontrol', 'show', 'job', job))?.[1] ?? '';
});

async function until(holds: () => boolean, ms = 60_000): Promise<void> {
  const end = performance.now() + ms;
  for (;;) {
    try {
      if (holds()) return;
    } catch {
      // A folder or a job that is not there yet.
    }
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${holds}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
