import type { Plan } from '../model/plan';
import { Tallies } from './tallies';

/**
 * Where a run stands between two dispatches: all that it needs to go on and count, bit for bit, what it would have counted
 * uninterrupted (on the same adapter: others may round otherwise).
 *
 * Random numbers are addressed by particle and step, and results do not depend on how steps are cut into dispatches, so nothing
 * else has to be kept.
 */
export interface Checkpoint {
  /** Of the experiment: `Plan.hash`. */
  hash: string;
  /** Tiles of the ensemble before this one have made all their steps. */
  tile: number;
  /** Tiles of the page that is under way from `tile` on, 0 between two pages, and the steps that it has made. */
  tiles: number;
  step: number;
  /** The words of the page's particles, as the device holds them. */
  state: Uint32Array<ArrayBuffer>;
  /** Floats that are kept as they are (snapshots and traces), as the device holds them. */
  captured: Uint32Array<ArrayBuffer>;
  /** All cells of the tallies, as in `Tallies`. */
  low: Float64Array;
  high: Float64Array;
  firstLost: Float64Array;
  /** Numbers of the observers, `[point][observer]`. */
  settings: readonly (readonly (readonly number[])[])[];
}

/** Tallies as they stood. */
export function talliesOf(plan: Plan, { settings, low, high, firstLost }: Checkpoint): Tallies {
  const tallies = new Tallies(plan, settings);
  tallies.low.set(low);
  tallies.high.set(high);
  tallies.firstLost.set(firstLost);
  return tallies;
}

/** How a run keeps checkpoints. */
export interface Checkpointing {
  /** Seconds between two of them; one is kept at the end of a run that is stopped, too. */
  seconds: number;
  keep(checkpoint: Checkpoint): void;
}
