import { literal } from '../../expression';
import type { RecordWriter, ReportContext, TwinRecord } from '../../model/observable';
import { survivalEstimates } from '../../statistics';
import {
  arrivalStep,
  arrivedAtStart,
  atRisk,
  countArrival,
  countArrivals,
  type HorizonPlace,
  survive,
} from './arrivals';
import { bridgeLeft, bridgeScale } from './bridge';

/**
 * First hits of tubes {size < radius} from the end of burn-in on.
 *
 * With a bridge, the path within a step is taken for a Brownian bridge beside a plane (see passage.ts), its distance to the tube's
 * surface for (size − radius)·stretch. All tubes share the particle's uniform number, so that a wider one is never hit later.
 */
export interface Hits {
  radii: readonly number[];
  bridges: boolean;
  /** Word of memory that holds the equation's value before, where it has a sign: a change of it is a hit. */
  sign: number | null;
  /** Words of memory before those of the hits, and settings before theirs. */
  memory: number;
  settings: number;
}

/**
 * Words that are kept of a particle: steps before the hit of each radius; then with a bridge what is left of 1/U for each, the size
 * before and its scale; without one the least squared size at step ends.
 */
export const hitMemory = ({ radii, bridges }: Pick<Hits, 'radii' | 'bridges'>): number[] => [
  ...radii.map(() => 0),
  ...(bridges ? [...radii.map(() => 1), 0, 0] : [3e38]),
];

const setting = { horizon: 0, tail: 1, bridge: 2 } as const;

/** Settings of the hits, `horizon` of two numbers: the variance of a step is that of `bridgeVariance`. */
export const hitSettings = (horizon: readonly number[], variance: number): number[] => [
  ...horizon,
  bridgeScale(variance),
];

const placeOf = ({ settings }: Hits): HorizonPlace => ({
  horizon: settings + setting.horizon,
  tail: settings + setting.tail,
});

/** Numbers of the words of radius j, and of those of all. */
function words({ radii, memory }: Hits) {
  const count = radii.length;
  return {
    survived: (j: number) => memory + j,
    left: (j: number) => memory + count + j,
    before: memory + 2 * count,
    scale: memory + 2 * count + 1,
    least: memory + count,
  };
}

const squareOf = (radius: number) => Math.fround(radius * radius);

/** WGSL of a particle's place: the squared size, and with a bridge the stretch and variance along the normal, where they are not 1. */
export interface Place {
  square: string;
  stretch: string | null;
  variance: string | null;
}

export function beginHits(write: RecordWriter, hits: Hits, place: Place): string[] {
  const { survived, left, least } = words(hits);
  const inside = (r: number) => `${place.square} < ${literal(squareOf(r))}`;
  const started = hits.radii.map(
    (r, j) => `${write.memory(survived(j))} = select(0.0, ${literal(arrivedAtStart)}, ${inside(r)});`,
  );
  if (!hits.bridges) return [...started, `${write.memory(least)} = ${place.square};`];
  const waits = hits.radii.map((r, j) => `${write.memory(left(j))} = select(1.0 / u, 0.0, ${inside(r)});`);
  return [
    ...started,
    `let size = sqrt(${place.square});`,
    write.uniform('u', '0u'),
    ...waits,
    ...keepPlace(write, hits, place),
  ];
}

function keepPlace(write: RecordWriter, hits: Hits, { stretch, variance }: Place): string[] {
  const scale = `${write.setting(hits.settings + setting.bridge)}${stretch === null ? '' : ` * ${stretch}`}`;
  const varied = variance === null ? scale : `${scale} / max(${variance}, 1e-30)`;
  return [`${write.memory(words(hits).before)} = size;`, `${write.memory(words(hits).scale)} = ${varied};`];
}

