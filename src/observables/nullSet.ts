import { z } from 'zod';
import { dependencies, literal } from '../expression';
import type { Observable, ObserverContext, RecordWriter, Report, ReportContext, TwinRecord } from '../model/observable';
import type { GroupTally } from '../model/tally';
import { estimate, exponentEstimate, jackknife } from '../statistics';
import { hasConstantStep, mostCounted } from './parts/clock';
import { criticalSet, type NullSet } from './parts/criticalSet';
import { every, expressions } from './parts/fields';
import { crossingEstimate, regimeOf, Tube, warningsOf } from './parts/tube';

const radii = z.array(z.number().positive()).min(1).max(32).describe('Radii of the tubes {|zero|₂ < radius}');

const schema = z.strictObject({
  zero: expressions.describe('The set where all of these expressions are 0').optional(),
  critical: z
    .enum(['minimum', 'saddle', 'maximum'])
    .describe('In place of zero: the critical points of the potential of this type')
    .optional(),
  within: z
    .array(z.tuple([z.number(), z.number()]))
    .min(1)
    .describe(
      '[low, high] per coordinate of the box that critical points are looked for in; the region of the start where left out',
    )
    .optional(),
  radii,
  hits: z
    .boolean()
    .describe(
      'Whether first hits and changes of sign are looked for, as they are by default; they cost more than the occupancy',
    )
    // No default in the file's resolved form: its hash stays what it was.
    .optional(),
  every,
});

type Spec = z.infer<typeof schema>;

/**
 * Occupancy of tubes around the set Σ = {f₁ = … = f_k = 0}: the tube of radius ε is {√(f₁² + … + f_k²) < ε}, in the units of
 * the expressions (the Euclidean tube where their gradients are orthonormal on Σ, as for coordinates); or around the critical
 * points of one type, whose tubes are balls.
 *
 * A record lies on Σ when every fᵢ is 0. Where the law of a step has a density, as with Gaussian noise, a chain of real numbers
 * never does; in single precision it happens about once in 10⁸ records near a set of codimension 1. Such records are counted as
 * `roundedHits`. Where the law of a step has atoms they are `exactHits`, but for those of particles that came by way of
 * max|fᵢ| < 2⁻⁶⁴: real numbers would still be falling there, where single precision ends at 10⁻³⁸. Those are `underflows`.
 */
export const nullSet: Observable<z.infer<typeof schema>> = {
  kind: 'nullSet',
  title: 'Occupancy of tubes around a set of measure zero, and hits of the set itself',
  reports: {
    codimension: 'number of independent equations',
    points: 'the critical points, where the set is of those',
    radii:
      'per radius: occupancy; with "every": 1 and without "hits": false the fraction of particles that have hit the tube within the run, and the mean time until then; and the regime of the hits: that of the path (capacity, or ballistic with momenta), or of the step alone (discrete)',
    exponent: 'slope of log occupancy against log radius as the radius goes to 0; the exact one is the codimension',
    test: 'how hits are looked for: bridge or step-end, which is late by O(√h)',
    crossings:
      'changes of sign between step ends per unit time, of a set of codimension 1 with "every": 1; they diverge as h^(−1/2)',
    exactHits: 'records on the set itself; null for steps with atoms that are not looked at one by one ("every": 1)',
    roundedHits: 'records that single precision rounded onto the set',
    underflows: 'records on the set that single precision could not tell from ever smaller distances',
  },
  source:
    'theory: tubes of radius ε around a set of codimension k have mass of order ε^k where the density is bounded and positive',
  schema,
  observe(spec, context) {
    const radii = readRadii(spec.radii, context);
    const set = readSet(spec, context);
    const watches = context.method.noise === 'discrete' && spec.every === 1;
    const looks = spec.hits !== false && spec.every === 1 && hasConstantStep(context) && context.steps <= mostCounted;
    const tube = looks ? new Tube(set, radii, context, watches ? 1 : 0) : null;
    return {
      every: spec.every,
      expressions: [...set.expressions, ...(tube?.expressions ?? [])],
      blocks: [
        { name: 'inside', kind: 'counter', count: radii.length },
        { name: 'hits', kind: 'counter', count: 1 },
        ...(watches ? [{ name: 'underflows', kind: 'counter', count: 1 } as const] : []),
        ...(tube?.blocks ?? []),
      ],
      memory: [...(watches ? [0] : []), ...(tube?.memory ?? [])],
      pilot: [],
      settings: (_, point) => [...set.settings(point.values), ...(tube?.settings(point) ?? [])],
      ...(tube && {
        begin: {
          wgsl: (write) => ['{', ...sizeStatements(write, set), ...tube.begin(write), '}'],
          twin: (record) => forEachPlace(record, set, (k, square) => tube.beginTwin(record, k, square)),
        },
        finish: {
          wgsl: (write) => ['{', ...tube.finish(write), '}'],
          twin: (record) => tube.finishTwin(record),
        },
        warnings: warningsOf(set, radii, context),
      }),
      record: {
        wgsl: (write) => recordStatements(write, set, radii, watches, tube),
        twin: (record) => tally(record, set, radii, watches, tube),
      },
      report: (run) => report(run, set, radii, watches || context.method.noise === 'continuous', tube, context),
    };
  },
};

