/** How long the thread sleeps between two looks, in milliseconds: little beside a dispatch, long beside a turn of the event loop. */
const napMs = 1;

const cell = typeof SharedArrayBuffer === 'undefined' ? null : new Int32Array(new SharedArrayBuffer(4));
let waiting = 0;
let turns = 0;
let turning = false;

/**
 * Waits for the device, asleep where that spares a processor: Dawn in Node looks for its results once in every turn of the event
 * loop and keeps that loop turning, which takes all of one processor, on a software adapter from the very threads that compute.
 * So the thread naps once a turn until the promise is settled. Elsewhere (browsers do not turn a loop of their own) it only waits.
 */
export async function quietly<T>(promise: Promise<T>): Promise<T> {
  if (cell === null || typeof setImmediate !== 'function') return promise;
  waiting++;
  turns = 0;
  if (!turning) setImmediate(turn);
  turning = true;
  try {
    return await promise;
  } finally {
    waiting--;
  }
}

/** The first turns do not sleep: many a wait is over at once. */
const awake = 2;

function turn(): void {
  turning = waiting > 0;
  if (!turning) return;
  if (++turns > awake) Atomics.wait(cell!, 0, 0, napMs);
  setImmediate(turn);
}
