import { z } from 'zod';
import { literal, type Node } from '../expression';
import type { Observable, ObserverContext, RecordWriter, Report, ReportContext, TwinRecord } from '../model/observable';
import type { GroupTally } from '../model/tally';
import { estimate, exponentEstimate, jackknife } from '../statistics';
import { every, expressions } from './fields';

const schema = z.strictObject({
  zero: expressions.describe('The set where all of these expressions are 0'),
  radii: z.array(z.number().positive()).min(1).max(32).describe('Radii of the tubes {|zero|₂ < radius}'),
  every,
});

/**
 * Occupancy of tubes around the set Σ = {f₁ = … = f_k = 0}: the tube of radius ε is {√(f₁² + … + f_k²) < ε}, in the units of
 * the expressions (the Euclidean tube where their gradients are orthonormal on Σ, as for coordinates).
 *
 * A record lies on Σ when every fᵢ is 0. Where the law of a step has a density, as with Gaussian noise, a chain of real numbers
 * never does; in single precision it happens about once in 10⁸ records near a set of codimension 1. Such records are counted as
 * `roundedHits`. Where the law of a step has atoms they are `exactHits`.
 */
export const nullSet: Observable<z.infer<typeof schema>> = {
  kind: 'nullSet',
  title: 'Occupancy of tubes around a set of measure zero, and hits of the set itself',
  reports: {
    codimension: 'number of independent equations',
    radii: 'per radius: occupancy and its exact value',
    exponent: 'slope of log occupancy against log radius as the radius goes to 0; the exact one is the codimension',
    exactHits: 'records on the set itself',
    roundedHits: 'records that single precision rounded onto the set',
  },
  source:
    'theory: tubes of radius ε around a set of codimension k have mass of order ε^k where the density is bounded and positive',
  schema,
  observe(spec, context) {
    const zeros = spec.zero.map((text, i) => context.formula(text, `zero.${i}`));
    const radii = readRadii(spec.radii, context);
    return {
      every: spec.every,
      expressions: zeros,
      blocks: [
        { name: 'inside', kind: 'counter', count: radii.length },
        { name: 'hits', kind: 'counter', count: 1 },
      ],
      pilot: [],
      settings: () => [],
      record: {
        wgsl: (write) => recordStatements(write, zeros.length, radii),
        twin: (record) => tally(record, radii),
      },
      report: (run) => report(run, zeros, radii),
    };
  },
};

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

/** The comparison is with the square of the radius in f32, so this is the radius that the tube really has. */
const tubeRadius = (radius: number) => Math.sqrt(Math.fround(radius * radius));

function recordStatements(write: RecordWriter, codimension: number, radii: readonly number[]): string[] {
  const squares = Array.from({ length: codimension }, (_, i) => `${write.value(i)} * ${write.value(i)}`).join(' + ');
  const zero = Array.from({ length: codimension }, (_, i) => `(${write.value(i)} == 0.0)`).join(' & ');
  return [
    '{',
    `let square = ${squares};`,
    ...radii.map((r, j) => write.countIf('inside', j, `square < ${literal(r * r)}`)),
    // Squares below 1e-38 underflow, so that a zero square alone does not make a hit.
    write.countIf('hits', 0, zero),
    '}',
  ];
}

function tally({ count, values, add }: TwinRecord, radii: readonly number[]): void {
  const squares = radii.map((r) => Math.fround(r * r));
  for (let k = 0; k < count; k++) {
    const square = values.reduce((sum, f) => sum + f[k] * f[k], 0);
    squares.forEach((limit, j) => {
      if (square < limit) add('inside', j, 1);
    });
    if (values.every((f) => f[k] === 0)) add('hits', 0, 1);
  }
}

function report(run: ReportContext, zeros: readonly Node[], radii: readonly number[]): Report {
  const groups = run.tally('inside');
  const occupancy = jackknife(groups, (cells, particles) => cells.map((n) => n / (particles * run.records)));
  const exact = radii.map((r) => run.density?.tube(zeros, tubeRadius(r)) ?? null);
  const hits = run.tally('hits').cells.reduce((sum, cells) => sum + cells[0], 0);
  return {
    values: {
      codimension: zeros.length,
      radii: radii.map((radius, r) => ({
        radius,
        occupancy: estimate(occupancy.value[r], occupancy.standardError[r], { reference: exact[r] }),
      })),
      exponent: { ...exponentEstimate(groups, radii.map(tubeRadius)), reference: zeros.length },
      exactHits: run.noise === 'discrete' ? hits : 0,
      roundedHits: run.noise === 'discrete' ? 0 : hits,
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