function readSet({ zero, critical, within }: Spec, context: ObserverContext): NullSet {
  if ((zero === undefined) === (critical === undefined)) {
    const found = zero === undefined ? 'found neither "zero" nor "critical"' : 'found "zero" and "critical"';
    return context.refuse('zero', found, 'expected one of the two');
  }
  if (critical !== undefined) return criticalSet({ critical, within }, context);
  return formulaSet(zero!, context);
}

function formulaSet(zero: readonly string[], context: ObserverContext): NullSet {
  const expressions = zero.map((text, i) => {
    const node = context.formula(text, `zero.${i}`);
    if (dependencies(node).size === 0)
      context.refuse(
        `zero.${i}`,
        'an expression that no coordinate changes',
        'expected one that is 0 on the set alone',
      );
    return node;
  });
  return {
    codimension: expressions.length,
    expressions,
    pieces: 1,
    settings: () => [],
    mass: (density, _, radius) => density.tube(expressions, radius),
  };
}

function readRadii(radii: readonly number[], context: ObserverContext): number[] {
  if (new Set(radii).size < radii.length)
    context.refuse('radii', 'a radius that is given twice', 'expected different radii');
  radii.forEach((r, i) => {
    const square = Math.fround(r * r);
    if (square === 0 || !Number.isFinite(square))
      context.refuse(`radii.${i}`, `${r}`, 'its square does not fit single precision; rescale');
  });
  return [...radii];
}

/** The largest number of single precision below x > 0. */
function below(x: number): number {
  const bits = new Int32Array(Float32Array.of(x).buffer);
  bits[0]--;
  return new Float32Array(bits.buffer)[0];
}

/** The comparison is with the square of the radius in f32, so this is the radius that the tube really has. */
const tubeRadius = (radius: number) => Math.sqrt(Math.fround(radius * radius));

/** Declares `square` and `largest`, the Euclidean and the largest distance from the nearest piece; far away where they are no numbers. */
function sizeStatements(write: RecordWriter, { codimension, pieces, settings }: NullSet): string[] {
  const equations = Array.from({ length: codimension }, (_, i) => i);
  const centred = settings([]).length > 0;
  const from = (piece: number, i: number) =>
    centred ? `(${write.value(i)} - ${write.setting(piece * codimension + i)})` : write.value(i);
  const perPiece = Array.from({ length: pieces }, (_, piece) => ({
    square: equations.map((i) => `${from(piece, i)} * ${from(piece, i)}`).join(' + '),
    // Squares below 1e-38 underflow, so that a zero square alone does not make a hit.
    largest: equations.map((i) => `abs(${from(piece, i)})`).reduce((most, next) => `max(${most}, ${next})`),
  }));
  const far = '3.4e38';
  const nearer = (name: string, value: string) => [
    `let ${name}_next = ${value};`,
    `${name} = select(${name}, ${name}_next, ${name}_next < ${name});`,
  ];
  if (codimension * pieces === 1) {
    const distance = `let from_set = ${perPiece[0].largest};`;
    return [distance, `let largest = select(${far}, from_set, from_set < ${far});`, 'let square = largest * largest;'];
  }
  return [
    `var square = ${far}; var largest = ${far};`,
    ...perPiece.flatMap(({ square, largest }) => [
      '{',
      ...nearer('square', square),
      ...nearer('largest', largest),
      '}',
    ]),
  ];
}

function recordStatements(
  write: RecordWriter,
  set: NullSet,
  radii: readonly number[],
  watches: boolean,
  tube: Tube | null,
): string[] {
  return [
    '{',
    ...sizeStatements(write, set),
    ...radii.map((r, j) => write.count('inside', j, `at_least(${literal(below(r * r))}, square)`)),
    ...(watches ? watchStatements(write) : [write.count('hits', 0, 'at_least(0.0, largest)')]),
    ...(tube?.record(write) ?? []),
    '}',
  ];
}

