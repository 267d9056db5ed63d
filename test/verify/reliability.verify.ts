// The long checks of what may happen to a run: kills, and ten minutes of counting. The losses of devices are in test/gpu/recovery.test.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Result } from '../../src/model/result';
import { ergodic, temporaryFolder } from '../cli/command';
import { killedAndResumed } from '../cli/killed';

const experiment = (particles: number, steps: number) => ({
  variables: ['x'],
  parameters: { tilt: 0.2 },
  potential: '(x^2 - 1)^2 + tilt*x',
  temperature: 0.5,
  method: { name: 'leimkuhler-matthews', step: 0.02 },
  ensemble: { particles, seed: 1, start: { kind: 'uniform', low: [-2], high: [2] } },
  burnIn: 512,
  steps,
  observe: {
    density: { kind: 'histogram', of: 'x', range: [-2.5, 2.5], bins: 2 },
    barrier: { kind: 'nullSet', zero: ['x'], radii: [0.4, 0.1] },
    moments: { kind: 'moments', of: ['x'], every: 8 },
  },
});

function written(particles: number, steps: number) {
  const folder = temporaryFolder();
  const file = join(folder, 'long.json');
  writeFileSync(file, JSON.stringify(experiment(particles, steps)));
  return { folder, file };
}

it('killed at twenty random moments, a run ends in the counts of an uninterrupted one', async () => {
  const { folder, file } = written(800_000, 4096);
  const [whole, killed] = ['whole', 'killed'].map((name) => join(folder, name));
  const begun = performance.now();
  expect((await ergodic(['run', file, '--out', whole, '--quiet'])).status).toBe(0);
  const longestMs = 0.1 * (performance.now() - begun);
  const args = ['run', file, '--out', killed, '--checkpoint', '0.1'];
  const { kills, checkpoints } = await killedAndResumed(args, killed, { times: 20, seed: 4, longestMs });
  console.log(`${kills} kills, ${checkpoints} of them with a checkpoint in the folder`);
  expect(kills).toBe(20);
  expect(checkpoints).toBeGreaterThan(10);
  const tallies = (out: string) => readFileSync(join(out, 'tallies.npz'));
  expect(tallies(killed).equals(tallies(whole))).toBe(true);
}, 600_000);

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Resident memory of a process in MB. */
const residentMb = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

it.skipIf(process.platform !== 'linux')(
  'ten minutes of a million particles: memory is flat, and every count is exact',
  async () => {
    const [particles, steps] = [1_000_000, 40_000];
    const { folder, file } = written(particles, steps);
    const out = join(folder, 'soak');
    const memory: number[] = [];
    const begun = performance.now();
    let looking: NodeJS.Timeout | undefined;
    const { status } = await ergodic(['run', file, '--out', out, '--checkpoint', '5', '--quiet'], {
      onStart(child) {
        looking = setInterval(() => {
          try {
            memory.push(residentMb(child.pid!));
          } catch {}
        }, 2000);
      },
    });
    clearInterval(looking);
    const seconds = (performance.now() - begun) / 1000;
    // The first minute is start-up; the last looks are the report's, which the run ends with.
    const steady = memory.slice(30, -8);
    const minutes = Array.from({ length: Math.floor(steady.length / 30) }, (_, i) =>
      mean(steady.slice(30 * i, 30 * i + 30)),
    );
    console.log(
      `${seconds.toFixed(0)} s; resident memory by minutes in MB: ${minutes.map((m) => m.toFixed(1)).join(' ')}`,
    );
    const [least, most] = [Math.min(...steady), Math.max(...steady)].map((mb) => mb / mean(steady));
    console.log(`at single looks ${least.toFixed(3)} to ${most.toFixed(3)} of their mean`);
    expect([status, steady.length > 60]).toEqual([0, true]);
    // Checkpoints are garbage until it is collected: every look is held against the mean, and the end against the beginning.
    expect([least > 0.95, most < 1.05]).toEqual([true, true]);
    const third = Math.floor(steady.length / 3);
    expect(mean(steady.slice(-third)) / mean(steady.slice(0, third))).toBeLessThan(1.05);
    const { points } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as Result;
    const density = points[0].observables.density as unknown as { counts: number[]; below: number; above: number };
    expect(density.counts.every((count) => count > 2 ** 32)).toBe(true);
    expect(density.counts[0] + density.counts[1] + density.below + density.above).toBe(particles * steps);
  },
  2_400_000,
);
