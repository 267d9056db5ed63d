import { type ClaimOutcome, type ClaimRun, judgeEvidence, planRuns, verdictOver } from '../../src/certificate';
import type { Gpu } from '../../src/gpu/adapter';
import type { Claim, Verdict } from '../../src/model/claim';
import type { Plan } from '../../src/model/plan';
import { summarise } from '../../src/results';
import { simulateOnGpu } from '../../src/simulation';

const machine = { adapter: 'test', software: true, version: '0' };
const noTime = { wall: 1, particleSteps: 1, rate: 1 };

/**
 * Runs one experiment of a claim.
 *
 * @param simulated what is simulated in place of its plan; what is reported of it is that of the plan
 */
export async function outcomeOf(run: ClaimRun, gpu: Gpu, simulated: Plan = run.plan): Promise<ClaimOutcome> {
  const tallies = await simulateOnGpu(simulated, gpu);
  return { run, points: summarise(run.plan, tallies, machine, noTime).result.points, tallies: '' };
}

/** Numbers that a whole certificate has at most: the limit is theirs also where a single claim is run. */
export const numbersInAll = 400;

/** A claim's evidence, judged as among all numbers of a certificate. */
export function judged(claim: Claim, outcomes: readonly ClaimOutcome[]) {
  const results = Object.fromEntries(outcomes.map(({ run, points }) => [run.name, points]));
  const evidence = claim.judge(results).evidence.map((one) => judgeEvidence(one, numbersInAll));
  const verdict: Verdict = verdictOver(evidence.map((one) => one.verdict));
  return { evidence, verdict };
}

export const quickRuns = (claim: Claim, seed = 1): ClaimRun[] => planRuns([claim], { size: 'quick', seed });
