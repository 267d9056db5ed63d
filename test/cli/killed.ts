import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '../../src/results/checkpoint';
import { ergodic } from './command';

/** Numbers in [0, 1) from a seed (Park and Miller 1988). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Whether one of the two checkpoints of a folder, or none, is there and whole. */
function isReadable(out: string): boolean {
  const files = ['checkpoint.bin', 'checkpoint.before.bin'].map((name) => join(out, name)).filter(existsSync);
  return (
    files.length === 0 ||
    files.some((file) => {
      try {
        readCheckpoint(readFileSync(file), file);
        return true;
      } catch {
        return false;
      }
    })
  );
}

/**
 * Runs a command and kills it (−9) at random moments, `times` times, each time resuming it, until it ends by itself.
 *
 * @param longestMs a kill comes at most this long after the start
 * @returns how often it was killed, and after how many of these the folder held a checkpoint
 * @throws Error when a checkpoint is unreadable or a run ends otherwise
 */
export async function killedAndResumed(
  args: readonly string[],
  out: string,
  { times, seed, longestMs }: { times: number; seed: number; longestMs: number },
) {
  const next = random(seed);
  let kills = 0;
  let checkpoints = 0;
  for (;;) {
    const resume = kills === 0 ? [] : ['--resume'];
    // From before the first step on, and into the writing of files: no phase is spared.
    const delay = longestMs * next();
    const { status, stderr } = await ergodic([...args, ...resume, '--quiet'], {
      onStart: (child) => kills < times && setTimeout(() => child.kill('SIGKILL'), delay),
    });
    if (status === 0) return { kills, checkpoints };
    if (status !== null) throw new Error(`ended with ${status}: ${stderr}`);
    kills++;
    if (!isReadable(out)) throw new Error(`no checkpoint of ${out} is readable after ${kills} kills`);
    if (existsSync(join(out, 'checkpoint.bin'))) checkpoints++;
  }
}
