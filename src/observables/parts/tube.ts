import { gradient, type Node } from '../../expression';
import { methodContext } from '../../methods/parts/context';
import type { Passage } from '../../model/dynamics';
import type { CellBlock, ObserverContext, RecordWriter, ReportContext, TwinRecord } from '../../model/observable';
import type { SweepPoint } from '../../model/plan';
import { jackknifeEstimates } from '../../statistics';
import { cellsPerTime, horizonSettings } from './arrivals';
import { bridgeVariance } from './bridge';
import { hasConstantStep } from './clock';
import type { NullSet } from './criticalSet';
import {
  beginHits,
  beginHitsTwin,
  finishHits,
  finishHitsTwin,
  type Hits,
  hitEstimates,
  hitMemory,
  hitSettings,
  type Place,
  recordHits,
  recordHitsTwin,
  type TwinPlace,
} from './hits';

/** First hits of a null set's tubes, and the changes of sign of its equation where there is one. */
export class Tube {
  /** Formulas after those of the set: the stretch and the variance along the normal, where they are not 1. */
  readonly expressions: readonly Node[];
  readonly memory: readonly number[];
  readonly blocks: readonly CellBlock[];
  private readonly hits: Hits;
  private readonly crosses: boolean;
  private readonly stretches: boolean;
  private readonly varies: boolean;

  constructor(
    private readonly set: NullSet,
    radii: readonly number[],
    private readonly context: ObserverContext,
    ownMemory: number,
  ) {
    const centred = set.points !== undefined;
    const bridges = context.method.bridge && !(centred && context.target.noise !== null);
    const normal = bridges && !centred ? alongNormal(set, context) : { stretch: null, variance: null };
    this.crosses = set.codimension === 1 && !centred;
    this.stretches = normal.stretch !== null;
    this.varies = normal.variance !== null;
    this.expressions = [normal.stretch, normal.variance].filter((node) => node !== null);
    const settings = set.pieces * (set.settings(context.points[0]?.values ?? []).length / set.pieces);
    this.hits = {
      radii,
      bridges,
      sign: this.crosses ? ownMemory : null,
      memory: ownMemory + (this.crosses ? 1 : 0),
      settings,
    };
    this.memory = [...(this.crosses ? [0] : []), ...hitMemory(this.hits)];
    this.blocks = [
      { name: 'times', kind: 'indexedSum', count: radii.length * cellsPerTime },
      ...(this.crosses ? [{ name: 'crossings', kind: 'counter', count: 1 } as const] : []),
    ];
  }

  get test(): 'bridge' | 'step-end' {
    return this.hits.bridges ? 'bridge' : 'step-end';
  }

  settings(point: SweepPoint): number[] {
    const variance = this.hits.bridges ? bridgeVariance(this.context, point) : 1;
    return hitSettings(horizonSettings(this.context.steps), variance);
  }

  begin(write: RecordWriter): string[] {
    const keep = this.crosses ? [`${this.signWord(write)} = ${write.value(0)};`] : [];
    return [...keep, '{', ...beginHits(write, this.hits, this.place(write)), '}'];
  }

  record(write: RecordWriter): string[] {
    const before = this.signWord(write);
    const hits = ['{', ...recordHits(write, this.hits, this.place(write)), '}'];
    if (!this.crosses) return hits;
    return [
      ...hits,
      write.countIf('crossings', 0, `(${write.value(0)} < 0.0) != (${before} < 0.0)`),
      `${before} = ${write.value(0)};`,
    ];
  }

  finish(write: RecordWriter): string[] {
    return finishHits(write, this.hits);
  }

  finishTwin(record: TwinRecord): void {
    finishHitsTwin(record, this.hits);
  }

  private signWord(write: RecordWriter): string {
    return this.crosses ? write.memory(this.hits.memory - 1) : '';
  }

  private place(write: RecordWriter): Place {
    const first = this.set.expressions.length;
    return {
      square: 'square',
      stretch: this.stretches ? write.value(first) : null,
      variance: this.varies ? write.value(first + (this.stretches ? 1 : 0)) : null,
    };
  }

  beginTwin(record: TwinRecord, k: number, square: number): void {
    if (this.crosses) record.memory[this.hits.memory - 1][k] = record.values[0][k];
    beginHitsTwin(record, this.hits, k, this.twinPlace(record, k, square));
  }

  recordTwin(record: TwinRecord, k: number, square: number): void {
    recordHitsTwin(record, this.hits, k, this.twinPlace(record, k, square));
    if (!this.crosses) return;
    const before = record.memory[this.hits.memory - 1];
    if (record.values[0][k] < 0 !== before[k] < 0) record.add('crossings', 0, 1);
    before[k] = record.values[0][k];
  }

  private twinPlace({ values }: TwinRecord, k: number, square: number): TwinPlace {
    const first = this.set.expressions.length;
    const stretch = this.stretches ? values[first][k] : 1;
    return { square, stretch, variance: this.varies ? values[first + (this.stretches ? 1 : 0)][k] : 1 };
  }

