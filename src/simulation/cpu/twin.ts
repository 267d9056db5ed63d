import { compile, gradient } from '../../expression';
import type { TwinStep } from '../../model/method';
import type { Plan } from '../../model/plan';
import { address, createStream, normalPair, type PathStream, purpose, seedKey } from '../../random';
import { blockShift } from '../block';
import { addressedNormals, placeParticle } from './start';

const columnsOf = (dimension: number, count: number) =>
  Array.from({ length: dimension }, () => new Float64Array(count));

/**
 * Consecutive particles of one sweep point, advanced in f64 from the same random integers as the kernel: the oracle of the
 * tests, the pilot of a run, and the fallback where there is no GPU.
 */
export class Batch {
  /** Steps made so far. */
  steps = 0;
  private readonly state: Record<string, Float64Array[]>;
  private readonly normals: Float64Array[];
  private readonly spare: Float64Array;
  private readonly streams: PathStream[];
  private readonly addresses: ArrayLike<number>[];
  private readonly key: ArrayLike<number>;
  private readonly step: TwinStep;

  /** @param first index of the first particle within its point */
  constructor(
    private readonly plan: Plan,
    point: number,
    first: number,
    readonly count: number,
  ) {
    const dimension = plan.scope.graph.coordinates.length;
    this.state = Object.fromEntries(plan.method.variables.map((v) => [v, columnsOf(dimension, count)]));
    this.normals = columnsOf(dimension, count);
    this.spare = new Float64Array(count);
    this.key = seedKey(plan.seed);
    this.addresses = Array.from({ length: count }, (_, k) => address(first + k, point));
    this.streams = this.addresses.map(() => createStream(plan.random));
    this.step = this.twinStep(point);
    this.initialise();
  }

  /** What observers see: `[coordinate][particle]`. */
  get position(): Float64Array[] {
    return this.state[this.plan.method.observed];
  }

  /** Particles that are no longer finite in the variables that the kernel stores. */
  get nonFinite(): number {
    const stored = this.plan.method.stored.flatMap((v) => this.state[v]);
    let lost = 0;
    for (let k = 0; k < this.count; k++) if (stored.some((column) => !Number.isFinite(column[k]))) lost++;
    return lost;
  }

  advance(): void {
    this.plan.method.step.twin({ ...this.step, normals: () => this.pathNormals() });
    this.steps++;
  }

  private twinStep(point: number): TwinStep {
    const { method, temperature, values } = this.plan.points[point];
    const slope = compile(gradient(this.plan.scope.graph, this.plan.potential));
    return {
      count: this.count,
      state: this.state,
      coefficients: this.plan.method.coefficients(method, temperature),
      gradient: (at) => slope.evaluate(at, values, this.count),
      normals: () => this.normals,
    };
  }

  private initialise(): void {
    this.addresses.forEach((particle, k) => {
      placeParticle(this.plan.start, this.position, k, this.key, particle);
      addressedNormals(this.normals, k, this.key, particle, purpose.method);
    });
    this.plan.method.initialise.twin(this.step);
  }

  /** The normals of the next step, as `pathNormals` in ../webgpu/writer.ts draws them. */
  private pathNormals(): Float64Array[] {
    const dimension = this.normals.length;
    const shift = blockShift(dimension);
    const opens = this.steps % 2 ** shift === 0;
    this.streams.forEach((stream, k) => {
      if (opens) stream.open(this.key, this.addresses[k], Math.floor(this.steps / 2 ** shift));
      for (let i = 0; i + 1 < dimension; i += 2) {
        const words = stream.pair();
        const [a, b] = normalPair(words[0], words[1]);
        this.normals[i][k] = a;
        this.normals[i + 1][k] = b;
      }
      if (dimension % 2 === 1) this.normals[dimension - 1][k] = this.shared(stream, k);
    });
    return this.normals;
  }

  /** In odd dimensions an even step leaves its last normal to the step after it. */
  private shared(stream: PathStream, k: number): number {
    if (this.steps % 2 === 1) return this.spare[k];
    const words = stream.pair();
    const [now, later] = normalPair(words[0], words[1]);
    this.spare[k] = later;
    return now;
  }
}
