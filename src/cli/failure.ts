import { CommanderError } from 'commander';
import { ErgodicError, exitStatus } from '../errors';
import { colorsFor } from './colors';
import { Interrupted } from './interrupt';

const mostStackLines = 6;

/** Tells a person on standard error what went wrong, and returns the exit status. */
export function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.badInput;
  if (error instanceof Interrupted) return say(error.message, error.exitStatus);
  if (error instanceof ErgodicError && error.failure !== 'internal') return say(error.message, error.exitStatus);
  return say(describeInternal(error), exitStatus.internal);
}

function say(message: string, status: number): number {
  process.stderr.write(`${colorsFor(process.stderr).red('ergodic:')} ${message}\n`);
  return status;
}

function describeInternal(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = stack.split('\n').slice(0, mostStackLines).join('\n');
  return `internal error\n${lines}\nThis is a fault of Ergodic. Please report it, with these lines and the experiment file.`;
}
