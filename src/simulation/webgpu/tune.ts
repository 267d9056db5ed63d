import { quietly } from '../../gpu/quietly';
import type { Plan } from '../../model/plan';
import { blockShift } from '../draws';
import type { Tallies } from '../tallies';
import { Ensemble, type EnsembleOptions } from './ensemble';
import { mostSteps, mostWork } from './pacer';

/** Threads of a workgroup that are tried. */
const sizes = [32, 64, 128, 256];

/** Long enough to be told from the cost of a dispatch, short enough to be nothing in a run that is worth tuning. */
const trialMs = 20;

const rounds = 3;

const chosen = new WeakMap<GPUDevice, Promise<number>>();

/**
 * The workgroup that takes a plan's steps fastest on a device: tried in the first moments of the first run that is long enough, and
 * kept for the process. Nothing counted depends on it.
 *
 * @param options how the run's ensemble will be made
 */
export function tunedWorkgroup(
  device: GPUDevice,
  plan: Plan,
  tallies: Tallies,
  options: EnsembleOptions,
): Promise<number> {
  const known = chosen.get(device) ?? tune(device, plan, tallies, options);
  chosen.set(device, known);
  return known;
}

async function tune(device: GPUDevice, plan: Plan, tallies: Tallies, options: EnsembleOptions): Promise<number> {
  const most = device.limits.maxComputeInvocationsPerWorkgroup;
  const fitting = sizes.filter((size) => size <= Math.min(most, plan.layout.tile));
  if (fitting.length < 2) return options.workgroup;
  const trials: { size: number; ensemble: Ensemble; time: number }[] = [];
  try {
    for (const size of fitting) {
      const ensemble = await Ensemble.create(device, plan, tallies, { ...options, workgroup: size });
      trials.push({ size, ensemble, time: Number.POSITIVE_INFINITY });
    }
    const steps = await stepsOfTrial(device, plan, trials[0].ensemble, options.pageParticles);
    for (let round = 0; round < rounds; round++) {
      for (const trial of trials)
        trial.time = Math.min(trial.time, await timed(device, plan, trial.ensemble, options.pageParticles, steps));
    }
  } finally {
    for (const { ensemble } of trials) ensemble.destroy();
  }
  return trials.reduce((best, trial) => (trial.time < best.time ? trial : best)).size;
}

/** Doubles the steps of a dispatch until it takes long enough. */
async function stepsOfTrial(device: GPUDevice, plan: Plan, ensemble: Ensemble, particles: number): Promise<number> {
  // All in one phase, in one random block, and no longer than a dispatch may be.
  const phase = plan.burnIn > 0 ? plan.burnIn : plan.steps;
  const longest = Math.min(phase, 2 ** blockShift(plan), mostSteps, mostWork / particles);
  let steps = ensemble.stride;
  while (2 * steps <= longest && (await timed(device, plan, ensemble, particles, steps)) < trialMs) steps *= 2;
  return steps;
}

async function timed(device: GPUDevice, plan: Plan, ensemble: Ensemble, particles: number, steps: number) {
  ensemble.load(0, particles / plan.layout.tile);
  await quietly(device.queue.onSubmittedWorkDone());
  const begun = performance.now();
  ensemble.advance(steps);
  await quietly(device.queue.onSubmittedWorkDone());
  return performance.now() - begun;
}
