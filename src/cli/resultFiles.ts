import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import type { Plan } from '../model/plan';
import type { Result } from '../model/result';
import { summarise, tallyArrays, timing } from '../results';
import { writeNpz } from '../results/npz';
import type { Counted } from './counting';
import { writeWhole } from './files';
import { renderHtml } from './report';
import type { Stopwatch } from './stopwatch';

/** `result.json` is the last file, and none of an earlier run stands beside new ones: where it is, everything is. */
export async function writeResults(
  plan: Plan,
  { tallies, machine, seconds }: Counted,
  out: string,
  watch?: Stopwatch,
): Promise<Result> {
  watch?.begin('statistics and references');
  const particles = tallies.particles.flat().reduce((a, b) => a + b, 0);
  rmSync(join(out, 'result.json'), { force: true });
  // What was counted is safe before anything is made of it.
  writeWhole(join(out, 'tallies.npz'), writeNpz(tallyArrays(plan, tallies)));
  const { result, arrays } = summarise(plan, tallies, { ...machine, version }, timing(plan, seconds, particles));
  watch?.begin('files and report');
  writeWhole(join(out, 'arrays.npz'), writeNpz(arrays));
  writeWhole(join(out, 'report.html'), await renderHtml(result));
  writeWhole(join(out, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
  return result;
}
