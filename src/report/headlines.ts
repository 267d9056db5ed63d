import type { Estimate } from '../model/estimate';
import type { ObservableResult, PointResult } from '../model/result';
import { type Fields, findEstimates, isEstimate, isFields } from './read';

/**
 * Estimates that speak for an observable, the most telling first, by their paths in its report: `*` stands for every entry of a
 * list, `last` for its last one. The rest is in the result file.
 */
const telling: Readonly<Record<string, readonly string[]>> = {
  histogram: ['totalVariation', 'wasserstein'],
  moments: ['mean.0', 'variance.0', 'mean.*', 'variance.*'],
  nullSet: ['exponent', 'crossings'],
  passage: ['mean', 'arrived', 'rate'],
  autocorrelation: ['relaxationRate', 'integratedTime'],
  timeAverage: ['timeMean', 'effectiveSamples', 'ergodicityBreaking', 'rHat'],
  series: ['values.last.*'],
  curvature: ['trace', 'largest', 'smallest'],
  snapshot: [],
};

/** One estimate followed through a sweep. */
export interface Headline {
  /** Name of the observable and the path in its report: `moments.mean.0`. */
  path: string;
  /** Place among the headlines of its observable, from 0. */
  rank: number;
  /** One entry per sweep point; undefined where the point has none. */
  estimates: (Estimate | undefined)[];
}

function keysAt(x: unknown, key: string): string[] {
  if (key === '*') return Array.isArray(x) ? [...x.keys()].map(String) : [];
  if (key === 'last') return Array.isArray(x) && x.length > 0 ? [String(x.length - 1)] : [];
  return [key];
}

/** Paths in `report` that fit a pattern and end at an estimate. */
function expand(report: unknown, pattern: readonly string[], path: readonly string[] = []): string[] {
  if (pattern.length === 0) return isEstimate(report) ? [path.join('.')] : [];
  if (!isFields(report) && !Array.isArray(report)) return [];
  return keysAt(report, pattern[0]).flatMap((key) => expand((report as Fields)[key], pattern.slice(1), [...path, key]));
}

/** Paths of the headlines of one report; its first estimate where the kind is unknown or out of shape. */
function headlinePaths(report: ObservableResult): string[] {
  const patterns = Object.hasOwn(telling, report.kind) ? telling[report.kind] : null;
  const paths = new Set(patterns?.flatMap((pattern) => expand(report, pattern.split('.'))));
  if (paths.size > 0 || patterns?.length === 0) return [...paths];
  return findEstimates(report)
    .slice(0, 1)
    .map(({ path }) => path);
}

function estimateAt(report: unknown, path: string): Estimate | undefined {
  const at =
    path === '' ? report : path.split('.').reduce((x: unknown, key) => (x as Fields | undefined)?.[key], report);
  return isEstimate(at) ? at : undefined;
}

const isKnown = ({ estimates }: Headline): boolean => estimates.some((e) => typeof e?.value === 'number');

/** Headlines of one observable, those that are a number at one point at least. */
function headlinesOf(name: string, points: readonly PointResult[]): Headline[] {
  const reports = points.map(({ observables }) => observables[name]);
  const paths = new Set(reports.flatMap((report) => (report ? headlinePaths(report) : [])));
  const all = [...paths].map((path) => ({
    path: `${name}.${path}`,
    rank: 0,
    estimates: reports.map((report) => estimateAt(report, path)),
  }));
  return all.filter(isKnown).map((headline, rank) => ({ ...headline, rank }));
}

function acceptanceOf(points: readonly PointResult[]): Headline[] {
  const estimates = points.map(({ acceptance }) => (isEstimate(acceptance) ? acceptance : undefined));
  return [{ path: 'acceptance', rank: 0, estimates }].filter(isKnown);
}

/** Headlines of a sweep, observable by observable, acceptance last. */
export function headlines(points: readonly PointResult[]): Headline[] {
  const names = [...new Set(points.flatMap(({ observables }) => Object.keys(observables)))];
  return [...names.flatMap((name) => headlinesOf(name, points)), ...acceptanceOf(points)];
}

/** The first headline of every observable, then the second of each, and so on. */
export const byRank = (all: readonly Headline[]): Headline[] => all.toSorted((a, b) => a.rank - b.rank);
