import { type Dataset, type DatasetOptions, makeDataset, parseTable } from '../../src/data';
import type { ColumnNames } from '../../src/data/names';
import { Dice } from './dice';
import { injections, mutate, mutateBytes, noise } from './hostile';
import { mutateJson } from './json';
import { type Outcome, outcomeOf, Tally, timed } from './tally';

/** A table to be read, and its numbers where it is right as it stands. */
interface Input {
  text: string;
  name: string;
  options: DatasetOptions;
  columns?: readonly (readonly number[])[];
}

const numbers = ['1', '-2.5', ' 4e2', '0', '1e-30', '3e38', '"3"', '+7', '.5', '1e-400'];
const cells = [...numbers, '', '1,5', '"a"', '"1""2"', 'NaN', 'Infinity', '1e39', '0x10', 'true', ...injections];

const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function written(dice: Dice, stranger: number): Input {
  const [width, height] = [dice.between(1, 5), dice.between(1, 12)];
  const values = dice.list(height, () => dice.list(width, () => Math.fround((dice.below(2 ** 20) - 2 ** 19) / 997)));
  const header = Array.from({ length: width }, (_, j) => (dice.chance(0.8) ? `x${j}` : dice.pick(injections) + j));
  const cell = (value: number) => (dice.chance(stranger) ? dice.pick(cells) : `${value}`);
  const lines = [header.map(quote), ...values.map((row) => row.map(cell))].map((row) => row.join(','));
  const end = dice.pick(['\n', '\r\n', '\r']);
  const columns = header.map((_, j) => values.map((row) => row[j]));
  const named = header.flatMap((name, j) => (/^[A-Za-z_]\w*$/.test(name.trim()) ? [columns[j]] : []));
  return { text: lines.join(end), name: 'table.csv', options: {}, columns: named };
}

function asJson(dice: Dice): Input {
  const rows = dice.list(dice.between(1, 5), () =>
    Object.fromEntries(['x', 'y', dice.pick(injections)].map((key) => [key, dice.chance(0.8) ? dice.below(9) : null])),
  );
  return { text: mutateJson(JSON.stringify(rows), dice), name: 'table.json', options: {} };
}

function spoiled(dice: Dice): Input {
  const { text } = written(dice, 0.1);
  const octets = () => new TextDecoder().decode(mutateBytes(new TextEncoder().encode(text), dice));
  return { text: dice.chance(0.5) ? mutate(text, dice) : octets(), name: 'table.csv', options: optionsOf(dice) };
}

function optionsOf(dice: Dice): DatasetOptions {
  return {
    ...(dice.chance(0.4) && { test: dice.pick([0.5, 0.25, 1e-9, 0, 1, -1, Number.NaN]) }),
    ...(dice.chance(0.4) && { standardize: dice.pick([true, false, ['x0'], ['x9'], ['__proto__']]) }),
    ...(dice.chance(0.3) && {
      columns: dice.pick<ColumnNames>([{ x: 'x0' }, { x: ['x0', 'x1'] }, { 'x;': 'x0' }, { x: [] }]),
    }),
  };
}

const giants: readonly (() => string)[] = [
  () => `x,y\n${'1,2\n'.repeat(1_000_000)}`,
  () => `x,y\n${'1,"2"\n'.repeat(300_000)}`,
  () => `x\n${'"'.repeat(2_000_001)}`,
  () => `x\n${'"\n'.repeat(1_000_001)}`,
  () => `${'x,'.repeat(1_000_000)}x\n`,
  () => `${Array.from({ length: 5000 }, (_, i) => `x${i}`).join()}\n${'1,'.repeat(4999)}1`,
  () => '\n'.repeat(5_000_000),
  () => `x\n${'1'.repeat(5_000_000)}`,
  () => `[${'{"x":1},'.repeat(200_000)}{"x":1}]`,
  () => '['.repeat(1_000_000),
  () => `x\n${'1\n'.repeat(500_000)}bad`,
];

function drawInput(dice: Dice): Input {
  const kind = dice.below(1000);
  if (kind < 5) return { text: dice.pick(giants)(), name: 'table.csv', options: optionsOf(dice) };
  if (kind < 300) return written(dice, 0);
  if (kind < 500) return asJson(dice);
  if (kind < 600) return { text: noise(dice, 200), name: dice.pick(['a.csv', 'a.json']), options: optionsOf(dice) };
  return spoiled(dice);
}

/** Reads tables changed at random and checks that each gives finite numbers, those that were written, or a message. */
export function fuzzTables(count: number, seed: number): Tally {
  const tally = new Tally('tables', seed);
  for (let index = 0; index < count; index++) {
    const input = drawInput(new Dice(seed, 'tables', index));
    const { result, error, ms } = timed(() => makeDataset(parseTable(input.text, input.name), input.options));
    tally.time(ms, index, input.text);
    tally.record(result === undefined ? refused(error, input) : judge(result, input), index, input.text);
  }
  return tally;
}

function refused(error: unknown, { columns }: Input): Outcome {
  const outcome = outcomeOf(error);
  const fair = columns === undefined || columns.length === 0 || /two|both|no name/.test((error as Error).message);
  return fair || typeof outcome !== 'string'
    ? outcome
    : { kind: 'disagreed', detail: `refused: ${(error as Error).message}` };
}

function judge({ train, test, columns }: Dataset, input: Input): Outcome {
  const sound = [train, ...(test ? [test] : [])].every(
    (rows) =>
      rows.columns.length === columns.length &&
      rows.columns.every((column) => column.length === rows.count && column.every(Number.isFinite)),
  );
  if (!sound) return { kind: 'disagreed', detail: 'columns of different lengths, or numbers that are not finite' };
  if (input.columns === undefined) return 'read';
  const same = JSON.stringify(train.columns.map((c) => [...c])) === JSON.stringify(input.columns);
  return same ? 'agreed with what was written' : { kind: 'disagreed', detail: JSON.stringify(train.columns) };
}
