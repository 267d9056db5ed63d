// A contender in a process of its own. It answers a line with a line: `run` with the seconds it took, on the wall and of
// processor time; `positions FILE` with `done` once the coordinates are in the file, f32, particle by particle.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ErgodicError } from '../errors';
import type { Contender, Identity } from './contender';

/** A folder that is gone when `remove` is called. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'ergodic-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A process that answers lines. */
class Answering {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private stderr = '';
  private failure: Error | undefined;

  constructor(
    private readonly name: string,
    command: string,
    args: readonly string[],
  ) {
    this.child = spawn(command, args);
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.child.stderr.setEncoding('utf8').on('data', (text) => {
      this.stderr += text;
    });
    this.child.on('error', (error) => {
      this.failure = error;
    });
    // A process that has ended tells by its answer, which does not come.
    this.child.stdin.on('error', () => {});
  }

  async ask(line: string): Promise<string> {
    this.child.stdin.write(`${line}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new ErgodicError('internal', `${this.name} ended: ${this.failure?.message ?? this.stderr.trim()}`);
    return value;
  }

  end(): void {
    this.child.stdin.end();
  }
}

/** @param clean frees what the process was made of, after it has ended */
export function childContender(
  identity: Identity,
  command: string,
  args: readonly string[],
  clean = () => {},
): Contender {
  const child = new Answering(identity.contender, command, args);
  return {
    ...identity,
    async run() {
      const [wall, cpu] = (await child.ask('run')).split(' ').map(Number);
      return { wall, cpu };
    },
    async positions() {
      const folder = temporaryFolder();
      const file = join(folder.path, 'positions.f32');
      try {
        await child.ask(`positions ${file}`);
        const { buffer, byteOffset, byteLength } = readFileSync(file);
        return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
      } finally {
        folder.remove();
      }
    },
    close() {
      child.end();
      clean();
    },
  };
}
