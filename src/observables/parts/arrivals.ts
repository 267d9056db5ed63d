import type { RecordWriter, TwinRecord } from '../../model/observable';
import type { GroupTally } from '../../model/tally';

// A particle counts the steps before its arrival, and arrivals are counted once, when the run ends. A branch in the step that counts
// them as they come costs SwiftShader more than the step itself.

/** Cells of an 'indexedSum' block for one arrival time: arrivals, their times summed, arrivals in the tail, their times beyond its begin. */
export const cellsPerTime = 4;

/** Where an observer's settings hold the horizon and the begin of the tail, in steps. */
export interface HorizonPlace {
  horizon: number;
  tail: number;
}

/** The horizon and the begin of its second half, in steps. */
export const horizonSettings = (steps: number): [number, number] => {
  const horizon = wholeFloat(steps);
  return [horizon, wholeFloat(Math.floor(horizon / 2))];
};

/** The largest whole number up to n that single precision holds. */
function wholeFloat(n: number): number {
  const unit = 2 ** Math.max(0, Math.ceil(Math.log2(n + 1)) - 24);
  return Math.floor(n / unit) * unit;
}

/** Statement that counts the steps after which a particle waits, 1 or 0, as it does until the arrival and never again. */
export const survive = (word: string, waits: string): string => `${word} += ${waits};`;

/** What the word of `survive` begins with where a particle has arrived at the end of burn-in: it arrives one step after the last counted. */
export const arrivedAtStart = -1;

/** WGSL of the step of an arrival, −1 where there is none: `arrived` is the condition that has ended the count. */
export const arrivalStep = (word: string, arrived: string): string => `select(-1.0, ${word} + 1.0, ${arrived})`;

/** Statements that count arrivals at the steps `words`, −1 for none, as times 0, 1, … of block `times`; `also` is done with the f32 `arrival` of time 0. */
export function countArrivals(
  write: RecordWriter,
  at: HorizonPlace,
  words: readonly string[],
  also: readonly string[] = [],
): string[] {
  const [horizon, tail] = [write.setting(at.horizon), write.setting(at.tail)];
  const cell = (i: number) => `time * ${cellsPerTime}u + ${i}u`;
  return [
    `var arrivals = array<f32, ${words.length}>(${words.join(', ')});`,
    `for (var time = 0u; time < ${words.length}u; time++) {`,
    'let arrival = arrivals[time];',
    `if ((arrival >= 0.0) & (arrival <= ${horizon})) {`,
    write.addAt('times', cell(0), '1i'),
    write.addAt('times', cell(1), 'i32(arrival)'),
    ...(also.length > 0 ? ['if (time == 0u) {', ...also, '}'] : []),
    `if (arrival > ${tail}) {`,
    write.addAt('times', cell(2), '1i'),
    write.addAt('times', cell(3), `i32(arrival - ${tail})`),
    '}',
    '}',
    '}',
  ];
}

/** Twin of `countArrivals` for one arrival; whether the arrival is within the horizon. */
export function countArrival({ settings, add }: TwinRecord, at: HorizonPlace, time: number, arrival: number): boolean {
  if (arrival < 0 || arrival > settings[at.horizon]) return false;
  const beyond = arrival - settings[at.tail];
  const amounts = [1, arrival, beyond > 0 ? 1 : 0, Math.max(0, beyond)];
  amounts.forEach((amount, i) => {
    add('times', time * cellsPerTime + i, amount);
  });
  return true;
}

/** Cells of arrival time `index` as `survivalEstimates` wants them: in units of time, particles that have not arrived included. */
export function atRisk(times: GroupTally, index: number, [horizon, tail]: readonly number[], step: number): GroupTally {
  const cells = times.cells.map((cells, g) => {
    const [arrived, total, late, beyond] = cells.subarray(index * cellsPerTime, (index + 1) * cellsPerTime);
    const left = times.particles[g] - arrived;
    return Float64Array.of(arrived, step * (total + left * horizon), late, step * (beyond + left * (horizon - tail)));
  });
  return { particles: times.particles, cells };
}
