import type { Plan } from '../model/plan';
import type { GroupTally } from '../model/tally';
import { type CellTable, cellTable, findBlock } from './cells';
import { particlesIn, tilesOf } from './shards';

const word = 2 ** 32;

/**
 * Every integer that a run counted, per sweep point, particle group and cell: `high·2³² + low`, exact to 2⁸⁵.
 *
 * Addition is exact and in any order, so tallies of pages, shards and devices simply add.
 */
export class Tallies {
  readonly table: CellTable;
  /** In [0, 2³²). */
  readonly low: Float64Array;
  /** Whole numbers, negative for negative sums. */
  readonly high: Float64Array;
  /** By sweep point: the first step after which a particle was found to have left the finite numbers; Infinity for none. */
  readonly firstLost: Float64Array;
  /** Final coordinates of the first particles, by observer name: row-major (point, particle, coordinate). */
  readonly snapshots = new Map<string, Float32Array>();

  /** Traces by observer name: row-major (point, particle, record). */
  readonly traces = new Map<string, Float32Array>();

  /** Particles behind the integers, `[point][group]`. */
  readonly particles: readonly (readonly number[])[];

  /**
   * @param settings numbers of the observers, `[point][observer]`, that the integers are in the units of
   * @param particles behind the integers, `[point][group]`; all of the ensemble by default
   */
  constructor(
    private readonly plan: Pick<Plan, 'observers' | 'method' | 'layout' | 'points'>,
    readonly settings: readonly (readonly (readonly number[])[])[],
    particles?: readonly (readonly number[])[],
  ) {
    this.particles = particles ?? particlesIn(plan, [{ first: 0, end: tilesOf(plan) }]);
    this.table = cellTable(plan);
    const total = plan.points.length * plan.layout.groups * this.table.count;
    this.low = new Float64Array(total);
    this.high = new Float64Array(total);
    this.firstLost = new Float64Array(plan.points.length).fill(Number.POSITIVE_INFINITY);
  }

  /** Tells that a particle was found to have left the finite numbers after so many steps, burn-in included. */
  foundLost(point: number, step: number): void {
    this.firstLost[point] = Math.min(this.firstLost[point], step);
  }

  /** Index of a cell in `low` and `high`. */
  index(point: number, group: number, cell: number): number {
    return (point * this.plan.layout.groups + group) * this.table.count + cell;
  }

  /** Adds a whole number of size below 2⁵³. */
  add(index: number, amount: number): void {
    const high = Math.floor(amount / word);
    this.addWords(index, amount - high * word, high);
  }

  /** Adds `high·2³² + low`, `low` in [0, 2³²). */
  addWords(index: number, low: number, high: number): void {
    const sum = this.low[index] + low;
    const carry = sum >= word ? 1 : 0;
    this.low[index] = sum - carry * word;
    this.high[index] += high + carry;
  }

  /** Final coordinates of an observer's first particles; `size` numbers per sweep point. */
  snapshot(name: string, size: number): Float32Array {
    return this.array(this.snapshots, name, size);
  }

  /** An observer's trace; `size` numbers per sweep point. */
  trace(name: string, size: number): Float32Array {
    return this.array(this.traces, name, size);
  }

  private array(arrays: Map<string, Float32Array>, name: string, size: number): Float32Array {
    const known = arrays.get(name);
    if (known !== undefined) return known;
    const array = new Float32Array(size * this.plan.points.length);
    arrays.set(name, array);
    return array;
  }

  /** The value of a cell, rounded to f64 past 2⁵³. */
  value(index: number): number {
    return this.high[index] * word + this.low[index];
  }

  /** A block's cells at one point, as statistics reads them. */
  group(point: number, observer: number, name: string): GroupTally {
    const block = findBlock(this.table, observer, name);
    const { layout } = this.plan;
    const cells = Array.from({ length: layout.groups }, (_, g) =>
      Float64Array.from({ length: block.count }, (_, c) => this.value(this.index(point, g, block.offset + c))),
    );
    return { particles: this.particles[point], cells };
  }
}
