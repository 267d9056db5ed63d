import { quietly } from '../../gpu/quietly';
import type { Contender } from '../contender';
import { type Coordinatewise, coordinatewise, identity, type Machine, type Peer, type Size } from '../peer';
import { seed, type Workload } from '../workload';
import { installed, load, versionOf, withNavigator } from './packages';

type Jax = typeof import('@jax-js/jax');
type Values = ReturnType<Jax['random']['key']>;

interface Problem {
  start(jax: Jax, key: Values, coordinates: number): Values;
  /** One step from x with the standard normals z; it owns both. */
  step(jax: Jax, x: Values, z: Values): Values;
}

/** Fills without a key still have to give it back. */
function filled({ numpy }: Jax, key: Values, coordinates: number, value: number): Values {
  key.dispose();
  return numpy.full([coordinates], value);
}

const problems: Record<Coordinatewise, Problem> = {
  'double-well': {
    start: ({ random }, key, coordinates) => random.uniform(key, [coordinates], { minval: -1.5, maxval: 1.5 }),
    step({ numpy }, x, z) {
      const slope = numpy.square(x.ref).sub(1).mul(x.ref).mul(0.04);
      return x.sub(slope).add(z.mul(Math.sqrt(2 * 0.01 * 0.25)));
    },
  },
  'geometric-brownian-motion': {
    start: (jax, key, coordinates) => filled(jax, key, coordinates, 0.1),
    step: (_, x, z) => x.mul(z.mul(0.01 / 16).add(1 + 1.5 / 256)),
  },
  gaussian: {
    start: (jax, key, coordinates) => filled(jax, key, coordinates, 1),
    step: (_, x, z) => x.mul(0.95).add(z.mul(Math.sqrt(0.1))),
  },
};

/** Started once in a process: the library keeps its device. */
let started: Promise<Jax> | undefined;

function start(gpu: GPU): Promise<Jax> {
  return withNavigator(gpu, async () => {
    const jax = await load<Jax>('@jax-js/jax');
    if (!(await jax.init('webgpu')).includes('webgpu'))
      throw new Error('jax-js does not start its WebGPU backend here');
    jax.defaultDevice('webgpu');
    return jax;
  });
}

/** A step under `jit`; the library has no loop inside of one (no `scan`), and 4, 8 or 16 steps written out there are no faster. */
function jittedStep(jax: Jax, problem: Problem, coordinates: number) {
  return jax.jit((x: Values, key: Values) => problem.step(jax, x, jax.random.normal(key, [coordinates])));
}

async function contender(machine: Machine, workload: Workload, size: Size): Promise<Contender> {
  started ??= start(machine.navigator);
  const jax = await started;
  const problem = problems[workload.name as Coordinatewise];
  const coordinates = workload.dimension * size.particles;
  const advance = jittedStep(jax, problem, coordinates);
  let x = jax.numpy.zeros([1]);
  let runs = 0;
  return {
    ...identity('jax-js', workload, size),
    async run() {
      x.dispose();
      const keys = jax.random.split(jax.random.key(seed + 1000 * runs++), size.steps + 1);
      x = problem.start(jax, keys.ref.slice(0), coordinates);
      for (let i = 1; i <= size.steps; i++) x = advance(x, keys.ref.slice(i));
      keys.dispose();
      await x.blockUntilReady();
      return undefined;
    },
    positions: async () => (await x.ref.data()) as Float32Array,
    close: () => {
      x.dispose();
      advance.dispose();
    },
  };
}

async function close(): Promise<void> {
  if (started === undefined) return;
  const device = (await started).getWebGPUDevice();
  await quietly(device.queue.onSubmittedWorkDone());
  device.destroy();
}

/** Arrays on the WebGPU backend, on the adapter that the engine uses. */
export const jaxjs: Peer = {
  name: 'jax-js',
  title: 'jax-js on WebGPU, a step under jit',
  computes: coordinatewise,
  work: { software: 2 ** 20, hardware: 2 ** 24 },
  available: () => installed('jax-js', ['@jax-js/jax']),
  version: async () => `jax-js ${versionOf('@jax-js/jax')}`,
  contender,
  close,
};
