import type { Tensor } from '@tensorflow/tfjs-core';
import { quietly } from '../../gpu/quietly';
import type { Contender } from '../contender';
import { type Coordinatewise, coordinatewise, identity, type Machine, type Peer, type Size } from '../peer';
import type { Workload } from '../workload';
import { installed, load, versionOf, withNavigator } from './packages';

type Tfjs = typeof import('@tensorflow/tfjs-core');

const packages = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu'];

interface Problem {
  start(tf: Tfjs, coordinates: number): Tensor;
  /** One step from x with the standard normals z. */
  step(tf: Tfjs, x: Tensor, z: Tensor): Tensor;
}

const problems: Record<Coordinatewise, Problem> = {
  'double-well': {
    start: (tf, coordinates) => tf.randomUniform([coordinates], -1.5, 1.5),
    step(tf, x, z) {
      const slope = tf.mul(tf.mul(tf.sub(tf.square(x), 1), x), 4 * 0.01);
      return tf.add(tf.sub(x, slope), tf.mul(z, Math.sqrt(2 * 0.01 * 0.25)));
    },
  },
  'geometric-brownian-motion': {
    start: (tf, coordinates) => tf.fill([coordinates], 0.1),
    step: (tf, x, z) => tf.mul(x, tf.add(tf.mul(z, 0.01 / 16), 1 + 1.5 / 256)),
  },
  gaussian: {
    start: (tf, coordinates) => tf.fill([coordinates], 1),
    step: (tf, x, z) => tf.add(tf.mul(x, 0.95), tf.mul(z, Math.sqrt(0.1))),
  },
};

/** Started once: the backend keeps its device, which is the library's own, until `close`. */
let started: Promise<{ tf: Tfjs; device: GPUDevice }> | undefined;

/** The backend looks for `navigator.gpu` while it is imported and when it starts, and nowhere else. */
function start(gpu: GPU): Promise<{ tf: Tfjs; device: GPUDevice }> {
  return withNavigator(gpu, async () => {
    const tf = await load<Tfjs>(packages[0]);
    await load<typeof import('@tensorflow/tfjs-backend-webgpu')>(packages[1]);
    if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js does not start its WebGPU backend here');
    await tf.ready();
    return { tf, device: (tf.backend() as unknown as { device: GPUDevice }).device };
  });
}

/** Where normals are drawn: the library's own on the processor, or by Box and Muller from uniforms on the device. */
type Draw = (tf: Tfjs, coordinates: number) => Tensor;

const onProcessor: Draw = (tf, coordinates) => tf.randomNormal([coordinates]);

/** Both numbers of a pair are used; a uniform of 0, which the device draws, would be infinitely far out. */
const onDevice: Draw = (tf, coordinates) => {
  const half = Math.ceil(coordinates / 2);
  const radius = tf.sqrt(tf.mul(tf.log(tf.maximum(tf.randomUniform([half]), 1e-7)), -2));
  const angle = tf.mul(tf.randomUniform([half]), 2 * Math.PI);
  const pairs = tf.concat([tf.mul(radius, tf.cos(angle)), tf.mul(radius, tf.sin(angle))]);
  return coordinates % 2 === 0 ? pairs : tf.slice(pairs, [0], [coordinates]);
};

async function contender(name: string, draw: Draw, machine: Machine, workload: Workload, size: Size) {
  started ??= start(machine.navigator);
  const { tf } = await started;
  const problem = problems[workload.name as Coordinatewise];
  const coordinates = workload.dimension * size.particles;
  let x = tf.fill([1], 0) as Tensor;
  const replace = (make: () => Tensor) => {
    const next = tf.tidy(make);
    x.dispose();
    x = next;
  };
  const made: Contender = {
    ...identity(name, workload, size),
    async run() {
      replace(() => problem.start(tf, coordinates));
      for (let i = 0; i < size.steps; i++) replace(() => problem.step(tf, x, draw(tf, coordinates)));
      // The backend gathers passes until somebody reads: one number is read back.
      await tf.tidy(() => tf.slice(x, [0], [1])).data();
      return undefined;
    },
    positions: async () => (await x.data()) as Float32Array,
    close: () => x.dispose(),
  };
  return made;
}

async function close(): Promise<void> {
  if (started === undefined) return;
  const { tf, device } = await started;
  started = undefined;
  await quietly(device.queue.onSubmittedWorkDone());
  tf.removeBackend('webgpu');
  device.destroy();
}

const peer = (name: string, title: string, draw: Draw): Peer => ({
  name,
  title,
  computes: coordinatewise,
  work: { software: 2 ** 20, hardware: 2 ** 24 },
  available: () => installed('TensorFlow.js', packages),
  version: async () => `TensorFlow.js ${versionOf(packages[0])}`,
  contender: (machine, workload, size) => contender(name, draw, machine, workload, size),
  close,
});

/** Tensors on the WebGPU backend, on the adapter that the engine uses. */
export const tfjs = peer('tfjs', 'TensorFlow.js on WebGPU, randomNormal (drawn on the processor)', onProcessor);
export const tfjsDevice = peer('tfjs-device', 'TensorFlow.js on WebGPU, normals from uniforms on the device', onDevice);
