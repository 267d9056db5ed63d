import { unzipSync, zipSync } from 'fflate';
import { readNpz, writeNpz } from '../../src/results/npz';
import { Dice } from './dice';
import { injections, mutate, mutateBytes } from './hostile';
import { type Outcome, outcomeOf, Tally, timed } from './tally';

type Arrays = ReturnType<typeof readNpz>;

const arrays: Arrays = {
  doubles: { shape: [2, 3], data: Float64Array.of(1, -0, 1e300, Math.PI, -1, Number.NEGATIVE_INFINITY) },
  singles: { shape: [3], data: Float32Array.of(0.5, 1e-40, 3e38) },
  integers: { shape: [1, 2, 1], data: BigInt64Array.of(-(2n ** 63n), 2n ** 53n + 1n) },
  counts: { shape: [4, 256], data: Float64Array.from({ length: 1024 }, (_, i) => i * i) },
  nothing: { shape: [0, 4], data: new Float32Array(0) },
  number: { shape: [], data: Float64Array.of(42) },
};

const whole = writeNpz(arrays);
const files = unzipSync(whole);
// The same time always, so that an archive can be made again.
const mtime = new Date(1980, 0, 1);
const deflated = zipSync(files, { level: 9, mtime });

/** An archive whose directory is right and whose arrays are not: headers with other shapes, types and lengths. */
function rewritten(dice: Dice): Uint8Array {
  const name = dice.pick(Object.keys(files));
  const [header, ...rest] = new TextDecoder('latin1').decode(files[name]).split('\n');
  const shape = dice.pick([
    '(-1,)',
    '(1e9,)',
    '(99999999999,)',
    '(4294967296, 4294967296,)',
    '(0,)',
    '(,)',
    '(1 2,)',
    '()',
  ]);
  const type = dice.pick(['<f8', '<f4', '<i8', '>f8', '|O', 'toString', '__proto__']);
  const changed = header.replace(/\([\d, ]*\)/, shape).replace(/<[fi]\d/, () => (dice.chance(0.3) ? type : '<f8'));
  const text = [dice.chance(0.8) ? changed : mutate(header, dice), ...rest].join('\n');
  const file = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  return zipSync({ ...files, [dice.chance(0.8) ? name : `${dice.pick(injections)}.npy`]: file }, { level: 0, mtime });
}

/** Octets, and whether they are an archive that somebody meant, with checksums that are right. */
function drawArchive(dice: Dice): { bytes: Uint8Array; forged: boolean } {
  const kind = dice.below(20);
  if (kind < 5) return { bytes: rewritten(dice), forged: true };
  const random = () => Uint8Array.from(dice.list(dice.below(300), () => dice.below(256)));
  const archive = dice.pick([whole, deflated]);
  return { bytes: kind === 5 ? random() : kind === 6 ? archive : mutateBytes(archive, dice), forged: false };
}

/** Reads archives changed at random and checks that what is read is what was written, or refused. */
export function fuzzArchives(count: number, seed: number): Tally {
  const tally = new Tally('archives', seed);
  for (let index = 0; index < count; index++) {
    const { bytes, forged } = drawArchive(new Dice(seed, 'archives', index));
    const { result, error, ms } = timed(() => readNpz(bytes, 'tallies.npz'));
    const shown = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    tally.time(ms, index, shown);
    tally.record(result === undefined ? outcomeOf(error) : forged ? judgeForged(result) : judge(result), index, shown);
  }
  return tally;
}

/** Of an archive with other arrays than ours nothing is known but that they fill their shapes. */
function judgeForged(read: Arrays): Outcome {
  const loose = Object.entries(read).find(([, { shape, data }]) => shape.reduce((a, b) => a * b, 1) !== data.length);
  return loose === undefined ? 'other arrays' : { kind: 'disagreed', detail: `'${loose[0]}' does not fill its shape` };
}

/** Numbers that are read under a name are those that were written under it: a flipped bit is found by a checksum. */
function judge(read: Arrays): Outcome {
  const names = Object.keys(read).filter((name) => Object.hasOwn(arrays, name));
  const wrong = names.find((name) => textOf(read[name]) !== textOf(arrays[name]));
  if (wrong !== undefined)
    return { kind: 'disagreed', detail: `'${wrong}' is read with other numbers than were written` };
  return names.length === Object.keys(arrays).length ? 'read as written' : 'read in part';
}

const textOf = ({ shape, data }: Arrays[string]): string =>
  [shape.join(), data.constructor.name, new Uint8Array(data.buffer, data.byteOffset, data.byteLength).join()].join(';');
