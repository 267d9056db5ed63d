import type { Plan } from '../../model/plan';
import { address, purpose, seedKey } from '../../random';
import { blockShift, drawsAt } from '../draws';
import { PathSource } from './source';
import { addressedNormals, placeParticle } from './start';
import { TwinSteps } from './steps';

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
  private readonly scalars: Record<string, Float64Array>;
  private readonly sources: PathSource[];
  private readonly addresses: ArrayLike<number>[];
  private readonly key: ArrayLike<number>;
  private readonly twin: TwinSteps;

  /** @param first index of the first particle within its point */
  constructor(
    private readonly plan: Plan,
    point: number,
    first: number,
    readonly count: number,
  ) {
    const dimension = plan.scope.graph.coordinates.length;
    const { variables, scalars } = plan.method;
    this.state = Object.fromEntries(variables.map((v) => [v, columnsOf(dimension, count)]));
    this.scalars = Object.fromEntries(scalars.map((v) => [v, new Float64Array(count)]));
    this.key = seedKey(plan.seed);
    this.addresses = Array.from({ length: count }, (_, k) => address(first + k, point));
    const { normals } = drawsAt(plan, point);
    this.sources = this.addresses.map(() => new PathSource(plan.random, normals));
    this.twin = new TwinSteps(plan, point, this.state, this.scalars, this.sources);
    this.initialise();
  }

  /** What observers see: `[coordinate][particle]`. */
  get position(): Float64Array[] {
    return this.state[this.plan.method.observed];
  }

  /** What formulas are of: positions, and after them momenta where the method keeps them. */
  get observed(): Float64Array[] {
    const { momentum } = this.plan.method;
    return momentum === undefined ? this.position : [...this.position, ...this.state[momentum]];
  }

  /** Steps that each particle has accepted since the last call; zero for methods that accept every step. */
  takeAccepted(): number {
    const counter = this.scalars[this.plan.method.accepted ?? ''];
    const total = counter?.reduce((sum, n) => sum + n, 0) ?? 0;
    counter?.fill(0);
    return total;
  }

  /** Particles that are no longer finite in the variables that the kernel stores, but for those that nothing depends on any more. */
  nonFinite(settled: (k: number) => boolean = () => false): number {
    const stored = this.plan.method.stored.flatMap((v) => this.state[v] ?? [this.scalars[v]]);
    let lost = 0;
    for (let k = 0; k < this.count; k++)
      if (!settled(k) && stored.some((column) => !Number.isFinite(column[k]))) lost++;
    return lost;
  }

  advance(): void {
    const shift = blockShift(this.plan);
    this.sources.forEach((source, k) => {
      source.begin(this.steps, shift, this.key, this.addresses[k]);
    });
    this.plan.method.step.twin(this.twin.step(this.steps));
    this.steps++;
  }

  private initialise(): void {
    const normals = columnsOf(this.position.length, this.count);
    this.addresses.forEach((particle, k) => {
      placeParticle(this.plan.start, this.position, k, this.key, particle);
      addressedNormals(normals, k, this.key, particle, purpose.method);
    });
    this.plan.method.initialise.twin({ ...this.twin.step(0), normals: () => normals });
  }
}
