/** The command was stopped by a signal; its exit status is 128 plus the signal's number. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(
    readonly signal: 'SIGINT' | 'SIGTERM',
    readonly exitStatus: number,
    /** What is left of the work. */
    rest = 'nothing was written',
  ) {
    super(`stopped by ${signal}; ${rest}`);
  }
}

const statuses = { SIGINT: 130, SIGTERM: 143 } as const;

/** Runs `work` with a signal that SIGINT and SIGTERM abort. A second one ends the process at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (name: keyof typeof statuses) => {
    if (controller.signal.aborted) process.exit(statuses[name]);
    controller.abort(new Interrupted(name, statuses[name]));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    const result = await work(controller.signal);
    controller.signal.throwIfAborted();
    return result;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
