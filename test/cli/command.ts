import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  /** Sees every piece of standard error, and may signal the process. */
  onStderr?(child: ChildProcess, text: string): void;
  env?: NodeJS.ProcessEnv;
  /** Told of the process once it runs. */
  onStart?(child: ChildProcess): void;
  /** Most octets of a file that it may write, in blocks of 512. */
  fileBlocks?: number;
}

/** Runs the built command as a process of its own. */
export function ergodic(args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  if (!existsSync(join(root, 'dist/cli.js'))) throw new Error('the command is not built; npm run build');
  const command = [process.execPath, join(root, 'bin/ergodic.js'), ...args];
  const limit =
    options.fileBlocks === undefined
      ? []
      : ['sh', '-c', `trap '' XFSZ; ulimit -f ${options.fileBlocks}; exec "$@"`, 'sh'];
  const [program, ...rest] = [...limit, ...command];
  const child = spawn(program, rest, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  options.onStart?.(child);
  const outcome: Outcome = { status: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    outcome.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    outcome.stderr += text;
    options.onStderr?.(child, text);
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ ...outcome, status })));
}

const folders: string[] = [];

/** A new folder that is gone when the tests of the file are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ergodic-cli-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
