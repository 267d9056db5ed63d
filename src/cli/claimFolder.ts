import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import type { ClaimOutcome, ClaimRun } from '../certificate';
import { digestBytes } from '../experiment/hash';
import type { Result } from '../model/result';
import { summarise, tallyArrays, timing } from '../results';
import { writeNpz } from '../results/npz';
import { CheckpointFiles, type Resumption } from './checkpoints';
import type { Counted, Counting } from './counting';
import { writeWhole } from './files';
import type { ProgressView } from './progress';

export interface FinishedClaimRun {
  outcome: ClaimOutcome;
  machine: Result['machine'];
}

/**
 * The folder of one experiment of a certificate: `experiment.json`, which `ergodic run` takes, its result and its tallies, and a
 * checkpoint while it is on its way.
 */
export class ClaimFolder {
  readonly files: CheckpointFiles;

  /** @param part where the checkpoints of a part of the experiment are */
  constructor(
    private readonly folder: string,
    private readonly run: ClaimRun,
    part: { folder: string; name: string } | null = null,
  ) {
    this.files =
      part === null
        ? new CheckpointFiles(folder, run.plan)
        : new CheckpointFiles(part.folder, run.plan, `${part.name}.checkpoint`);
    this.place = part?.folder ?? folder;
  }

  private readonly place: string;

  /** What an earlier certificate left, where it is the same experiment and version and whole; null otherwise. */
  kept(): FinishedClaimRun | null {
    const [result, tallies] = ['result.json', 'tallies.npz'].map((name) => join(this.folder, name));
    if (!existsSync(result) || !existsSync(tallies)) return null;
    try {
      const { hash, machine, points } = JSON.parse(readFileSync(result, 'utf8')) as Result;
      if (hash !== this.run.plan.hash || machine.version !== version) return null;
      return { outcome: { run: this.run, points, tallies: digestBytes(readFileSync(tallies)) }, machine };
    } catch {
      return null;
    }
  }

  /** Makes the folder ready; where the experiment goes on, when a checkpoint of it is there and wanted. */
  begin(resume: boolean, view: ProgressView): { counting: Counting; resumed: Resumption | null } {
    const { folder, files } = this;
    mkdirSync(this.place, { recursive: true });
    rmSync(join(folder, 'result.json'), { force: true });
    writeWhole(join(folder, 'experiment.json'), `${JSON.stringify(this.run.experiment, null, 2)}\n`);
    const counting = { plan: this.run.plan, files, out: folder, view };
    return { counting, resumed: resume ? files.read() : null };
  }

  finish({ tallies, machine: own, seconds }: Counted): FinishedClaimRun {
    const { plan } = this.run;
    const machine = { ...own, version };
    const counted = writeNpz(tallyArrays(plan, tallies));
    writeWhole(join(this.folder, 'tallies.npz'), counted);
    const { result } = summarise(plan, tallies, machine, timing(plan, seconds));
    writeWhole(join(this.folder, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
    this.files.remove();
    return { outcome: { run: this.run, points: result.points, tallies: digestBytes(counted) }, machine };
  }
}
