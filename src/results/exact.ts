import { batchFactor } from '../methods/parts/batches';
import type { Density } from '../model/density';
import type { Dynamics } from '../model/dynamics';
import type { Plan, SweepPoint } from '../model/plan';
import type { Target } from '../model/target';
import {
  batchLaw,
  diffusionDensity,
  firstPassage,
  langevinDynamics,
  lossSums,
  overBarrier,
  phaseDensity,
  rowPotential,
  stationaryDensity,
} from '../reference';

/**
 * The exact stationary law that estimates at a sweep point are compared with: exp(−U/T) for methods that sample it (their own bias
 * shows in the comparison), the density of a state-dependent diffusion in 1-D, and for mini-batch noise the law of the chain
 * itself where the loss is quadratic. Null where none can be had.
 */
export function exactLaw(plan: Plan, p: number): Density | null {
  const point = plan.points[p];
  const { target, method, scope } = plan;
  const parameters = [...point.values];
  if (method.law === 'batches') return batchDensity(plan, point);
  if (target.noise !== null) return diffusionLaw(plan, parameters);
  if (target.potential === null || point.temperature === null) return null;
  const potential = closed(scope.graph, target, parameters);
  if (potential === null) return null;
  const density = method.momentum === undefined ? stationaryDensity : phaseDensity;
  return density(scope.graph, potential, parameters, point.temperature);
}

/** Exact answers about the time of overdamped Langevin dynamics, which the methods without momenta approach as the step falls. */
export function exactDynamics(plan: Plan, p: number): Dynamics | null {
  const { target, method, scope, start, points } = plan;
  const { temperature, values } = points[p];
  if (method.law !== 'gibbs' || method.momentum !== undefined || target.noise !== null) return null;
  if (target.potential === null || temperature === null) return null;
  const potential = closed(scope.graph, target, [...values]);
  if (potential === null) return null;
  const problem = [scope.graph, potential, [...values], temperature, start] as const;
  const dynamics = langevinDynamics(...problem);
  if (dynamics === null) return null;
  // The law at the end of a burn-in is not the start's.
  const fromStart = plan.burnIn === 0;
  return {
    rates: (count) => dynamics.rates(count),
    correlation: (f, times) => dynamics.correlation(f, times),
    integratedTime: (f) => dynamics.integratedTime(f),
    timeMeanVariance: (f, spacing, count) => dynamics.timeMeanVariance(f, spacing, count),
    means: (f, times) => (fromStart ? dynamics.means(f, times) : null),
    masses: (f, edges, times) => (fromStart ? dynamics.masses(f, edges, times) : null),
    passage: (region) => (fromStart ? firstPassage(...problem, region) : null),
    asymptote: (region) =>
      fromStart && start.kind === 'point'
        ? overBarrier(scope.graph, potential, [...values], temperature, start.at, region)
        : null,
  };
}

type Graph = Plan['scope']['graph'];

const potentials = new WeakMap<Target, Map<string, ReturnType<typeof rowPotential>>>();
const sums = new WeakMap<Target, Map<string, ReturnType<typeof lossSums>>>();

/** Points of a sweep often share their parameters, and sums over a table take a while. */
function remember<T>(cache: WeakMap<Target, Map<string, T>>, target: Target, key: string, make: () => T): T {
  const known = cache.get(target) ?? new Map<string, T>();
  cache.set(target, known);
  if (!known.has(key)) known.set(key, make());
  return known.get(key)!;
}

function closed(graph: Graph, target: Target, parameters: readonly number[]) {
  return remember(potentials, target, parameters.join(), () => rowPotential(graph, target.potential!, parameters));
}

function batchDensity({ scope: { graph }, target }: Plan, point: SweepPoint): Density | null {
  const { step: h, momentum, learningRate } = point.method;
  const rows = target.rows!;
  const found = remember(sums, target, point.values.join(), () => lossSums(graph, rows, point.values));
  if (found === null) return null;
  const step = Number(h);
  // SGD is its own step's diffusion: both have noise h·η·C/B a step, with η = h unless the diffusion says otherwise.
  const noise = step * Number(learningRate ?? step) * batchFactor(point.method, rows.train.count);
  const chain = { step, noise, momentum: Number(momentum ?? 0), diffusion: 0 };
  return batchLaw(graph, found, chain, point.values);
}

function diffusionLaw({ scope: { graph }, target }: Plan, parameters: readonly number[]): Density | null {
  if (graph.coordinates.length > 1) return null;
  const [noise] = target.noise!;
  const diffusion = graph.mul(graph.constant(0.5), graph.mul(noise, noise));
  return diffusionDensity(graph, target.slope[0], diffusion, [...parameters]);
}
