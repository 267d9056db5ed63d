import { expect, it } from 'vitest';
import { quietly } from '../../src/gpu/quietly';

/** A promise that the event loop keeps looking after, as Dawn does for its own; it settles after some milliseconds. */
function polled<T>(ms: number, outcome: () => T): Promise<T> {
  const end = performance.now() + ms;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (performance.now() < end) return void setImmediate(look);
      try {
        resolve(outcome());
      } catch (error) {
        reject(error);
      }
    };
    setImmediate(look);
  });
}

/** Share of a processor that this thread took. */
async function busy(work: () => Promise<unknown>): Promise<number> {
  const [used, begun] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return (user + system) / 1e3 / (performance.now() - begun);
}

it('sleeps while it waits', async () => {
  expect(await busy(() => polled(300, () => 1))).toBeGreaterThan(0.5);
  expect(await busy(() => quietly(polled(300, () => 1)))).toBeLessThan(0.3);
});

it('passes on what it waits for', async () => {
  expect(await quietly(polled(5, () => 7))).toBe(7);
  const failing = polled(5, () => {
    throw new Error('lost');
  });
  await expect(quietly(failing)).rejects.toThrow('lost');
});

it('naps once a turn, however many wait and waited before', async () => {
  for (let i = 0; i < 50; i++) await Promise.all([quietly(Promise.resolve()), quietly(polled(1, () => 1))]);
  let turns = 0;
  const waiting = quietly(polled(200, () => 1));
  await Promise.all([
    waiting,
    polled(200, () => 1),
    (async () => {
      const end = performance.now() + 200;
      while (performance.now() < end) {
        turns++;
        await new Promise((next) => setImmediate(next));
      }
    })(),
  ]);
  // One nap of a millisecond a turn: up to 200 turns; fifty loops side by side would leave four.
  expect(turns).toBeGreaterThan(50);
});
