import type { RecordWriter, TwinRecord } from '../model/observable';
import type { GroupTally } from '../model/tally';

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

/** Statements that count an arrival now as time number `index` (a u32 expression) of block `times`; `also` within the horizon. */
export function arrive(write: RecordWriter, at: HorizonPlace, index: string, also: readonly string[] = []): string[] {
  const cell = (i: number) => `(${index}) * ${cellsPerTime}u + ${i}u`;
  const tail = `u32(${write.setting(at.tail)})`;
  return [
    `if (${write.clock} <= u32(${write.setting(at.horizon)})) {`,
    write.addAt('times', cell(0), '1i'),
    write.addAt('times', cell(1), `i32(${write.clock})`),
    `if (${write.clock} > ${tail}) {`,
    write.addAt('times', cell(2), '1i'),
    write.addAt('times', cell(3), `i32(${write.clock} - ${tail})`),
    '}',
    ...also,
    '}',
  ];
}

/** Twin of `arrive`; whether the arrival is within the horizon. */
export function arriveTwin({ clock, settings, add }: TwinRecord, at: HorizonPlace, index: number): boolean {
  if (clock > settings[at.horizon]) return false;
  const beyond = clock - settings[at.tail];
  const amounts = [1, clock, beyond > 0 ? 1 : 0, Math.max(0, beyond)];
  amounts.forEach((amount, i) => {
    add('times', index * cellsPerTime + i, amount);
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
