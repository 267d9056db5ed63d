import { closeDevice, type Gpu, openDevice } from '../gpu/adapter';
import type { Plan } from '../model/plan';
import { type Stage, simulateOnGpu, type Tallies } from '../simulation';
import { openNodeGpu } from './adapters';
import type { ProgressView } from './progress';
import { loadReport } from './report';
import type { Stopwatch } from './stopwatch';

/** What did the work, as every result names it. */
export interface Machine {
  adapter: string;
  software: boolean;
}

/** Opens a device, lends it to `work` and frees everything afterwards, also after a failure. */
export async function withGpu<T>(adapter: string, work: (gpu: Gpu) => Promise<T>): Promise<T> {
  const node = await openNodeGpu(adapter);
  try {
    const gpu = await openDevice(node.gpu, { adapter: node.choice });
    try {
      return await work(gpu);
    } finally {
      await closeDevice(gpu);
    }
  } finally {
    await node.close();
  }
}

/**
 * Runs a plan under a progress view; `signal` stops it between two dispatches.
 *
 * @returns what was counted, on what, and the wall time in seconds
 */
export async function simulate(
  plan: Plan,
  gpu: Gpu,
  view: ProgressView,
  signal: AbortSignal,
  watch: Stopwatch,
): Promise<{ tallies: Tallies; machine: Machine; wall: number }> {
  signal.throwIfAborted();
  const { adapter, software } = gpu.info;
  view.start({ adapter, software });
  const begun = performance.now();
  try {
    const onStage = (stage: Stage) => {
      watch.begin(stage);
      // What draws the result is loaded while the kernels are compiled, which leaves this thread free.
      if (stage === 'compile') void loadReport();
    };
    const onProgress = ({ done, total }: { done: number; total: number }) => view.update(done, total);
    const tallies = await simulateOnGpu(plan, gpu, { signal, onProgress, onStage });
    return { tallies, machine: { adapter, software }, wall: (performance.now() - begun) / 1000 };
  } finally {
    view.stop();
  }
}
