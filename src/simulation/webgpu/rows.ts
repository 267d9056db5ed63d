import batchText from '../../../shaders/lib/batch.wgsl?raw';
import { literal, type RowTable, type RowWriter } from '../../expression';
import type { Plan } from '../../model/plan';
import type { Target } from '../../model/target';
import { shade } from './shading';

// Longest sum in one level: its rounding stays below this many units in the last place.
const mostAtOnce = 512;
const chunk = 256;

/** The tables of a target as the device holds them: row by row, training rows first. */
export function dataOf({ rows }: Target): Float32Array<ArrayBuffer> {
  const tables = rows === null ? [] : [rows.train, ...(rows.test ? [rows.test] : [])];
  const width = rows?.train.columns.length ?? 0;
  const data = new Float32Array(Math.max(1, width * tables.reduce((n, t) => n + t.count, 0)));
  let first = 0;
  for (const { count, columns } of tables) {
    columns.forEach((column, j) => {
      for (let i = 0; i < count; i++) data[(first + i) * width + j] = column[i];
    });
    first += count;
  }
  return data;
}

const columnAt = (j: number) => `data[at + ${j}u]`;

const place = ({ columns }: RowTable, row: string) => `let at = (${row}) * ${columns.length}u;`;

/** A loop over all rows of a table. */
export function allRows(target: Target): (table: RowTable) => RowWriter {
  return (table) => {
    const { count } = table;
    const first = table === target.rows!.train ? 0 : target.rows!.train.count;
    const share = literal(1 / count);
    const at = place(table, `${first}u + item`);
    if (count <= mostAtOnce) {
      const open = [`for (var item = 0u; item < ${count}u; item++) {`, at];
      return { open, close: ['}'], column: columnAt, share };
    }
    const outer = { open: [`for (var part = 0u; part < ${count}u; part += ${chunk}u) {`], close: ['}'] };
    const open = [`for (var item = part; item < min(part + ${chunk}u, ${count}u); item++) {`, at];
    return { open, close: ['}'], outer, column: columnAt, share };
  };
}

/** A loop over a mini-batch that is drawn row by row. `batchSize` and `batchShare` are numbers of the point. */
export function batchRows(plan: Plan, pair: string): (table: RowTable) => RowWriter {
  const distinct = drawsDistinct(plan);
  return (table) => {
    const word = `${pair}.x`;
    const row = distinct ? `distinct_row(&seen, draw, draws, ${word})` : `below(${table.count}u, ${word})`;
    // Written out, since SwiftShader sets a variable without a value to zero once and not at every step.
    const open = [
      'let draws = u32(batchSize);',
      ...(distinct ? [`var seen = array<u32, ${seenWords(plan)}>();`] : []),
      'for (var draw = 0u; draw < draws; draw++) {',
      `let item = ${row};`,
      place(table, 'item'),
    ];
    return { open, close: ['}'], column: columnAt, share: 'batchShare' };
  };
}

/** A loop over all rows with a standard normal `z` for each, two rows a pair of words; `zTotal` is their sum. */
export function noisyRows(pair: string): (table: RowTable) => RowWriter {
  return (table) => {
    const { count } = table;
    const pairs = Math.ceil(count / 2);
    const bounds = [`var item = 2u * two; item < min(2u * two + 2u, ${count}u); item++`];
    const inner = [
      `let both = normal_pair(${pair});`,
      `for (${bounds}) {`,
      place(table, 'item'),
      'let z = select(both.x, both.y, (item & 1u) == 1u);',
      'zTotal += z;',
    ];
    const shared = { close: ['}', '}'], column: columnAt, share: literal(1 / count), weight: 'z' };
    if (count <= mostAtOnce) return { ...shared, open: [`for (var two = 0u; two < ${pairs}u; two++) {`, ...inner] };
    const half = chunk / 2;
    const outer = { open: [`for (var part = 0u; part < ${pairs}u; part += ${half}u) {`], close: ['}'] };
    const open = [`for (var two = part; two < min(part + ${half}u, ${pairs}u); two++) {`, ...inner];
    return { ...shared, outer, open };
  };
}

const drawsDistinct = ({ method, points }: Plan) => method.batches && points[0].method.replacement === false;

const largestBatch = ({ points }: Plan) => Math.max(...points.map(({ method }) => Number(method.batch)));

/** Marks of all rows cost their clearing at every step, a list of the drawn ones a search at every draw. */
function keepsMarks(plan: Plan): boolean {
  const [rows, batch] = [plan.target.rows!.train.count, largestBatch(plan)];
  return rows / 32 < (batch * batch) / 2;
}

const seenWords = (plan: Plan) =>
  keepsMarks(plan) ? Math.ceil(plan.target.rows!.train.count / 32) : largestBatch(plan);

/** Functions that draw mini-batches, for the plan's table; nothing for methods that draw none. */
export function batchLibrary(plan: Plan): string {
  if (!plan.method.batches) return '';
  const DISTINCT = drawsDistinct(plan);
  const MARKS = DISTINCT && keepsMarks(plan);
  const WORDS = DISTINCT ? seenWords(plan) : 0;
  return shade(batchText, { DISTINCT, MARKS, WORDS, ROWS: plan.target.rows!.train.count });
}
