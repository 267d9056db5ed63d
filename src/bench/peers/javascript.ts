import type { Contender } from '../contender';
import { type Coordinatewise, coordinatewise, identity, type Peer, type Size } from '../peer';
import type { Workload } from '../workload';

/** Takes the coordinates in x through so many steps; two of them share both numbers of a pair of normals. */
type Advance = (x: Float64Array, steps: number, uniform: () => number) => void;

/** xoshiro128++ with a fixed start (the digits of π), uniform in (0, 1). */
function uniforms(): () => number {
  let [a, b, c, d] = [0x243f6a88, 0x85a308d3 | 0, 0x13198a2e, 0x03707344];
  return () => {
    const sum = (a + d) | 0;
    const word = (((sum << 7) | (sum >>> 25)) + a) | 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return ((word >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Written out for every problem, as one would for one of them: a function passed in would be a call a step. */
const advances: Record<Coordinatewise, Advance> = {
  'double-well'(x, steps, uniform) {
    const [step, amplitude] = [0.01, Math.sqrt(2 * 0.01 * 0.25)];
    for (let k = 0; k < x.length; k += 2) {
      let [u, v] = [3 * uniform() - 1.5, 3 * uniform() - 1.5];
      for (let i = 0; i < steps; i++) {
        const radius = amplitude * Math.sqrt(-2 * Math.log(uniform()));
        const angle = 2 * Math.PI * uniform();
        u += -4 * step * u * (u * u - 1) + radius * Math.cos(angle);
        v += -4 * step * v * (v * v - 1) + radius * Math.sin(angle);
      }
      x[k] = u;
      x[k + 1] = v;
    }
  },
  'geometric-brownian-motion'(x, steps, uniform) {
    const [growth, spread] = [1.5 / 256, 0.01 / Math.sqrt(256)];
    for (let k = 0; k < x.length; k += 2) {
      let [u, v] = [0.1, 0.1];
      for (let i = 0; i < steps; i++) {
        const radius = spread * Math.sqrt(-2 * Math.log(uniform()));
        const angle = 2 * Math.PI * uniform();
        u += growth * u + radius * Math.cos(angle) * u;
        v += growth * v + radius * Math.sin(angle) * v;
      }
      x[k] = u;
      x[k + 1] = v;
    }
  },
  gaussian(x, steps, uniform) {
    const [step, amplitude] = [0.05, Math.sqrt(2 * 0.05)];
    for (let k = 0; k < x.length; k += 2) {
      let [u, v] = [1, 1];
      for (let i = 0; i < steps; i++) {
        const radius = amplitude * Math.sqrt(-2 * Math.log(uniform()));
        const angle = 2 * Math.PI * uniform();
        u += -step * u + radius * Math.cos(angle);
        v += -step * v + radius * Math.sin(angle);
      }
      x[k] = u;
      x[k + 1] = v;
    }
  },
};

function contender(workload: Workload, size: Size): Contender {
  const uniform = uniforms();
  const coordinates = workload.dimension * size.particles;
  // A last coordinate without a neighbour gets one, which nobody sees.
  const x = new Float64Array(coordinates + (coordinates % 2));
  const advance = advances[workload.name as Coordinatewise];
  return {
    ...identity('javascript', workload, size),
    async run() {
      advance(x, size.steps, uniform);
      return undefined;
    },
    positions: async () => x.subarray(0, coordinates),
    close: () => {},
  };
}

/** How far one gets without a GPU and without tricks. */
export const javascript: Peer = {
  name: 'javascript',
  title: 'a loop of JavaScript on one thread, f64',
  computes: coordinatewise,
  work: { software: 2 ** 22, hardware: 2 ** 22 },
  available: async () => null,
  version: async () => `Node ${process.version}`,
  contender: async (_, workload, size) => contender(workload, size),
};