export function recordHits(write: RecordWriter, hits: Hits, place: Place): string[] {
  const crossed = hits.sign === null ? null : `(${write.value(0)} < 0.0) != (${write.memory(hits.sign)} < 0.0)`;
  const { survived, left, before, scale, least } = words(hits);
  if (!hits.bridges) {
    const all = write.memory(least);
    const counts = hits.radii.map((r, j) =>
      survive(write.memory(survived(j)), `at_least(${all}, ${literal(squareOf(r))})`),
    );
    return [`${all} = select(${all}, ${place.square}, ${place.square} < ${all});`, ...counts];
  }
  const stretch = place.stretch === null ? '' : ` * ${place.stretch}`;
  return [
    `let size = sqrt(${place.square});`,
    `let slope = ${write.memory(scale)}${stretch};`,
    ...hits.radii.flatMap((r, j) => {
      const beside = `(${write.memory(before)} - ${literal(r)}) * (size - ${literal(r)})`;
      const product = crossed === null ? beside : `select(${beside}, -1.0, ${crossed})`;
      const waits = write.memory(left(j));
      return [
        `${waits} = bridge_left(${waits}, slope * (${product}));`,
        survive(write.memory(survived(j)), `at_least(${waits}, 1.0)`),
      ];
    }),
    ...keepPlace(write, hits, place),
  ];
}

export function finishHits(write: RecordWriter, hits: Hits): string[] {
  const { survived, left, least } = words(hits);
  const arrived = (r: number, j: number) =>
    hits.bridges ? `${write.memory(left(j))} < 1.0` : `${write.memory(least)} < ${literal(squareOf(r))}`;
  const steps = hits.radii.map((r, j) => arrivalStep(write.memory(survived(j)), arrived(r, j)));
  return countArrivals(write, placeOf(hits), steps);
}

/** A particle's place in f64. */
export interface TwinPlace {
  square: number;
  stretch: number;
  variance: number;
}

export function beginHitsTwin(record: TwinRecord, hits: Hits, k: number, place: TwinPlace): void {
  const { memory } = record;
  const { survived, left, least } = words(hits);
  hits.radii.forEach((r, j) => {
    const inside = place.square < squareOf(r);
    memory[survived(j)][k] = inside ? arrivedAtStart : 0;
    if (hits.bridges) memory[left(j)][k] = inside ? 0 : 1 / record.uniform(k, 0);
  });
  if (hits.bridges) keepTwin(record, hits, k, place);
  else memory[least][k] = place.square;
}

function keepTwin({ memory, settings }: TwinRecord, hits: Hits, k: number, { square, stretch, variance }: TwinPlace) {
  const { before, scale } = words(hits);
  memory[before][k] = Math.sqrt(square);
  memory[scale][k] = (settings[hits.settings + setting.bridge] * stretch) / Math.max(variance, 1e-30);
}

export function recordHitsTwin(record: TwinRecord, hits: Hits, k: number, place: TwinPlace): void {
  const { memory } = record;
  const { survived, left, before, scale, least } = words(hits);
  const [slope, size] = hits.bridges ? [memory[scale][k] * place.stretch, Math.sqrt(place.square)] : [0, 0];
  const crossed = hits.sign !== null && record.values[0][k] < 0 !== memory[hits.sign][k] < 0;
  if (!hits.bridges && place.square < memory[least][k]) memory[least][k] = place.square;
  hits.radii.forEach((r, j) => {
    if (hits.bridges) {
      const product = crossed ? -1 : (memory[before][k] - r) * (size - r);
      memory[left(j)][k] = bridgeLeft(memory[left(j)][k], slope * product);
    }
    const waits = hits.bridges ? memory[left(j)][k] >= 1 : memory[least][k] >= squareOf(r);
    if (waits) memory[survived(j)][k]++;
  });
  if (hits.bridges) keepTwin(record, hits, k, place);
}

export function finishHitsTwin(record: TwinRecord, hits: Hits): void {
  const { survived, left, least } = words(hits);
  hits.radii.forEach((r, j) => {
    record.memory[survived(j)].forEach((steps, k) => {
      const arrived = hits.bridges ? record.memory[left(j)][k] < 1 : record.memory[least][k] < squareOf(r);
      if (arrived) countArrival(record, placeOf(hits), j, steps + 1);
    });
  });
}

/** Fraction that hit the tube of each radius within the run, and the mean time until it did. */
export function hitEstimates(run: ReportContext, hits: Hits, j: number) {
  const horizon = run.settings.slice(hits.settings, hits.settings + 2);
  const step = Number(run.point.method.step);
  const groups = atRisk(run.tally('times'), j, horizon, step);
  const { arrived, mean } = survivalEstimates(groups, horizon[0] * step, horizon[1] * step);
  return { hitFraction: arrived, meanHittingTime: mean };
}
