import { describe, expect, it } from 'vitest';
import { normalPair, uniformOpen } from '../../src/random';

describe('normal numbers', () => {
  it('reach √(2·32 ln 2) = 6.66 and no further', () => {
    expect(normalPair(0, 0)[0]).toBeCloseTo(Math.sqrt(64 * Math.LN2), 12);
    expect(normalPair(0, 0)[1]).toBe(0);
  });

  it('are finite and not zero at the other end', () => {
    const [x] = normalPair(0x7fffffff, 0);
    expect(x).toBeCloseTo(2 ** -15.5, 12);
    expect(normalPair(0xffffffff, 0)[0]).toBe(-x);
  });

  it('go once round the circle', () => {
    const quarter = Math.PI / 4;
    const angleOf = (w0: number, w1: number) => {
      const [x, y] = normalPair(w0, w1);
      return Math.atan2(y, x);
    };
    const plus = 5;
    const minus = 0x80000005;
    expect(angleOf(plus, 0x40000000)).toBeCloseTo(-quarter, 8);
    expect(angleOf(plus, 0x3fffffff)).toBeCloseTo(quarter, 8);
    expect(angleOf(plus, 0xbfffffff)).toBeCloseTo(quarter, 8);
    expect(angleOf(plus, 0xc0000000)).toBeCloseTo(3 * quarter, 8);
    expect(angleOf(minus, 0x40000000)).toBeCloseTo(3 * quarter, 8);
    expect(angleOf(minus, 0x3fffffff)).toBeCloseTo(-3 * quarter, 8);
    expect(angleOf(minus, 0xc0000000)).toBeCloseTo(-quarter, 8);
  });
});

describe('uniform numbers', () => {
  it('lie inside (0, 1) and are single precision', () => {
    expect(uniformOpen(0)).toBe(2 ** -24);
    expect(uniformOpen(0xffffffff)).toBe(1 - 2 ** -24);
    expect(Math.fround(uniformOpen(0xffffffff))).toBe(uniformOpen(0xffffffff));
  });
});
