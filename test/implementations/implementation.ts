import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Answer, Request } from './agent';

/** A WebGPU implementation in a program that was started. */
export interface Implementation {
  /** The program and its version, as in `Firefox 153.7`. */
  program: string;
  /** What compiles WGSL there. */
  compiler: 'tint' | 'naga';
  answer(request: Request): Promise<Answer>;
  close(): Promise<void>;
}

/** How a program is started, and why it cannot be on this machine. */
export interface Candidate {
  name: string;
  /** What is missing and how it is had; null where everything is there. */
  missing(): string | null;
  start(): Promise<Implementation>;
}

/** The first of some programs that is on the search path, or the one that a variable of the environment names. */
export function findProgram(variable: string, names: readonly string[]): string | undefined {
  const named = process.env[variable];
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}
