import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { ErgodicError } from '../errors';
import { nearest } from '../errors/nearest';

/**
 * Text of a file that a person named.
 *
 * @throws ErgodicError badInput with the reason, and the nearest name in its folder where there is no such file
 */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ErgodicError('badInput', `${path}: ${describeReadFailure(path, codeOf(cause))}`, { cause });
  }
}

/** Reads tables by paths that are relative to the experiment file. */
export const tablesBeside =
  (experiment: string) =>
  (path: string): string =>
    readText(isAbsolute(path) ? path : join(dirname(experiment), path));

function describeReadFailure(path: string, code: string): string {
  if (code === 'ENOENT') return `there is no such file; ${nearest(basename(path), neighbours(path))}expected a file`;
  if (code === 'EISDIR') return 'this is a folder; expected a file';
  return code === 'EACCES'
    ? 'this file may not be read; expected read permission'
    : `this file cannot be read (${code})`;
}

function neighbours(path: string): string[] {
  try {
    return readdirSync(dirname(path));
  } catch {
    return [];
  }
}

/**
 * Makes the folder of a run and checks that it can be written, before the run takes its time.
 *
 * @throws ErgodicError badInput
 */
export function prepareFolder(folder: string): void {
  const probe = join(folder, `.ergodic-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    const message = `--out ${folder}: results cannot be written there (${codeOf(cause)}); name a folder that can be written`;
    throw new ErgodicError('badInput', message, { cause });
  }
}

/** Writes a file whole or not at all, whatever stops the machine: through a draft beside it that is on the disk before its rename. */
export function writeWhole(path: string, data: string | Uint8Array): void {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    writeFileSync(draft, data, { flush: true });
    renameSync(draft, path);
    flushFolder(dirname(path));
  } catch (cause) {
    rmSync(draft, { force: true });
    const message = `${path}: cannot be written (${codeOf(cause)}); make room, or name another folder by --out`;
    throw new ErgodicError('badInput', message, { cause });
  }
}

/** A rename is on the disk once its folder is; not every system can say so of folders. */
function flushFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    fsyncSync(handle);
    closeSync(handle);
  } catch {}
}

export function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? String(error);
}
