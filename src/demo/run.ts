import { version } from '../../package.json';
import { readExperiment, resolveExperiment } from '../experiment';
import type { Result } from '../model/result';
import { summarise, timing } from '../results';
import type { SimulationOptions, Tallies } from '../simulation';
import { openEngine } from './engine';

/** What a run gives: the result as the command writes it, and every integer that was counted. */
export interface Outcome {
  result: Result;
  tallies: Tallies;
}

/**
 * Runs the text of an experiment file in this browser.
 *
 * @throws ErgodicError badInput naming each path in the text, what was found and what was expected
 */
export async function run(text: string, options: SimulationOptions = {}): Promise<Outcome> {
  const plan = resolveExperiment(readExperiment(text));
  const engine = await openEngine();
  try {
    const begun = performance.now();
    const tallies = await engine.simulate(plan, options);
    const wall = (performance.now() - begun) / 1000;
    const { result } = summarise(plan, tallies, { ...engine.machine, version }, timing(plan, wall));
    return { result, tallies };
  } finally {
    await engine.close();
  }
}
