import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { ErgodicError } from '../errors';
import type { Plan } from '../model/plan';
import { type CheckpointOrigin, readCheckpoint, writeCheckpoint } from '../results/checkpoint';
import type { Checkpoint } from '../simulation';
import { writeWhole } from './files';

/** Where a run goes on, and the wall time that was spent before. */
export interface Resumption {
  from: Checkpoint;
  seconds: number;
  adapter: string;
}

/** The checkpoints of one folder of results: the newest, and the one before until the newest is safe. */
export class CheckpointFiles {
  private readonly newest: string;
  private readonly before: string;
  /** Whether a checkpoint was written by this process. */
  written = false;

  /** @param name of the part of the run that the checkpoints are of, where it has several */
  constructor(
    folder: string,
    private readonly plan: Plan,
    name = 'checkpoint',
  ) {
    this.newest = join(folder, `${name}.bin`);
    this.before = join(folder, `${name}.before.bin`);
  }

  get present(): boolean {
    return existsSync(this.newest) || existsSync(this.before);
  }

  write(checkpoint: Checkpoint, adapter: string, seconds: number): void {
    const origin = { experiment: this.plan.resolved, version, adapter, seconds };
    const bytes = writeCheckpoint(checkpoint, origin);
    if (existsSync(this.newest)) renameSync(this.newest, this.before);
    writeWhole(this.newest, bytes);
    this.written = true;
  }

  /**
   * The newest checkpoint that is whole, null where there is none.
   *
   * @throws ErgodicError badInput when it is of another experiment or another version, or when none can be read
   */
  read(): Resumption | null {
    if (!this.present) return null;
    const { checkpoint, origin } = this.readWhole();
    if (checkpoint.hash !== this.plan.hash) throw otherExperiment(this.newest, origin, this.plan);
    if (origin.version !== version) throw otherVersion(this.newest, origin);
    return { from: checkpoint, seconds: origin.seconds, adapter: origin.adapter };
  }

  /** The one before stands in for a newest that is not there or not whole. */
  private readWhole() {
    const [first, second] = [this.newest, this.before].filter(existsSync);
    try {
      return readCheckpoint(readFileSync(first), first);
    } catch (error) {
      if (second === undefined) throw error;
      const whole = readCheckpoint(readFileSync(second), second);
      // The next one written must not put the damaged one in the place of the whole one.
      renameSync(second, first);
      return whole;
    }
  }

  remove(): void {
    for (const file of [this.newest, this.before]) rmSync(file, { force: true });
  }
}

const mostDifferences = 3;

function otherExperiment(file: string, { experiment }: CheckpointOrigin, plan: Plan): ErgodicError {
  const found = differences(experiment, plan.resolved);
  const named = found.slice(0, mostDifferences).join('; ');
  const more = found.length > mostDifferences ? `; and ${found.length - mostDifferences} more` : '';
  const message = `--resume: ${file} is of another experiment: ${named}${more}. Run that one, name another folder by --out, or leave --resume out`;
  return new ErgodicError('badInput', message);
}

function otherVersion(file: string, origin: CheckpointOrigin): ErgodicError {
  const message = `--resume: ${file} is of ergodic ${origin.version}, and this is ${version}, whose steps might round otherwise. Resume it with that version, or leave --resume out`;
  return new ErgodicError('badInput', message);
}

/** Paths at which two values of JSON differ, with both. */
function differences(there: unknown, here: unknown, path = ''): string[] {
  if (isFields(there) && isFields(here)) {
    const names = [...new Set([...Object.keys(there), ...Object.keys(here)])];
    return names.flatMap((name) => differences(there[name], here[name], path === '' ? name : `${path}.${name}`));
  }
  const [a, b] = [brief(there), brief(here)];
  return a === b ? [] : [`${path} is ${a} there and ${b} here`];
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const longest = 60;

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'not given';
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
