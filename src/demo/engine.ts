import { ErgodicError } from '../errors';
import { closeDevice, type Gpu, openDevice } from '../gpu/adapter';
import type { Plan } from '../model/plan';
import { type SimulationOptions, simulateOnCpu, simulateRecovering, type Tallies } from '../simulation';

/** What carries out a run in this browser: a WebGPU device, or the f64 twin where there is none. */
export interface Engine {
  machine: { adapter: string; software: boolean };
  /** The opened device; absent on the twin. */
  gpu?: Gpu;
  /** Why there is no device, for a person to read; absent where there is one. */
  missing?: string;
  simulate(plan: Plan, options: SimulationOptions): Promise<Tallies>;
  close(): Promise<void>;
}

/** Longest dispatch in milliseconds: the page is drawn by the same device, and has to stay responsive. */
const budgetMs = 30;

/**
 * Opens this browser's WebGPU device, or the twin where there is none.
 *
 * @param source default `navigator.gpu`
 */
export async function openEngine(source: GPU | undefined = navigator.gpu): Promise<Engine> {
  if (source === undefined) return twin(withoutWebGpu());
  try {
    return onDevice(source, await openDevice(source));
  } catch (error) {
    return twin(error instanceof ErgodicError ? withoutAdapter : `The WebGPU device cannot be opened: ${error}`);
  }
}

const withoutAdapter =
  'This browser has WebGPU, but no adapter for it: switch on its hardware acceleration, or update the graphics driver.';

/** Browsers hide WebGPU from pages that did not come over https or from this computer. */
function withoutWebGpu(): string {
  return window.isSecureContext
    ? 'This browser has no WebGPU: a recent Chrome, Edge, Safari or Firefox has.'
    : 'This page came over plain http, where browsers have no WebGPU: open it over https or from this computer.';
}

function onDevice(source: GPU, first: Gpu): Engine {
  const { adapter, software } = first.info;
  let current = first;
  let lost = false;
  const watch = (gpu: Gpu) =>
    void gpu.device.lost.then(() => {
      if (gpu === current) lost = true;
    });
  watch(first);
  // One device for all runs, with its kernels, until it is lost.
  const devices = {
    async open(): Promise<Gpu> {
      if (!lost) return current;
      current = await openDevice(source);
      lost = false;
      watch(current);
      return current;
    },
    async close(): Promise<void> {},
  };
  return {
    machine: { adapter, software },
    get gpu() {
      return current;
    },
    simulate: async (plan, options) => (await simulateRecovering(plan, devices, { ...options, budgetMs })).tallies,
    close: () => closeDevice(current),
  };
}

function twin(missing: string): Engine {
  return {
    machine: { adapter: 'the f64 twin on one processor thread', software: true },
    missing,
    simulate: simulateOnCpu,
    async close() {},
  };
}
