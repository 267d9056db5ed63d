/** Twin of shaders/lib/philox.wgsl: Philox4x32-10 (Salmon et al. 2011, Random123), bit for bit. */

/** Four counter words, two key words or an output: any of 32 bits, read as unsigned. */
export type Words = ArrayLike<number>;

/** What the random integers at an address are for: the top 8 bits of the counter's last word. */
export const purpose = { block: 0, start: 1, method: 2, path: 3, observer: 4 } as const;

const m0 = 0xd2511f53;
const m1 = 0xcd9e8d57;

/** The high word of the 64-bit product of two 32-bit words. */
function multiplyHigh(a: number, b: number): number {
  const low = a & 0xffff;
  const high = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(high, bLow) >>> 0) + (Math.imul(low, bLow) >>> 16);
  const other = (Math.imul(low, bHigh) >>> 0) + (middle & 0xffff);
  return (Math.imul(high, bHigh) + (middle >>> 16) + (other >>> 16)) | 0;
}

/** Ten rounds of Philox on a counter of four words under a key of two; the four words of the result, in `out`. */
export function philox4x32(counter: Words, key: Words, out: Uint32Array = new Uint32Array(4)): Uint32Array {
  let [a, b, c, d] = [counter[0], counter[1], counter[2], counter[3]];
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(m0, a);
    const high1 = multiplyHigh(m1, c);
    const low0 = Math.imul(m0, a);
    const low1 = Math.imul(m1, c);
    a = high1 ^ b ^ k0;
    b = low1;
    c = high0 ^ d ^ k1;
    d = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
  return out;
}

/** The key of a seed (an integer in [0, 2^53)): its low 32 and its high 21 bits. */
export function seedKey(seed: number): [number, number] {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`seed ${seed}: expected an integer from 0 to 2^53 - 1`);
  return [seed >>> 0, Math.floor(seed / 2 ** 32)];
}

/** The counter's first two words: the particle's global index (below 2^48) and the sweep point (below 2^16). */
export function address(particle: number, point: number): [number, number] {
  if (!Number.isInteger(particle) || particle < 0 || particle >= 2 ** 48) {
    throw new RangeError(`particle ${particle}: expected an integer from 0 to 2^48 - 1`);
  }
  if (!Number.isInteger(point) || point < 0 || point >= 2 ** 16) {
    throw new RangeError(`point ${point}: expected an integer from 0 to 65535`);
  }
  return [particle >>> 0, (Math.floor(particle / 2 ** 32) | (point << 16)) >>> 0];
}

const counter = new Uint32Array(4);

/** The four words at an address; `draw` is below 2^24. Distinct addresses are distinct inputs of a bijection. */
export function randomWords(
  key: Words,
  particle: Words,
  index: number,
  draw: number,
  use: number,
  out?: Uint32Array,
): Uint32Array {
  counter[0] = particle[0];
  counter[1] = particle[1];
  counter[2] = index;
  counter[3] = draw | (use << 24);
  return philox4x32(counter, key, out);
}
