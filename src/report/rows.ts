import type { Estimate } from '../model/estimate';
import type { ObservableResult, PointResult, Result } from '../model/result';
import { type Judged, judged } from './expectations';
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
import { findEstimates, isEstimate } from './read';
import { axesOf, pointText } from './settings';

const mostRows = 24;

/** What the table of a sweep point shows of each estimate, in a terminal as on the page. */
export const columns = ['quantity', 'value', 'exact', 'floor', 'deviation'] as const;

/** One estimate as a person reads it: a text per column. */
export interface Row {
  cells: readonly string[];
  /** Far from the exact value, or from the floor where there is none. */
  far: boolean;
}

/** The estimates of a sweep point, the first of each observable and few of a curve; what is left out is counted in a row of its own. */
export function pointRows({ observables, acceptance }: PointResult): Row[] {
  const rows = Object.entries(observables).flatMap(([name, report]) => observableRows(name, report));
  return isEstimate(acceptance) ? [...rows, estimateRow('acceptance', acceptance)] : rows;
}

function observableRows(name: string, report: ObservableResult): Row[] {
  const all = distinct(findEstimates(report));
  const rows = all
    .filter(({ path }) => isShown(report, path))
    .map(({ path, estimate }) => estimateRow(`${name}.${path}`, estimate));
  const rest = all.length - Math.min(rows.length, mostRows);
  const more = { cells: [`${name}: ${rest} more in result.json`, '', '', '', ''], far: false };
  return rest > 0 ? [...rows.slice(0, mostRows), more] : rows;
}

/** Points of the curves that are shown in a table, by kind: the report draws all of them. */
const curves: Readonly<Record<string, { of: string; shown: number }>> = {
  passage: { of: 'survival', shown: 0 },
  series: { of: 'values', shown: 5 },
};

function isShown(report: ObservableResult, path: string): boolean {
  const curve = curves[report.kind];
  const [first, index] = path.split('.');
  if (curve === undefined || first !== curve.of) return true;
  const last = (report[curve.of] as unknown[]).length - 1;
  const picks = Array.from({ length: curve.shown }, (_, i) => Math.round((i * last) / (curve.shown - 1)));
  return picks.includes(Number(index));
}

type Found = ReturnType<typeof findEstimates>[number];

/** Deviation from the exact value, or from the floor where there is none, in standard errors. */
export const remoteness = (e: Estimate): number | null => deviation(e, e.reference ?? e.floor);

function estimateRow(path: string, estimate: Estimate): Row {
  const z = remoteness(estimate);
  const numbers = [formatEstimate(estimate), formatReference(estimate), formatNumber(estimate.floor, 3)];
  return { cells: [path, ...numbers, formatDeviation(z)], far: isFar(z) };
}

/** Without what an earlier row says already: a covariance is symmetric, and its diagonal are the variances. */
function distinct(found: readonly Found[]): readonly Found[] {
  const seen = new Map(found.map((f) => [JSON.stringify(f.estimate), f.path]).reverse() as [string, string][]);
  return found.filter(({ path, estimate }) => estimate.value === null || seen.get(JSON.stringify(estimate)) === path);
}

/** What a person has to know before trusting a point; nothing where all is well. */
export function pointWarning({ nonFinite, warnings, observables }: PointResult): string | undefined {
  const lost = nonFinite > 0 ? [`${formatCount(nonFinite)} particles left the finite numbers; try a smaller step`] : [];
  const told = warnings ?? lost;
  const saturated = Object.entries(observables).flatMap(([name, { saturated: n }]) =>
    typeof n === 'number' && n > 0
      ? [`${formatCount(n)} records of '${name}' were too large for its sums, left out`]
      : [],
  );
  return [...told, ...saturated].join('; ') || undefined;
}

/** Failures that a sentence names. */
const mostFailures = 3;

/** Each expectation as a sentence; of a sweep, one sentence for all its points. */
export function expectationLines(result: Result): { text: string; holds: boolean }[] {
  const axes = axesOf(result.points);
  return judged(result).map((one) => {
    const limits = Object.entries(one.limit).map(([name, bound]) => `${name} ${bound}`);
    return { text: `${one.path} ${limits.join(', ')}: ${verdictText(one, axes)}`, holds: one.holds };
  });
}

function verdictText({ total, failures, value, holds }: Judged, axes: readonly string[]): string {
  if (total === 1) return `${holds ? 'holds' : 'does not hold'} (${formatNumber(value)})`;
  if (holds) return `holds at all ${total} points`;
  const found = failures.slice(0, mostFailures).map(({ value, point }) => {
    const at = point && axes.length > 0 ? `${pointText(point, axes)}: ` : '';
    return `${at}${formatNumber(value)}`.replaceAll('\u00a0', ' ');
  });
  const more = failures.length > mostFailures ? '; …' : '';
  return `does not hold at ${failures.length} of ${total} points (${found.join('; ')}${more})`;
}

/** One line on what was done, how fast and on what. */
export function describeRun({ timing, machine }: Result): string {
  const { particleSteps, wall, rate } = timing;
  const made = `${formatCount(particleSteps)} particle-steps in ${formatSeconds(wall)} (${formatRate(rate)}/s)`;
  return `${made} on ${machine.adapter}${machine.software ? ' (software)' : ''}`;
}
