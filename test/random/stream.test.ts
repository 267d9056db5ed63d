import { describe, expect, it } from 'vitest';
import { address, createStream, FastStream, purpose, randomWords, type StreamKind, seedKey } from '../../src/random';
import { xoshiroAnswers } from './answers';

const key = seedKey(123_456_789_012);
const particle = address(2 ** 40 + 7, 3);

function pairs(kind: StreamKind, count: number, skipped = 0, block = 5): number[][] {
  const stream = createStream(kind);
  stream.open(key, particle, block);
  stream.skip(skipped);
  return Array.from({ length: count }, () => [...stream.pair()]);
}

describe('the fast stream', () => {
  it('gives the words of the reference implementation', () => {
    const stream = new FastStream();
    stream.setState([1, 2, 3, 4]);
    expect(xoshiroAnswers.map(() => stream.word())).toEqual(xoshiroAnswers);
  });

  it('leaves the state zero', () => {
    const stream = new FastStream();
    stream.setState([0, 0, 0, 0]);
    expect([...stream.pair(), ...stream.pair()].some((word) => word !== 0)).toBe(true);
  });

  it('starts from the words at the address of its block', () => {
    const stream = new FastStream();
    stream.setState(randomWords(key, particle, 5, 0, purpose.block));
    expect([...stream.pair()]).toEqual(pairs('fast', 1)[0]);
  });
});

describe('the standard stream', () => {
  it('is Philox at every second pair', () => {
    const words = [0, 1, 2].flatMap((draw) => [...randomWords(key, particle, 5, draw, purpose.path)]);
    expect(pairs('philox', 6).flat()).toEqual(words);
  });
});

describe.each(['fast', 'philox'] as const)('a %s stream', (kind) => {
  it.each([0, 1, 2, 3, 10, 255])('skips %i pairs', (skipped) => {
    expect(pairs(kind, 4, skipped)).toEqual(pairs(kind, skipped + 4).slice(skipped));
  });

  it('differs from block to block', () => {
    expect(pairs(kind, 1, 0, 5)).not.toEqual(pairs(kind, 1, 0, 6));
  });
});
