/** Exit statuses of the command, one per family of failure (see the README). */
export const exitStatus = {
  done: 0,
  internal: 1,
  badInput: 2,
  noAdapter: 3,
  deviceLost: 4,
  shardsDoNotFit: 5,
  doesNotHold: 99,
} as const;

export type Failure = Exclude<keyof typeof exitStatus, 'done'>;

/** An error that a person meets: its message says what happened, what was expected and what to do next. */
export class ErgodicError extends Error {
  override readonly name = 'ErgodicError';

  constructor(
    readonly failure: Failure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get exitStatus(): number {
    return exitStatus[this.failure];
  }
}
