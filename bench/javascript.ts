// A plain JavaScript loop on one thread: how far one gets without a GPU and without tricks.
import type { Contender } from './contender';
import { step, temperature } from './problem';

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

function advance(x: Float64Array, steps: number, uniform: () => number): void {
  const amplitude = Math.sqrt(2 * step * temperature);
  for (let k = 0; k < x.length; k += 2) {
    let [u, v] = [x[k], x[k + 1]];
    for (let i = 0; i < steps; i++) {
      const radius = amplitude * Math.sqrt(-2 * Math.log(uniform()));
      const angle = 2 * Math.PI * uniform();
      u += -4 * step * u * (u * u - 1) + radius * Math.cos(angle);
      v += -4 * step * v * (v * v - 1) + radius * Math.sin(angle);
    }
    x[k] = u;
    x[k + 1] = v;
  }
}

function starts(particles: number, uniform: () => number): Float64Array {
  return Float64Array.from({ length: 2 * particles }, () => 3 * uniform() - 1.5);
}

export function javascript(particles: number, steps: number): Contender {
  const uniform = uniforms();
  const x = starts(particles, uniform);
  return { name: 'JavaScript, Euler', particles, steps, run: async () => advance(x, steps, uniform), close: () => {} };
}

export function javascriptPositions(particles: number, steps: number): Float64Array {
  const uniform = uniforms();
  const x = starts(particles, uniform);
  advance(x, steps, uniform);
  return x;
}
