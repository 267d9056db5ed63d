import { ErgodicError } from '../errors';
import type { TileRange } from './shards';

export interface Progress {
  /** Particle-steps made, and to make in all. */
  done: number;
  total: number;
}

/** What a run is doing: choosing scales, compiling kernels, making steps, fetching what it has kept. */
export type Stage = 'pilot' | 'compile' | 'steps' | 'collect';

/** How a run is carried out; but for `tiles`, none of it changes what is counted. */
export interface SimulationOptions {
  onProgress?(progress: Progress): void;
  /** Told of each stage as it begins. */
  onStage?(stage: Stage): void;
  /** The part of the ensemble that runs; all of it by default. */
  tiles?: TileRange;
  /** Stops the run between two dispatches. */
  signal?: AbortSignal;
}

export function checkStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw signal.reason instanceof Error ? signal.reason : new ErgodicError('internal', 'the run was stopped');
}
