import type { RecordWriter, ReportContext, TwinRecord } from '../model/observable';
import { survivalEstimates } from '../statistics';
import { arrive, arriveTwin, atRisk, type HorizonPlace } from './arrivals';

/**
 * First hits of nested tubes {size < radius}, largest radius first, from the end of burn-in on.
 *
 * With a bridge, the path within a step is taken for a Brownian bridge beside a plane (see passage.ts), its distance to the tube's
 * surface for (size − radius)·stretch. Only the largest tube that has not been hit is waited for: particle and tube have a uniform
 * number U, and it is hit when Π(1 − pₙ) falls below U. A bridge that has reached it has also reached the next one with probability
 * p(next)/p, which another uniform number decides.
 */
export interface Hits {
  /** Descending. */
  radii: readonly number[];
  bridges: boolean;
  /** Words of memory before those of the hits, and settings before theirs. */
  memory: number;
  settings: number;
}

/** Words that are kept of a particle: the tube that is waited for, and with a bridge what is left of 1/U, and the size before. */
export const hitMemory = ({ bridges }: Pick<Hits, 'bridges'>): number[] => (bridges ? [0, 0, 1, 0, 0] : [0, 0]);

const word = { level: 0, limit: 1, left: 2, before: 3, scale: 4 } as const;
const setting = { horizon: 0, tail: 1, bridge: 2, radii: 3 } as const;

/** Settings of the hits, `horizon` of two numbers: the variance of a step is that of `bridgeVariance`. */
export function hitSettings({ radii, bridges }: Hits, horizon: readonly number[], variance: number): number[] {
  const limits = bridges ? radii : radii.map((r) => Math.fround(r * r));
  // Past the last tube there is one that nothing hits.
  return [...horizon, (-2 * Math.LOG2E) / variance, ...limits, never];
}

const never = -1e12;

const places = (hits: Hits): HorizonPlace => ({
  horizon: hits.settings + setting.horizon,
  tail: hits.settings + setting.tail,
});

/** WGSL of a particle's place: the squared size, and with a bridge the stretch and variance along the normal, where they are not 1. */
export interface Place {
  square: string;
  stretch: string | null;
  variance: string | null;
}

export function beginHits(write: RecordWriter, hits: Hits, place: Place): string[] {
  const m = (w: keyof typeof word) => write.memory(hits.memory + word[w]);
  const first = `${m('limit')} = ${write.setting(hits.settings + setting.radii)};`;
  if (!hits.bridges) return [first, ...hitsAtEnds(write, hits, place.square)];
  return [
    first,
    `let size = sqrt(${place.square});`,
    ...hitsAtEnds(write, hits, 'size'),
    '{',
    write.uniform('u', `2u * u32(${m('level')})`),
    `${m('left')} = 1.0 / u;`,
    '}',
    ...keepPlace(write, hits, place),
  ];
}

/** A loop that SwiftShader leaves out where no particle enters it. */
function hitsAtEnds(write: RecordWriter, hits: Hits, size: string): string[] {
  const [level, limit] = [write.memory(hits.memory + word.level), write.memory(hits.memory + word.limit)];
  return [`while (${size} < ${limit}) {`, ...arrive(write, places(hits), `u32(${level})`), ...next(write, hits), '}'];
}

function next(write: RecordWriter, hits: Hits): string[] {
  const [level, limit] = [write.memory(hits.memory + word.level), write.memory(hits.memory + word.limit)];
  return [`${level} += 1.0;`, `${limit} = ${write.settingAt(`${hits.settings + setting.radii}u + u32(${level})`)};`];
}

function keepPlace(write: RecordWriter, hits: Hits, { stretch, variance }: Place): string[] {
  const scale = [write.setting(hits.settings + setting.bridge), ...(stretch === null ? [] : [`* ${stretch}`])].join(
    ' ',
  );
  const varied = variance === null ? scale : `${scale} / max(${variance}, 1e-30)`;
  return [
    `${write.memory(hits.memory + word.before)} = size;`,
    `${write.memory(hits.memory + word.scale)} = ${varied};`,
  ];
}

