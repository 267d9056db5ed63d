import { purpose, randomWords, type Words } from './philox';

/** `fast`: xoshiro128++ seeded by Philox for each block. `philox`: Philox at every second pair. */
export type StreamKind = 'fast' | 'philox';

/** Twin of shaders/lib/stream-fast.wgsl and stream-philox.wgsl: the random integers of one particle's block of steps. */
export interface PathStream {
  /** Starts the stream of a block: `key` of the seed, `particle` from `address`. */
  open(key: Words, particle: Words, block: number): void;
  /** The next pair of 32-bit words, in an array that the next call overwrites. */
  pair(): Uint32Array;
  /** Passes over so many pairs. */
  skip(pairs: number): void;
}

export function createStream(kind: StreamKind): PathStream {
  return kind === 'fast' ? new FastStream() : new PhiloxStream();
}

/** xoshiro128++ 1.0 (Blackman and Vigna 2021, doi:10.1145/3460772), its state drawn by Philox from the address. */
export class FastStream implements PathStream {
  private readonly state = new Uint32Array(4);
  private readonly out = new Uint32Array(2);

  open(key: Words, particle: Words, block: number): void {
    this.setState(randomWords(key, particle, block, 0, purpose.block, this.state));
  }

  /** Starts from four words; all zero, the one state that xoshiro never leaves, becomes a fixed other one. */
  setState(words: Words): void {
    for (let i = 0; i < 4; i++) this.state[i] = words[i];
    const [a, b, c, d] = this.state;
    if ((a | b | c | d) === 0) this.state[0] = 0x9e3779b9;
  }

  /** The next word, unsigned. */
  word(): number {
    const s = this.state;
    const sum = (s[0] + s[3]) | 0;
    const word = (((sum << 7) | (sum >>> 25)) + s[0]) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return word;
  }

  pair(): Uint32Array {
    this.out[0] = this.word();
    this.out[1] = this.word();
    return this.out;
  }

  skip(pairs: number): void {
    for (let i = 0; i < 2 * pairs; i++) this.word();
  }
}

/** Pair j of a block is half (j & 1) of the four words of Philox at draw j >> 1. */
class PhiloxStream implements PathStream {
  private readonly key = new Uint32Array(2);
  private readonly particle = new Uint32Array(2);
  private readonly words = new Uint32Array(4);
  private readonly halves = [this.words.subarray(0, 2), this.words.subarray(2, 4)];
  private block = 0;
  private index = 0;

  open(key: Words, particle: Words, block: number): void {
    this.key.set(key);
    this.particle.set(particle);
    this.block = block;
    this.index = 0;
  }

  private fetch(): void {
    randomWords(this.key, this.particle, this.block, this.index >>> 1, purpose.path, this.words);
  }

  pair(): Uint32Array {
    const half = this.index & 1;
    if (half === 0) this.fetch();
    this.index++;
    return this.halves[half];
  }

  skip(pairs: number): void {
    this.index += pairs;
    if (this.index & 1) this.fetch();
  }
}
