import Table from 'cli-table3';
import type { PointResult, Result } from '../model/result';
import { columns, expectationLines, pointRows, pointWarning, type Row } from '../report/rows';
import { type SweepCell, type SweepTable, sweepTable, sweepWarnings } from '../report/sweepRows';
import { colorsFor } from './colors';

/** Warnings that stand in the terminal. */
const mostWarnings = 8;

/** Characters across where the stream does not say: a file or a pipe. */
const usualWidth = 100;

type Colors = ReturnType<typeof colorsFor>;

/** Where the table is to be read: the width of a terminal is its `columns`. */
interface Stream {
  isTTY?: boolean;
  columns?: number;
}

/**
 * The result as a person reads it in a terminal: the estimates of a single point, or one table with a row per sweep point; then
 * what left the finite numbers, and the expectations.
 */
export function renderResult(result: Result, stream: Stream = process.stdout): string {
  const colors = colorsFor(stream);
  const { points } = result;
  const width = (stream.isTTY && stream.columns) || usualWidth;
  const shown = points.length === 1 ? renderPoint(points[0], colors) : renderSweep(points, width, colors);
  return [...shown, ...renderExpectations(result, colors)].join('\n');
}

function renderPoint(point: PointResult, colors: Colors): string[] {
  const rows = pointRows(point);
  const warning = pointWarning(point);
  return [
    ...(rows.length > 0 ? [renderRows(rows, colors)] : []),
    ...(warning === undefined ? [] : [colors.yellow(`! ${warning}`)]),
  ];
}

const tableOf = (head: readonly string[], left: number) =>
  new Table({
    head: [...head],
    colAligns: head.map((_, i) => (i < left ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });

function renderRows(rows: readonly Row[], colors: Colors): string {
  const table = tableOf(columns.map(colors.bold), 1);
  for (const { cells, far } of rows)
    table.push(far ? [...cells.slice(0, -1), colors.yellow(cells.at(-1)!)] : [...cells]);
  return table.toString();
}

function renderSweep(points: readonly PointResult[], width: number, colors: Colors): string[] {
  const sweep = sweepTable(points, width);
  const cell = ({ text, far }: SweepCell) => (far ? colors.yellow(text) : text);
  const table = tableOf(
    sweep.head.map((lines) => lines.map(colors.bold).join('\n')),
    0,
  );
  for (const row of sweep.rows) table.push(row.map(cell));
  return [
    ...(sweep.fixed.length > 0 ? [`${points.length} points at ${sweep.fixed.join(', ')}`] : []),
    table.toString(),
    ...sweepNotes(sweep, width),
    ...renderWarnings(points, colors),
  ];
}

/** Names, as many as fit a line, and how many there are beside them. */
function unshownText({ unshown, others }: SweepTable, width: number): string {
  const head = 'more in result.json: ';
  const fitting = unshown.filter((_, i) => head.length + unshown.slice(0, i + 1).join(', ').length < width - 20);
  const rest = others + unshown.length - fitting.length;
  const count = fitting.length > 0 ? `${rest} more estimates a point` : `${rest} estimates a point`;
  const parts = [...(fitting.length > 0 ? [fitting.join(', ')] : []), ...(rest > 0 ? [count] : [])];
  return `${head}${parts.join(' and ')}`;
}

function sweepNotes(sweep: SweepTable, width: number): string[] {
  const far = sweep.rows.some((row) => row.some((cell) => cell.far));
  return [
    ...(sweep.left > 0 ? [`… and ${sweep.left} more points in result.json`] : []),
    ...(far ? ['* beyond 4 standard errors of the exact value, or else of the floor'] : []),
    ...(sweep.unshown.length + sweep.others > 0 ? [unshownText(sweep, width)] : []),
  ];
}

function renderWarnings(points: readonly PointResult[], colors: Colors): string[] {
  const all = sweepWarnings(points);
  const rest = all.length - mostWarnings;
  const more = rest > 0 ? [`! … and the like at ${rest} more points; see result.json`] : [];
  return [...all.slice(0, mostWarnings).map((text) => `! ${text}`), ...more].map(colors.yellow);
}

function renderExpectations(result: Result, colors: Colors): string[] {
  return expectationLines(result).map(({ text, holds }) => (holds ? colors.green(text) : colors.red(text)));
}
