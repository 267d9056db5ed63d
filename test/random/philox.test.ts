import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { address, philox4x32, purpose, randomWords, seedKey } from '../../src/random';
import { philoxAnswers } from './answers';

const hex = (words: Uint32Array) => [...words].map((word) => word.toString(16).padStart(8, '0'));

/** Philox from its definition, with whole products. */
function reference(counter: number[], key: number[]): number[] {
  let [a, b, c, d] = counter.map(BigInt);
  let [k0, k1] = key.map(BigInt);
  const mask = 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * a;
    const p1 = 0xcd9e8d57n * c;
    [a, b, c, d] = [(p1 >> 32n) ^ b ^ k0, p1 & mask, (p0 >> 32n) ^ d ^ k1, p0 & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [a, b, c, d].map(Number);
}

describe('philox4x32-10', () => {
  it.each(philoxAnswers)('gives the known answer of Random123 for $counter | $key', ({ counter, key, words }) => {
    expect(hex(philox4x32(counter, key))).toEqual(hex(Uint32Array.from(words)));
  });

  it('agrees with its definition in whole products', () => {
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const four = fc.array(word, { minLength: 4, maxLength: 4 });
    const two = fc.array(word, { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(four, two, (c, k) => {
        expect([...philox4x32(c, k)]).toEqual(reference(c, k));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the address of a random integer', () => {
  it('takes the seed apart into 32 and 21 bits', () => {
    expect(seedKey(0)).toEqual([0, 0]);
    expect(seedKey(2 ** 53 - 1)).toEqual([0xffffffff, 0x1fffff]);
    expect(() => seedKey(2 ** 53)).toThrow(RangeError);
    expect(() => seedKey(-1)).toThrow(RangeError);
    expect(() => seedKey(0.5)).toThrow(RangeError);
  });

  it('keeps 48 bits of the particle and 16 of the sweep point apart', () => {
    expect(address(2 ** 48 - 1, 0)).toEqual([0xffffffff, 0xffff]);
    expect(address(2 ** 32 + 5, 65_535)).toEqual([5, 0xffff0001]);
    expect(() => address(2 ** 48, 0)).toThrow(RangeError);
    expect(() => address(0, 65_536)).toThrow(RangeError);
  });

  it('is injective', () => {
    const particle = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    const point = fc.integer({ min: 0, max: 65_535 });
    const place = fc.tuple(particle, point);
    fc.assert(
      fc.property(place, place, (p, q) => {
        const same = p[0] === q[0] && p[1] === q[1];
        expect(`${address(...p)}` === `${address(...q)}`).toBe(same);
      }),
    );
  });

  it('has the purpose in the top 8 bits of the last word, above 24 bits of the draw', () => {
    const words = randomWords([1, 2], [3, 4], 5, 2 ** 24 - 1, purpose.path);
    expect(words).toEqual(philox4x32([3, 4, 5, 0x03ffffff], [1, 2]));
  });
});