/** The word is 1 while the particle has last been seen off the set so near that only underflow can have put it on. */
function watchStatements(write: RecordWriter): string[] {
  const near = write.memory(0);
  return [
    `${near} = select(select(${near}, 1.0, largest > 0.0), 0.0, largest >= ${literal(tiny)});`,
    write.countIf('hits', 0, `(largest == 0.0) & (${near} == 0.0)`),
    write.countIf('underflows', 0, `(largest == 0.0) & (${near} == 1.0)`),
  ];
}

const tiny = 2 ** -64;

/** Squared Euclidean and largest distance of every particle from the nearest piece, in f64. */
function forEachPlace(
  record: TwinRecord,
  set: NullSet,
  use: (k: number, square: number, largest: number) => void,
): void {
  const { count, values, settings } = record;
  const { codimension, pieces } = set;
  const centred = set.settings([]).length > 0;
  for (let k = 0; k < count; k++) {
    let [square, largest] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let piece = 0; piece < pieces; piece++) {
      let [sum, most] = [0, 0];
      for (let i = 0; i < codimension; i++) {
        const offset = values[i][k] - (centred ? settings[piece * codimension + i] : 0);
        sum += offset * offset;
        most = Math.max(most, Math.abs(offset));
      }
      square = Math.min(square, sum);
      largest = Math.min(largest, most);
    }
    use(k, square, largest);
  }
}

function tally(record: TwinRecord, set: NullSet, radii: readonly number[], watches: boolean, tube: Tube | null): void {
  const { memory, add } = record;
  const squares = radii.map((r) => Math.fround(r * r));
  forEachPlace(record, set, (k, square, largest) => {
    squares.forEach((limit, j) => {
      if (square < limit) add('inside', j, 1);
    });
    if (watches && largest > 0) memory[0][k] = largest < tiny ? 1 : 0;
    if (largest === 0) add(watches && memory[0][k] === 1 ? 'underflows' : 'hits', 0, 1);
    tube?.recordTwin(record, k, square);
  });
}

function report(
  run: ReportContext,
  set: NullSet,
  radii: readonly number[],
  looked: boolean,
  tube: Tube | null,
  context: ObserverContext,
): Report {
  const groups = run.tally('inside');
  const occupancy = jackknife(groups, (cells, particles) => cells.map((n) => n / (particles * run.records)));
  const exact = radii.map((r) => (run.density && set.mass(run.density, run.settings, tubeRadius(r))) ?? null);
  const total = (block: string) => run.tally(block).cells.reduce((sum, cells) => sum + cells[0], 0);
  const hits = total('hits');
  const discrete = run.noise === 'discrete';
  return {
    values: {
      codimension: set.codimension,
      ...(set.points && { points: set.points(run.settings) }),
      radii: radii.map((radius, r) => ({
        radius,
        occupancy: estimate(occupancy.value[r], occupancy.standardError[r], { reference: exact[r] }),
        ...(tube?.estimates(run, r) ?? { hitFraction: null, meanHittingTime: null }),
        regime: hasConstantStep(context) ? regimeOf(set, radius, context, run.point) : null,
      })),
      exponent: {
        ...exponentEstimate(groups, radii.map(tubeRadius)),
        ...(discrete ? {} : { reference: set.codimension }),
      },
      test: tube?.test ?? null,
      crossings: tube === null ? null : crossingEstimate(run, set),
      exactHits: looked ? (discrete ? hits : 0) : null,
      roundedHits: discrete ? 0 : hits,
      underflows: discrete && looked ? total('underflows') : 0,
    },
    arrays: arraysOf(groups, radii, occupancy, exact),
  };
}

function arraysOf(
  groups: GroupTally,
  radii: readonly number[],
  occupancy: ReturnType<typeof jackknife>,
  exact: (number | null)[],
) {
  const shape = [radii.length];
  const counts = radii.map((_, r) => groups.cells.reduce((sum, cells) => sum + cells[r], 0));
  return {
    radii: { shape, data: Float64Array.from(radii) },
    counts: { shape, data: Float64Array.from(counts) },
    occupancy: { shape, data: occupancy.value },
    occupancyStandardError: { shape, data: occupancy.standardError },
    ...(exact.every((m) => m !== null) && { reference: { shape, data: Float64Array.from(exact as number[]) } }),
  };
}
