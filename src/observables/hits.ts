import { literal } from '../expression';
import type { RecordWriter, ReportContext, TwinRecord } from '../model/observable';
import { survivalEstimates } from '../statistics';
import { atRisk, countArrival, countArrivals, type HorizonPlace, keepArrival, waiting } from './arrivals';

/**
 * First hits of tubes {size < radius} from the end of burn-in on.
 *
 * With a bridge, the path within a step is taken for a Brownian bridge beside a plane (see passage.ts), its distance to the tube's
 * surface for (size − radius)·stretch. All tubes share the particle's uniform number, so that a wider one is never hit later.
 */
export interface Hits {
  radii: readonly number[];
  bridges: boolean;
  /** Words of memory before those of the hits, and settings before theirs. */
  memory: number;
  settings: number;
}

/** Words that are kept of a particle: the arrivals, and with a bridge what is left of 1/U for each radius, the size before and its scale. */
export const hitMemory = ({ radii, bridges }: Pick<Hits, 'radii' | 'bridges'>): number[] => [
  ...radii.map(() => waiting),
  ...(bridges ? [...radii.map(() => 1), 0, 0] : []),
];

const setting = { horizon: 0, tail: 1, bridge: 2 } as const;

/** Settings of the hits, `horizon` of two numbers: the variance of a step is that of `bridgeVariance`. */
export const hitSettings = (horizon: readonly number[], variance: number): number[] => [
  ...horizon,
  (-2 * Math.LOG2E) / variance,
];

const placeOf = ({ settings }: Hits): HorizonPlace => ({
  horizon: settings + setting.horizon,
  tail: settings + setting.tail,
});

/** Numbers of the words of radius j, and of those of all. */
function words({ radii, memory }: Hits) {
  const count = radii.length;
  return {
    arrival: (j: number) => memory + j,
    left: (j: number) => memory + count + j,
    before: memory + 2 * count,
    scale: memory + 2 * count + 1,
  };
}

/** WGSL of a particle's place: the squared size, and with a bridge the stretch and variance along the normal, where they are not 1. */
export interface Place {
  square: string;
  stretch: string | null;
  variance: string | null;
}

export function beginHits(write: RecordWriter, hits: Hits, place: Place): string[] {
  const ends = atStepEnds(write, hits, place.square);
  if (!hits.bridges) return ends;
  const left = hits.radii.map((_, j) => `${write.memory(words(hits).left(j))} = 1.0 / u;`);
  return [
    ...ends,
    `let size = sqrt(${place.square});`,
    write.uniform('u', '0u'),
    ...left,
    ...keepPlace(write, hits, place),
  ];
}

const atStepEnds = (write: RecordWriter, hits: Hits, square: string): string[] =>
  hits.radii.map((r, j) =>
    keepArrival(write, write.memory(words(hits).arrival(j)), `${square} < ${literal(Math.fround(r * r))}`),
  );

function keepPlace(write: RecordWriter, hits: Hits, { stretch, variance }: Place): string[] {
  const scale = `${write.setting(hits.settings + setting.bridge)}${stretch === null ? '' : ` * ${stretch}`}`;
  const varied = variance === null ? scale : `${scale} / max(${variance}, 1e-30)`;
  return [`${write.memory(words(hits).before)} = size;`, `${write.memory(words(hits).scale)} = ${varied};`];
}

export function recordHits(write: RecordWriter, hits: Hits, place: Place): string[] {
  if (!hits.bridges) return atStepEnds(write, hits, place.square);
  const { arrival, left, before, scale } = words(hits);
  const stretch = place.stretch === null ? '' : ` * ${place.stretch}`;
  return [
    `let size = sqrt(${place.square});`,
    `let slope = ${write.memory(scale)}${stretch};`,
    ...hits.radii.flatMap((r, j) => {
      const product = `(${write.memory(before)} - ${literal(r)}) * (size - ${literal(r)})`;
      return [
        // Inside the exponent is above 0: the probability is 1.
        `${write.memory(left(j))} *= 1.0 - exp2(min(slope * (${product}), 0.0));`,
        keepArrival(write, write.memory(arrival(j)), `${write.memory(left(j))} < 1.0`),
      ];
    }),
    ...keepPlace(write, hits, place),
  ];
}

export const finishHits = (write: RecordWriter, hits: Hits): string[] =>
  countArrivals(
    write,
    placeOf(hits),
    hits.radii.map((_, j) => write.memory(words(hits).arrival(j))),
  );

/** A particle's place in f64. */
export interface TwinPlace {
  square: number;
  stretch: number;
  variance: number;
}

export function beginHitsTwin(record: TwinRecord, hits: Hits, k: number, place: TwinPlace): void {
  endsTwin(record, hits, k, place.square);
  if (!hits.bridges) return;
  hits.radii.forEach((_, j) => {
    record.memory[words(hits).left(j)][k] = 1 / record.uniform(k, 0);
  });
  keepTwin(record, hits, k, place);
}

function endsTwin({ memory, clock }: TwinRecord, hits: Hits, k: number, square: number): void {
  hits.radii.forEach((r, j) => {
    const arrival = memory[words(hits).arrival(j)];
    if (square < Math.fround(r * r) && arrival[k] < 0) arrival[k] = clock;
  });
}

function keepTwin({ memory, settings }: TwinRecord, hits: Hits, k: number, { square, stretch, variance }: TwinPlace) {
  const { before, scale } = words(hits);
  memory[before][k] = Math.sqrt(square);
  memory[scale][k] = (settings[hits.settings + setting.bridge] * stretch) / Math.max(variance, 1e-30);
}

export function recordHitsTwin(record: TwinRecord, hits: Hits, k: number, place: TwinPlace): void {
  if (hits.bridges) bridgeTwin(record, hits, k, place);
  else endsTwin(record, hits, k, place.square);
}

function bridgeTwin(record: TwinRecord, hits: Hits, k: number, place: TwinPlace): void {
  const { memory, clock } = record;
  const { arrival, left, before, scale } = words(hits);
  const [slope, size] = [memory[scale][k] * place.stretch, Math.sqrt(place.square)];
  hits.radii.forEach((r, j) => {
    memory[left(j)][k] *= 1 - 2 ** Math.min(slope * (memory[before][k] - r) * (size - r), 0);
    if (memory[left(j)][k] < 1 && memory[arrival(j)][k] < 0) memory[arrival(j)][k] = clock;
  });
  keepTwin(record, hits, k, place);
}

export function finishHitsTwin(record: TwinRecord, hits: Hits): void {
  hits.radii.forEach((_, j) => {
    for (const arrival of record.memory[words(hits).arrival(j)]) countArrival(record, placeOf(hits), j, arrival);
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
