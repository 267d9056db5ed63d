import { createStream, normalPair, type PathStream, uniformOpen } from '../../random';

/**
 * The random numbers of one particle's path, step by step, from the same integers as the kernel draws. Twin of `pathSource` in
 * ../webgpu/draws.ts.
 */
export class PathSource {
  private readonly stream: PathStream;
  private spare = 0;
  private left = 0;
  private drawn = 0;
  private odd = false;

  constructor(
    kind: 'fast' | 'philox',
    private readonly total: number,
  ) {
    this.stream = createStream(kind);
  }

  /** Begins step number `step`. */
  begin(step: number, shift: number, key: ArrayLike<number>, particle: ArrayLike<number>): void {
    if (step % 2 ** shift === 0) this.stream.open(key, particle, Math.floor(step / 2 ** shift));
    this.odd = step % 2 === 1;
    this.drawn = 0;
  }

  normal(): number {
    const index = this.drawn++;
    const shared = index === this.total - 1 && this.total % 2 === 1;
    if (shared && this.odd) return this.spare;
    if (index % 2 === 1) return this.left;
    const [now, later] = this.normals();
    if (shared) this.spare = later;
    else this.left = later;
    return now;
  }

  uniform(): number {
    return uniformOpen(this.stream.pair()[0]);
  }

  /** A word for a choice of rows. */
  word(): number {
    return this.stream.pair()[0];
  }

  /** Two normals of a pair of their own. */
  normals(): [number, number] {
    const words = this.stream.pair();
    return normalPair(words[0], words[1]);
  }
}

/** Rows of a mini-batch. Twin of shaders/lib/batch.wgsl. */
export class BatchSource {
  private readonly chosen = new Set<number>();

  constructor(
    private readonly rows: number,
    private readonly batch: number,
    private readonly replacement: boolean,
  ) {}

  /** Writes the row of draw j to `out[j * stride + offset]`. */
  draw(source: PathSource, out: Uint32Array, stride: number, offset: number): void {
    this.chosen.clear();
    for (let j = 0; j < this.batch; j++) {
      out[j * stride + offset] = this.replacement ? below(this.rows, source.word()) : this.another(j, source.word());
    }
  }

  /** Floyd's draw j of B distinct rows: a row up to N − B + j, or that last one where it has been drawn. */
  private another(j: number, word: number): number {
    const last = this.rows - this.batch + j;
    const row = below(last + 1, word);
    const taken = this.chosen.has(row) ? last : row;
    this.chosen.add(taken);
    return taken;
  }
}

/** A whole number below `count` ≤ 2²¹ from a word: its product's upper half, each number's chance within `count`/2³² of even. */
const below = (count: number, word: number): number => Math.floor((word * count) / 2 ** 32);