export function recordHits(write: RecordWriter, hits: Hits, place: Place): string[] {
  if (!hits.bridges) return hitsAtEnds(write, hits, place.square);
  const m = (w: keyof typeof word) => write.memory(hits.memory + word[w]);
  const stretch = place.stretch === null ? '' : ` * ${place.stretch}`;
  const chance = `exp2(min(${m('scale')} * (${m('before')} - ${m('limit')}) * (size - ${m('limit')})${stretch}, 0.0))`;
  return [
    `let size = sqrt(${place.square});`,
    `var chance = ${chance};`,
    `${m('left')} *= 1.0 - chance;`,
    `while (${m('left')} < 1.0) {`,
    ...arrive(write, places(hits), `u32(${m('level')})`),
    ...next(write, hits),
    write.uniform('u', `2u * u32(${m('level')})`),
    write.uniform('v', `2u * u32(${m('level')}) - 1u`),
    'let before = chance;',
    `chance = ${chance};`,
    `${m('left')} = select(1.0 / u, 0.0, v * before < chance);`,
    '}',
    ...keepPlace(write, hits, place),
  ];
}

/** A particle's place in f64. */
export interface TwinPlace {
  square: number;
  stretch: number;
  variance: number;
}

export function beginHitsTwin(record: TwinRecord, hits: Hits, k: number, place: TwinPlace): void {
  const words = wordsOf(record, hits);
  words.limit[k] = record.settings[hits.settings + setting.radii];
  endsTwin(record, hits, k, hits.bridges ? Math.sqrt(place.square) : place.square);
  if (!hits.bridges) return;
  words.left[k] = 1 / record.uniform(k, 2 * words.level[k]);
  keepTwin(record, hits, k, place);
}

export function recordHitsTwin(record: TwinRecord, hits: Hits, k: number, place: TwinPlace): void {
  if (hits.bridges) bridgeTwin(record, hits, k, place);
  else endsTwin(record, hits, k, place.square);
}

function wordsOf({ memory }: TwinRecord, hits: Hits) {
  const at = (w: keyof typeof word) => memory[hits.memory + word[w]];
  return { level: at('level'), limit: at('limit'), left: at('left'), before: at('before'), scale: at('scale') };
}

function endsTwin(record: TwinRecord, hits: Hits, k: number, size: number): void {
  while (size < wordsOf(record, hits).limit[k]) hitTwin(record, hits, k);
}

function hitTwin(record: TwinRecord, hits: Hits, k: number): void {
  const { level, limit } = wordsOf(record, hits);
  arriveTwin(record, places(hits), level[k]);
  level[k]++;
  limit[k] = record.settings[hits.settings + setting.radii + level[k]];
}

function keepTwin(record: TwinRecord, hits: Hits, k: number, { square, stretch, variance }: TwinPlace): void {
  const { before, scale } = wordsOf(record, hits);
  before[k] = Math.sqrt(square);
  scale[k] = (record.settings[hits.settings + setting.bridge] * stretch) / Math.max(variance, 1e-30);
}

function bridgeTwin(record: TwinRecord, hits: Hits, k: number, place: TwinPlace): void {
  const { level, limit, left, before, scale } = wordsOf(record, hits);
  const size = Math.sqrt(place.square);
  const chanceOf = () => 2 ** Math.min(scale[k] * (before[k] - limit[k]) * (size - limit[k]) * place.stretch, 0);
  let chance = chanceOf();
  left[k] *= 1 - chance;
  while (left[k] < 1) {
    hitTwin(record, hits, k);
    const reached = chance;
    chance = chanceOf();
    const also = record.uniform(k, 2 * level[k] - 1) * reached < chance;
    left[k] = also ? 0 : 1 / record.uniform(k, 2 * level[k]);
  }
  keepTwin(record, hits, k, place);
}

/** Fraction that hit the tube of each radius within the run, and the mean time until it did, in the order of `hits.radii`. */
export function hitEstimates(run: ReportContext, hits: Hits) {
  const horizon = run.settings.slice(hits.settings, hits.settings + 2);
  const step = Number(run.point.method.step);
  return hits.radii.map((_, j) => {
    const groups = atRisk(run.tally('times'), j, horizon, step);
    const { arrived, mean } = survivalEstimates(groups, horizon[0] * step, horizon[1] * step);
    return { hitFraction: arrived, meanHittingTime: mean };
  });
}
