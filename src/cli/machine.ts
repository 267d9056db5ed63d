import { closeDevice, type Gpu, openDevice } from '../gpu/adapter';
import type { Plan } from '../model/plan';
import {
  type Checkpoint,
  type RecoveryOptions,
  type Stage,
  simulateRecovering,
  type Tallies,
  type TileRange,
} from '../simulation';
import { openNodeGpu } from './adapters';
import type { ProgressView } from './progress';
import { loadReport } from './report';
import type { Stopwatch } from './stopwatch';

/** What did the work, as every result names it. */
export interface Machine {
  adapter: string;
  software: boolean;
  /** Devices that were lost on the way, from each of which the run went on. */
  deviceLosses: number;
}

/** Lends `work` a way to open devices of an adapter, one after the other, and frees everything afterwards. */
export async function withAdapter<T>(adapter: string, work: (open: () => Promise<Gpu>) => Promise<T>): Promise<T> {
  const node = await openNodeGpu(adapter);
  try {
    return await work(() => openDevice(node.gpu, { adapter: node.choice }));
  } finally {
    await node.close();
  }
}

/** Opens a device, lends it to `work` and frees everything afterwards, also after a failure. */
export function withGpu<T>(adapter: string, work: (gpu: Gpu) => Promise<T>): Promise<T> {
  return withAdapter(adapter, async (open) => {
    const gpu = await open();
    try {
      return await work(gpu);
    } finally {
      await closeDevice(gpu);
    }
  });
}

export interface Surroundings {
  view: ProgressView;
  /** Stops the run between two dispatches, after a checkpoint. */
  signal: AbortSignal;
  watch: Stopwatch;
  from?: Checkpoint;
  /** All of the ensemble by default. */
  tiles?: TileRange;
  /** Seconds between two checkpoints. */
  seconds: number;
  keep(checkpoint: Checkpoint, adapter: string): void;
}

/**
 * Runs a plan under a progress view, on as many devices as it takes.
 *
 * @returns what was counted, and on what
 */
export async function simulate(
  plan: Plan,
  open: () => Promise<Gpu>,
  { view, signal, watch, from, tiles, seconds, keep }: Surroundings,
): Promise<{ tallies: Tallies; machine: Machine }> {
  let adapter = '';
  const started = async () => {
    const gpu = await open();
    signal.throwIfAborted();
    if (adapter === '') view.start(gpu.info);
    adapter = gpu.info.adapter;
    return gpu;
  };
  const options: RecoveryOptions = {
    ...{ signal, from, tiles },
    checkpoints: { seconds, keep: (checkpoint) => keep(checkpoint, adapter) },
    onProgress: ({ done, total }) => view.update(done, total),
    onStage: (stage) => begin(stage, watch),
    onTrouble: ({ message }, waitMs) => view.say(`${message}; going on from the last checkpoint in ${waitMs / 1000} s`),
  };
  try {
    const { tallies, gpu, losses } = await simulateRecovering(plan, { open: started, close: closeDevice }, options);
    const machine = { adapter, software: gpu.info.software, deviceLosses: losses };
    return { tallies, machine };
  } finally {
    view.stop();
  }
}

function begin(stage: Stage, watch: Stopwatch): void {
  watch.begin(stage);
  // What draws the result is loaded while the kernels are compiled, which leaves this thread free.
  if (stage === 'compile') void loadReport();
}