  /** Of the radius that was asked for at place r. */
  estimates(run: ReportContext, r: number) {
    const { hitFraction, meanHittingTime } = hitEstimates(run, this.hits, r);
    const exact = this.exactHit(run, r);
    const left = exact?.survival([this.context.steps * Number(run.point.method.step)]) ?? null;
    return {
      hitFraction: { ...hitFraction, reference: left && 1 - left[0] },
      meanHittingTime: { ...meanHittingTime, reference: exact?.mean ?? null },
    };
  }

  private exactHit({ dynamics }: ReportContext, r: number): Passage | null {
    const { graph } = this.context.scope;
    const { expressions, codimension, points } = this.set;
    if (dynamics === null || points !== undefined) return null;
    const [first] = expressions;
    const squares = graph.sum(expressions.map((z) => graph.mul(z, z)));
    const size = codimension === 1 ? graph.apply('abs', first) : graph.apply('sqrt', squares);
    const radius = graph.constant(this.hits.radii[r]);
    return dynamics.passage(graph.sub(radius, size));
  }
}

/**
 * Distance to a tube's surface is (|z| − ε)/|∇|z||: the stretch 1/|∇|z||, and with noise that depends on the position its variance along
 * ∇|z|. Each null where it is 1, as of coordinates.
 */
function alongNormal({ expressions }: NullSet, { scope: { graph }, target }: ObserverContext) {
  const slopes = expressions.map((z) => gradient(graph, z));
  const least = graph.constant(1e-30);
  // |z| ∂ᵢ|z|, whose squares sum to |z|²|∇|z||².
  const normal = graph.coordinates.map((_, i) => graph.sum(expressions.map((z, j) => graph.mul(z, slopes[j][i]))));
  const squares = (nodes: readonly Node[]) => graph.sum(nodes.map((node) => graph.mul(node, node)));
  const product = (a: readonly Node[], b: readonly Node[]) => graph.sum(a.map((node, i) => graph.mul(node, b[i])));
  const orthonormal = slopes.every((a, i) =>
    slopes.every((b, j) => product(a, b) === (i === j ? graph.one : graph.zero)),
  );
  const length = graph.apply('max', squares(normal), least);
  const ratio = graph.div(graph.apply('max', squares(expressions), least), length);
  const stretch = orthonormal ? null : graph.apply('sqrt', ratio);
  if (target.noise === null) return { stretch, variance: null };
  const noise = target.noise;
  const variance = graph.div(squares(normal.map((n, i) => graph.mul(n, noise[i]))), length);
  return { stretch, variance };
}

/** Length of a step near the set: √(2Th), of methods with momenta h√T; null for mini-batches, which have no one length. */
function stepLength(context: ObserverContext, point: SweepPoint): number | null {
  const { method, target } = context;
  const step = Number(point.method.step);
  if (method.momentum !== undefined && point.temperature !== null) return step * Math.sqrt(point.temperature);
  const { amplitude } = method.coefficients(point.method, methodContext(target, point));
  if (method.law === 'batches' || target.noise !== null) return null;
  return amplitude ?? (point.temperature === null ? null : Math.sqrt(2 * step * point.temperature));
}

/**
 * Whether the hits of a tube are those of the path (`capacity`: the mean time follows the capacity of the set; `ballistic` with
 * momenta), or of step ends that happen to fall into it (`discrete`: about mass/h), which takes a tube smaller than a step is long. At
 * codimension 1 the bridge is right for every radius; step ends alone are late by O(√h) at every one.
 */
export function regimeOf({ codimension }: NullSet, radius: number, context: ObserverContext, point: SweepPoint) {
  const length = stepLength(context, point);
  if (length === null) return null;
  const { momentum, bridge } = context.method;
  if (momentum !== undefined) return radius >= length ? 'ballistic' : 'discrete';
  if (bridge) return codimension === 1 || radius >= length ? 'capacity' : 'discrete';
  return radius >= ofStepEnds * length ? 'capacity' : 'discrete';
}

/** Radii in lengths of a step from which step ends alone miss few hits. */
const ofStepEnds = 10;

/** Of radii whose hits are not those of the path. */
export function warningsOf(set: NullSet, radii: readonly number[], context: ObserverContext): string[] {
  // Where step ends are all that is seen, `test` and `regime` say so, and no radius would do.
  const { bridge, momentum } = context.method;
  if (!hasConstantStep(context) || (!bridge && momentum === undefined)) return [];
  const discrete = radii.filter((r) => context.points.some((p) => regimeOf(set, r, context, p) === 'discrete'));
  if (discrete.length === 0) return [];
  const longest = Math.max(...context.points.map((p) => stepLength(context, p) ?? 0));
  const found = `a step is about ${longest.toPrecision(2)} long, more than radius ${discrete.join(', ')}`;
  return [
    `${found}: hits there are those of the step and not of the path; take a step in proportion to the radius squared`,
  ];
}

/** Changes of sign per unit time; null where the set has no sign. */
export function crossingEstimate(run: ReportContext, { codimension, points }: NullSet) {
  if (codimension > 1 || points !== undefined) return null;
  const time = run.records * Number(run.point.method.step);
  return jackknifeEstimates(run.tally('crossings'), ([n], particles) => [n / (particles * time)])[0];
}
