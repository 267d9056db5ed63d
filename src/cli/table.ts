import Table from 'cli-table3';
import type { PointResult, Result } from '../model/result';
import { columns, expectationLines, pointRows, pointTitle, pointWarning, type Row } from '../report/rows';
import { colorsFor } from './colors';

const mostPoints = 16;

type Colors = ReturnType<typeof colorsFor>;

/** The result as a person reads it in a terminal: a table per sweep point, what left the finite numbers, expectations. */
export function renderResult(result: Result, stream: { isTTY?: boolean } = process.stdout): string {
  const colors = colorsFor(stream);
  const { points } = result;
  const shown = points.slice(0, mostPoints).flatMap((point) => renderPoint(point, points.length > 1, colors));
  const rest = points.length > mostPoints ? [`… and ${points.length - mostPoints} more points in result.json`] : [];
  return [...shown, ...rest, ...renderExpectations(result, colors)].join('\n');
}

function renderPoint(point: PointResult, sweep: boolean, colors: Colors): string[] {
  const rows = pointRows(point);
  const warning = pointWarning(point);
  return [
    ...(sweep ? [colors.bold(pointTitle(point))] : []),
    ...(rows.length > 0 ? [renderTable(rows, colors)] : []),
    ...(warning === undefined ? [] : [colors.yellow(`! ${warning}`)]),
  ];
}

function renderTable(rows: readonly Row[], colors: Colors): string {
  const table = new Table({
    head: columns.map((text) => colors.bold(text)),
    colAligns: columns.map((_, i) => (i === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  for (const { cells, far } of rows)
    table.push(far ? [...cells.slice(0, -1), colors.yellow(cells.at(-1)!)] : [...cells]);
  return table.toString();
}

function renderExpectations(result: Result, colors: Colors): string[] {
  return expectationLines(result).map(({ text, holds }) => (holds ? colors.green(text) : colors.red(text)));
}
