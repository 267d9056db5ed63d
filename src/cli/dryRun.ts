import { countCells, tallyBytes } from '../experiment';
import type { Gpu } from '../gpu/adapter';
import type { Plan } from '../model/plan';
import { formatCount, formatSeconds } from '../report/format';
import { asCount, particleSteps } from '../results';
import { simulateOnGpu, stateWords } from '../simulation';
import { withGpu } from './machine';

/** What a run would be: everything is exact but `seconds`, which a short run on the adapter measures. */
interface DryRun {
  experiment: Plan['resolved'];
  hash: string;
  points: number;
  cells: number;
  groups: number;
  particleSteps: number | string;
  /** What a step costs, and what a person should know before the run. */
  work: string;
  warnings: readonly string[];
  /** Bytes: all tallies, and the state of all particles (paged where the device holds fewer). */
  memory: { tallies: number; particles: number };
  /** Estimated wall time, or null where no adapter could be asked. */
  seconds: number | null;
  adapter: string | null;
}

/** Prints the resolved experiment, its memory and its time. */
export async function dryRun(plan: Plan, options: { adapter: string; json?: boolean }): Promise<void> {
  const estimate = { ...describePlan(plan), ...(await estimateTime(plan, options.adapter)) };
  process.stdout.write(`${options.json ? JSON.stringify(estimate, null, 2) : render(estimate)}\n`);
}

function describePlan(plan: Plan): Omit<DryRun, 'seconds' | 'adapter'> {
  const { layout, points } = plan;
  const cells = countCells(plan.observers, plan.method);
  const state = 4 * stateWords(plan);
  return {
    experiment: plan.resolved,
    hash: plan.hash,
    points: points.length,
    cells,
    groups: layout.groups,
    particleSteps: asCount(particleSteps(plan)),
    work: workText(plan),
    warnings: plan.warnings,
    memory: {
      tallies: tallyBytes(cells, layout.groups, points.length),
      particles: state * layout.particles * points.length,
    },
  };
}

/** What a step of one particle computes and draws, in words; over a sweep, at the point that needs most. */
function workText({ method, target, points }: Plan): string {
  const { rows, potential, slope } = target;
  const coordinates = `${slope.length} coordinate${slope.length === 1 ? '' : 's'}`;
  if (rows === null) return `a step computes ${potential ? 'a gradient' : 'drift and noise'} in ${coordinates}`;
  const { count } = rows.train;
  const draws = points.map((point) => method.draws(point.method, count));
  const batch = Math.max(...draws.map((draw) => draw.batch ?? 0));
  const over = batch > 0 ? `${formatCount(batch)} of ${formatCount(count)} rows` : `all ${formatCount(count)} rows`;
  const normals = draws.some((draw) => draw.noisy) ? ' and draws a normal for each of them' : '';
  return `a step computes the gradient in ${coordinates} over ${over}${normals}`;
}

const trialParticles = 2 ** 16;
const trialSeconds = 1.5;

/** The rate of a second and a half of the same kernel, past its first dispatch, which pays for the compilation. */
async function estimateTime(plan: Plan, adapter: string): Promise<Pick<DryRun, 'seconds' | 'adapter'>> {
  try {
    return await withGpu(adapter, async (gpu) => {
      const rate = await trialRate(plan, gpu);
      return { seconds: rate === null ? null : Number(particleSteps(plan)) / rate, adapter: gpu.info.adapter };
    });
  } catch {
    return { seconds: null, adapter: null };
  }
}

async function trialRate(plan: Plan, gpu: Gpu): Promise<number | null> {
  const stop = new AbortController();
  const seen: { done: number; at: number }[] = [];
  const onProgress = ({ done }: { done: number }) => {
    seen.push({ done, at: performance.now() / 1000 });
    if (seen[seen.length - 1].at - seen[0].at > trialSeconds) stop.abort();
  };
  const options = { onProgress, signal: stop.signal, pageParticles: trialParticles, budgetMs: 100 };
  await simulateOnGpu(plan, gpu, options).catch((error) => {
    if (!stop.signal.aborted) throw error;
  });
  const [first, last] = [seen[0], seen[seen.length - 1]];
  return last !== undefined && last.at > first.at ? (last.done - first.done) / (last.at - first.at) : null;
}

function render({ experiment, hash, points, cells, groups, memory, seconds, adapter, ...rest }: DryRun): string {
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toPrecision(3)} MiB`;
  const time =
    seconds === null ? 'unknown: no adapter, or too short to measure' : `${formatSeconds(seconds)} on ${adapter}`;
  return [
    JSON.stringify(experiment, null, 2),
    `hash            ${hash}`,
    `sweep points    ${formatCount(points)}`,
    `particle-steps  ${formatCount(rest.particleSteps)}`,
    `tally cells     ${formatCount(cells)} in each of ${groups} groups`,
    `work            ${rest.work}`,
    ...rest.warnings.map((warning) => `warning         ${warning}`),
    `memory          ${mebibytes(memory.tallies)} for tallies, ${mebibytes(memory.particles)} for particles`,
    `time            ${time}`,
  ].join('\n');
}
