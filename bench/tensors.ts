// The same Euler step as tensors: TensorFlow.js on its WebGPU backend, on the adapter that the engine uses.
import type { Rank, Tensor } from '@tensorflow/tfjs-core';
import type { Contender } from './contender';
import { step, temperature } from './problem';

type Tfjs = typeof import('@tensorflow/tfjs-core');
type Positions = Tensor<Rank.R2>;

export interface Tensors {
  version: string;
  contender(particles: number, steps: number): Contender;
  /** Positions after so many steps from a uniform start in [−1.5, 1.5]². */
  positions(particles: number, steps: number): Promise<Float32Array>;
  close(): Promise<void>;
}

/** The backend looks for `navigator.gpu` while it is imported and when it starts, and nowhere else. */
async function withNavigator<T>(gpu: GPU, work: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  try {
    return await work();
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else delete (globalThis as { navigator?: unknown }).navigator;
  }
}

async function start(): Promise<{ tf: Tfjs; device: GPUDevice }> {
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js does not start its WebGPU backend here');
  await tf.ready();
  return { tf, device: (tf.backend() as unknown as { device: GPUDevice }).device };
}

/**
 * One step. TensorFlow.js draws its random numbers on the processor; Box and Muller by tensors on the device, from uniforms
 * drawn there, takes twice as long, and a loop of JavaScript in place of `randomNormal` as long.
 */
function advance(tf: Tfjs, x: Positions): Positions {
  const slope = tf.mul(tf.mul(tf.sub(tf.square(x), 1), x), 4);
  const noise = tf.mul(tf.randomNormal(x.shape), Math.sqrt(2 * step * temperature));
  return tf.add(tf.sub(x, tf.mul(slope, step)), noise);
}

function advanceOften(tf: Tfjs, from: Positions, steps: number): Positions {
  let x = from;
  for (let i = 0; i < steps; i++) {
    const next = tf.tidy(() => advance(tf, x));
    x.dispose();
    x = next;
  }
  return x;
}

/** TensorFlow.js on a device of its own; it keeps that device until `close`. */
export async function openTensors(gpu: GPU): Promise<Tensors> {
  const { tf, device } = await withNavigator(gpu, start);
  const uniform = (particles: number) => tf.randomUniform([particles, 2], -1.5, 1.5) as Positions;
  return {
    version: `TensorFlow.js ${tf.version_core}`,
    contender(particles, steps) {
      let x = uniform(particles);
      return {
        name: 'TensorFlow.js, Euler',
        particles,
        steps,
        async run() {
          x = advanceOften(tf, x, steps);
          // The backend gathers passes until somebody reads: one number is read back.
          await tf.tidy(() => tf.slice(x, [0, 0], [1, 1])).data();
        },
        close: () => x.dispose(),
      };
    },
    async positions(particles, steps) {
      const x = advanceOften(tf, uniform(particles), steps);
      const positions = (await x.data()) as Float32Array;
      x.dispose();
      return positions;
    },
    async close() {
      await device.queue.onSubmittedWorkDone();
      tf.removeBackend('webgpu');
      device.destroy();
    },
  };
}
