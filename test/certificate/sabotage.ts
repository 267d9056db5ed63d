import type { ClaimRun } from '../../src/certificate';
import type { Gpu } from '../../src/gpu/adapter';
import { eulerMaruyama } from '../../src/methods/eulerMaruyama';
import type { Claim } from '../../src/model/claim';
import type { Plan } from '../../src/model/plan';
import { judged, outcomeOf, quickRuns } from './outcomes';

/** One way to break the engine, which goes on reporting as if nothing had happened. */
export interface Sabotage {
  name: string;
  /** A claim that catches it, of those that are fast. */
  by: string;
  /** Kernel text and what stands in its place. */
  kernel?: readonly [text: string, broken: string];
  plan?(run: ClaimRun): Plan;
}

export const sabotages: readonly Sabotage[] = [
  {
    name: 'noise too large by 2 %',
    by: 'null-sets',
    kernel: ['return radius * direction;', 'return 1.02 * radius * direction;'],
  },
  {
    name: 'Euler–Maruyama presented as Leimkuhler–Matthews',
    by: 'null-sets',
    plan: ({ plan }) =>
      plan.method.name === 'leimkuhler-matthews'
        ? { ...plan, method: { ...eulerMaruyama, name: plan.method.name } }
        : plan,
  },
  {
    name: 'histograms shifted by half a bin',
    by: 'mixing',
    kernel: ['let place = (x - low) * per_width;', 'let place = (x - low) * per_width + 0.5;'],
  },
  {
    name: 'two neighbours share their random numbers',
    by: 'mixing',
    kernel: [
      'random_words(key, particle, block, 0u, purpose_block)',
      'random_words(key, vec2u(particle.x & 0xFFFFFFFEu, particle.y), block, 0u, purpose_block)',
    ],
  },
  {
    name: 'random numbers repeat from block to block',
    by: 'mixing',
    kernel: [
      'random_words(key, particle, block, 0u, purpose_block)',
      'random_words(key, particle, block & 0xFFFFFFFEu, 0u, purpose_block)',
    ],
  },
  {
    name: 'a term of the gradient that is not there',
    by: 'null-sets',
    plan: ({ plan }) => withSlope(plan),
  },
  {
    name: 'hitting without the bridge',
    by: 'saddle-exit',
    kernel: ['return left - left / (fourth * fourth);', 'return left - left * step(z, 0.0);'],
  },
];

/** The slope with x/20 added, as of a forgotten factor in front of a square. */
function withSlope(plan: Plan): Plan {
  const { graph } = plan.scope;
  const slope = plan.target.slope.map((node, i) =>
    graph.add(node, graph.mul(graph.constant(0.05), graph.coordinate(i))),
  );
  return { ...plan, target: { ...plan.target, slope } };
}

/**
 * Runs claims on a broken engine.
 *
 * @param gpu a device of its own: kernels are kept by their text as it was before it was broken
 * @returns the numbers that failed, as `claim: quantity`
 * @throws Error when the sabotage changed no experiment of any of the claims
 */
export async function caught(sabotage: Sabotage, claims: readonly Claim[], gpu: Gpu): Promise<string[]> {
  const broken = breakKernels(gpu.device, sabotage.kernel);
  const failed: string[] = [];
  for (const claim of claims) {
    const outcomes = [];
    for (const run of quickRuns(claim)) {
      const plan = sabotage.plan?.(run) ?? run.plan;
      if (plan !== run.plan) broken.count++;
      outcomes.push(await outcomeOf(run, gpu, plan));
    }
    const { evidence } = judged(claim, outcomes);
    failed.push(...evidence.filter(({ verdict }) => verdict === 'fails').map((one) => `${claim.id}: ${one.quantity}`));
  }
  if (broken.count === 0) throw new Error(`'${sabotage.name}' changes nothing in ${claims.map(({ id }) => id)}`);
  return failed;
}

/** Replaces a text in every kernel that a device compiles from now on; counts those that had it. */
function breakKernels(device: GPUDevice, kernel: Sabotage['kernel']): { count: number } {
  const broken = { count: 0 };
  if (kernel === undefined) return broken;
  const compile = device.createShaderModule.bind(device);
  device.createShaderModule = (descriptor) => {
    const code = descriptor.code.replaceAll(kernel[0], kernel[1]);
    if (code !== descriptor.code) broken.count++;
    return compile({ ...descriptor, code });
  };
  return broken;
}
