import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkExperiment, readExperiment, resolveExperiment } from '../../src/experiment';
import type { Estimate } from '../../src/model/estimate';
import type { Plan } from '../../src/model/plan';
import type { PointResult } from '../../src/model/result';
import { summarise } from '../../src/results';
import { simulateOnGpu } from '../../src/simulation';
import { testGpu } from '../gpu/device';

const tables = (folder: string) => (path: string) => readFileSync(join(folder, path), 'utf8');

/** The plan of an example of the repository, changed by assignments. */
export function exampleOf(name: string, ...assignments: string[]): Plan {
  const file = `examples/${name}.json`;
  const read = readExperiment(readFileSync(file, 'utf8'), { file, assignments });
  return resolveExperiment(read, file, tables(dirname(file)));
}

/** The plan of an experiment; tables are those of the examples. */
export const planFrom = (experiment: object): Plan =>
  resolveExperiment(checkExperiment(experiment), 'experiment', tables('examples'));

/** Runs a plan on the device; what every sweep point reports. */
export async function pointsOf(plan: Plan): Promise<PointResult[]> {
  const tallies = await simulateOnGpu(plan, await testGpu());
  const machine = { adapter: 'test', software: true, version: '0' };
  return summarise(plan, tallies, machine, { wall: 1, particleSteps: 1, rate: 1 }).result.points;
}

export const estimate = (of: unknown) => of as Estimate;

/** Means, variances and covariances of a `moments` observable. */
export const momentsOf = (point: PointResult, name: string) =>
  point.observables[name] as unknown as { mean: Estimate[]; variance: Estimate[]; covariance: Estimate[][] };

/** Standard errors between an estimate and a number. */
export const deviation = ({ value, standardError }: Estimate, expected: number) => (value! - expected) / standardError!;
