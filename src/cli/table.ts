import Table from 'cli-table3';
import type { PointResult, Result } from '../model/result';
import {
  deviation,
  formatCount,
  formatDeviation,
  formatEstimate,
  formatNumber,
  formatReference,
  formatSeconds,
} from '../report/format';
import { findEstimates } from '../report/read';
import { colorsFor } from './colors';
import { formatRate } from './progress';

const mostPoints = 16;
const mostRows = 24;
/** A deviation from which a row is set off. */
const far = 4;

type Colors = ReturnType<typeof colorsFor>;

/** The result as a person reads it in a terminal: a table per sweep point, what left the finite numbers, expectations. */
export function renderResult(result: Result, stream: { isTTY?: boolean } = process.stdout): string {
  const colors = colorsFor(stream);
  const { points } = result;
  const shown = points.slice(0, mostPoints).map((point) => renderPoint(point, points.length > 1, colors));
  const rest = points.length > mostPoints ? [`… and ${points.length - mostPoints} more points in result.json`] : [];
  return [...shown, ...rest, ...renderExpectations(result, colors)].join('\n');
}

function renderPoint(point: PointResult, sweep: boolean, colors: Colors): string {
  const table = new Table({
    head: ['quantity', 'value', 'exact', 'floor', 'deviation'].map((text) => colors.bold(text)),
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const [name, report] of Object.entries(point.observables)) {
    const rows = distinct(findEstimates(report)).map(({ path, estimate }) => [
      `${name}.${path}`,
      formatEstimate(estimate),
      formatReference(estimate),
      formatNumber(estimate.floor, 3),
      renderDeviation(deviation(estimate, estimate.reference ?? estimate.floor), colors),
    ]);
    table.push(...rows.slice(0, mostRows));
    if (rows.length > mostRows) table.push([`${name}: ${rows.length - mostRows} more in result.json`, '', '', '', '']);
  }
  const heading = sweep ? [colors.bold(describePoint(point))] : [];
  return [...heading, ...(table.length > 0 ? [table.toString()] : []), ...warnings(point, colors)].join('\n');
}

/** Without what an earlier row says already: a covariance is symmetric, and its diagonal are the variances. */
function distinct(found: ReturnType<typeof findEstimates>): typeof found {
  const seen = new Map(found.map((f) => [JSON.stringify(f.estimate), f.path]).reverse() as [string, string][]);
  return found.filter(({ path, estimate }) => estimate.value === null || seen.get(JSON.stringify(estimate)) === path);
}

function renderDeviation(z: number | null, colors: Colors): string {
  const text = formatDeviation(z);
  return z !== null && Math.abs(z) > far ? colors.yellow(text) : text;
}

function describePoint({ parameters, temperature, method }: PointResult): string {
  const values = Object.entries({ ...parameters, temperature, ...method }).filter(([name]) => name !== 'name');
  return values.map(([name, value]) => `${name} = ${value}`).join(', ');
}

function warnings({ nonFinite }: PointResult, colors: Colors): string[] {
  if (nonFinite === 0) return [];
  const text = `${formatCount(nonFinite)} particles left the finite numbers; try a smaller step`;
  return [colors.yellow(`! ${text}`)];
}

function renderExpectations({ expectations }: Result, colors: Colors): string[] {
  return expectations.map(({ path, limit, value, holds, ...rest }) => {
    const mark = holds ? colors.green('holds') : colors.red('does not hold');
    const limits = Object.entries(limit).map(([name, bound]) => `${name} ${bound}`);
    const at = 'point' in rest ? ` at point ${rest.point}` : '';
    return `${path} ${limits.join(', ')}: ${mark}${at} (${formatNumber(value)})`;
  });
}

/** One line on what was done, how fast, on what and where the files are. */
export function describeRun({ timing, machine }: Result, folder: string): string {
  const { particleSteps, wall, rate } = timing;
  const made = `${formatCount(particleSteps)} particle-steps in ${formatSeconds(wall)} (${formatRate(rate)}/s)`;
  return `${made} on ${machine.adapter}${machine.software ? ' (software)' : ''}; files in ${folder}`;
}
