import { philox4x32, seedKey } from '../../src/random';

/** Random choices of one fuzzed input: a function of the seed, the family and the input's number, so that any input can be made again alone. */
export class Dice {
  private readonly words = new Uint32Array(4);
  private readonly key: readonly [number, number];
  private readonly family: number;
  private used = 4;
  private block = 0;

  constructor(
    seed: number,
    family: string,
    private readonly index: number,
  ) {
    this.key = seedKey(seed);
    this.family = [...family].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0, 0);
  }

  /** A whole number from 0 to n − 1. */
  below(n: number): number {
    if (this.used === 4) {
      philox4x32([this.block++, this.index, this.family, 0], this.key, this.words);
      this.used = 0;
    }
    return Math.floor((this.words[this.used++] / 2 ** 32) * n);
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  chance(p: number): boolean {
    return this.below(2 ** 20) < p * 2 ** 20;
  }

  list<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }
}
