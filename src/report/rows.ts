import type { PointResult, Result } from '../model/result';
import {
  deviation,
  formatCount,
  formatDeviation,
  formatEstimate,
  formatNumber,
  formatRate,
  formatReference,
  formatSeconds,
  isFar,
} from './format';
import { findEstimates } from './read';

const mostRows = 24;

/** What the table of a sweep point shows of each estimate, in a terminal as on the page. */
export const columns = ['quantity', 'value', 'exact', 'floor', 'deviation'] as const;

/** One estimate as a person reads it: a text per column. */
export interface Row {
  cells: readonly string[];
  /** Far from the exact value, or from the floor where there is none. */
  far: boolean;
}

/** The estimates of a sweep point, the first of each observable; what is left out is counted in a row of its own. */
export function pointRows(point: PointResult): Row[] {
  return Object.entries(point.observables).flatMap(([name, report]) => {
    const rows = distinct(findEstimates(report)).map((found) => estimateRow(name, found));
    const rest = rows.length - mostRows;
    const more = { cells: [`${name}: ${rest} more in result.json`, '', '', '', ''], far: false };
    return rest > 0 ? [...rows.slice(0, mostRows), more] : rows;
  });
}

type Found = ReturnType<typeof findEstimates>[number];

function estimateRow(name: string, { path, estimate }: Found): Row {
  const z = deviation(estimate, estimate.reference ?? estimate.floor);
  const numbers = [formatEstimate(estimate), formatReference(estimate), formatNumber(estimate.floor, 3)];
  return { cells: [`${name}.${path}`, ...numbers, formatDeviation(z)], far: isFar(z) };
}

/** Without what an earlier row says already: a covariance is symmetric, and its diagonal are the variances. */
function distinct(found: readonly Found[]): readonly Found[] {
  const seen = new Map(found.map((f) => [JSON.stringify(f.estimate), f.path]).reverse() as [string, string][]);
  return found.filter(({ path, estimate }) => estimate.value === null || seen.get(JSON.stringify(estimate)) === path);
}

/** What sets a point of a sweep apart. */
export function pointTitle({ parameters, temperature, method }: PointResult): string {
  const values = Object.entries({ ...parameters, temperature, ...method }).filter(([name]) => name !== 'name');
  return values.map(([name, value]) => `${name} = ${value}`).join(', ');
}

/** What a person has to know before trusting a point; nothing where all is well. */
export function pointWarning({ nonFinite, observables }: PointResult): string | undefined {
  const lost = nonFinite > 0 ? [`${formatCount(nonFinite)} particles left the finite numbers; try a smaller step`] : [];
  const saturated = Object.entries(observables).flatMap(([name, { saturated: n }]) =>
    typeof n === 'number' && n > 0
      ? [`${formatCount(n)} records of '${name}' were too large for its sums, left out`]
      : [],
  );
  return [...lost, ...saturated].join('; ') || undefined;
}

/** Each expectation as a sentence. */
export function expectationLines({ expectations }: Result): { text: string; holds: boolean }[] {
  return expectations.map(({ path, limit, value, holds, ...rest }) => {
    const limits = Object.entries(limit).map(([name, bound]) => `${name} ${bound}`);
    const at = 'point' in rest ? ` at point ${rest.point}` : '';
    const verdict = holds ? 'holds' : 'does not hold';
    return { text: `${path} ${limits.join(', ')}: ${verdict}${at} (${formatNumber(value)})`, holds };
  });
}

/** One line on what was done, how fast and on what. */
export function describeRun({ timing, machine }: Result): string {
  const { particleSteps, wall, rate } = timing;
  const made = `${formatCount(particleSteps)} particle-steps in ${formatSeconds(wall)} (${formatRate(rate)}/s)`;
  return `${made} on ${machine.adapter}${machine.software ? ' (software)' : ''}`;
}
