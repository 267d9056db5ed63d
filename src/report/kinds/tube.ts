import * as Plot from '@observablehq/plot';
import type { Estimate } from '../../model/estimate';
import { chart, figure, type Key } from '../figure';
import { formatEstimate, formatNumber, formatPower } from '../format';
import type { Html } from '../html';

export interface RadiusEstimate {
  radius: number;
  estimate: Estimate;
}

export interface TubeOptions {
  /** What is drawn against the radius. */
  quantity: string;
  /** The null set in words. */
  set: string;
  /** Power of the radius to draw as a guide, or null for none. */
  slope: number | null;
  /** Number of sweep points on the page. */
  points: number;
}

interface Mark {
  radius: number;
  value: number;
  /** Ends of the bar of one standard error, kept above zero for the logarithm. */
  low: number;
  high: number;
  text: string;
}

interface Exact {
  radius: number;
  value: number;
}

function marksOf(data: readonly RadiusEstimate[]): Mark[] {
  return data.flatMap(({ radius, estimate }) => {
    const { value, standardError } = estimate;
    if (value === null || value <= 0) return [];
    const error = standardError ?? 0;
    const text = `ε = ${formatNumber(radius)}: ${formatEstimate(estimate)}`;
    return [{ radius, value, low: Math.max(value - error, value / 10), high: value + error, text }];
  });
}

const exactOf = (data: readonly RadiusEstimate[]): Exact[] =>
  data.flatMap(({ radius, estimate: { reference } }) =>
    typeof reference === 'number' && reference > 0 ? [{ radius, value: reference }] : [],
  );

/** The power law through the smallest tube, exact where that is known. */
function guideOf(marks: readonly Exact[], exact: readonly Exact[], slope: number): Exact[] {
  const from = exact.length > 0 ? exact : marks;
  const radii = [...marks, ...exact].map(({ radius }) => radius);
  const anchor = from.reduce((least, mark) => (mark.radius < least.radius ? mark : least));
  return [Math.min(...radii), Math.max(...radii)].map((radius) => ({
    radius,
    value: anchor.value * (radius / anchor.radius) ** slope,
  }));
}

/** A logarithmic domain with a little room at both ends. */
function roomy(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high / low) ** 0.06, 1.15);
  return [low / room, high * room];
}

const at = { x: 'radius', y: 'value' } as const;

/** Ticks at powers of ten where a domain holds several, else about as many as asked for. */
function logTicks(
  [low, high]: [number, number],
  count: number,
): { ticks: number[] | number; tickFormat(x: number): string } {
  const [first, last] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
  if (last - first < 1) return { ticks: count, tickFormat: (x) => formatNumber(x, 2) };
  const step = Math.ceil((last - first + 1) / 8);
  const exponents = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
  return { ticks: exponents.map((n) => 10 ** n), tickFormat: (x) => formatPower(Math.round(Math.log10(x))) };
}

const below = { label: 'radius ε', labelOffset: 36 } as const;

/** An axis that names the radii themselves where their labels have room, else the usual one. */
function radiusAxis(radii: readonly number[], width: number): Plot.Markish {
  const distinct = [...new Set(radii)].sort((a, b) => a - b);
  const perPixel = Math.log(distinct.at(-1)! / distinct[0]) / (width - 120);
  const apart = distinct.slice(1).every((radius, i) => Math.log(radius / distinct[i]) > 40 * perPixel);
  // Labels as a channel: a tick format of a logarithmic scale blanks the ticks that it finds too many.
  if (apart) return Plot.axisX(distinct, { ...below, text: distinct.map((radius) => formatNumber(radius, 3)) });
  return Plot.axisX({ ...below, ...logTicks(roomy(radii), width / 140) });
}

function plot(marks: Mark[], exact: Exact[], guide: Exact[], quantity: string): (width: number) => Plot.PlotOptions {
  const radii = [...marks, ...exact].map(({ radius }) => radius);
  const values = [...marks.flatMap(({ low, high }) => [low, high]), ...exact.map(({ value }) => value)];
  const domain = roomy([...values, ...guide.map(({ value }) => value)]);
  return (width) => ({
    height: width > 600 ? 340 : 300,
    marginLeft: 68,
    marginRight: 14,
    marginBottom: 40,
    x: { type: 'log', domain: roomy(radii) },
    y: { type: 'log', label: quantity, domain, grid: true, ...logTicks(domain, 5) },
    marks: [
      radiusAxis(radii, width),
      Plot.line(guide, { ...at, stroke: 'currentColor', strokeOpacity: 0.55, strokeDasharray: '5 4' }),
      Plot.line(exact, { ...at, stroke: 'var(--exact)', strokeWidth: 1.5, sort: 'radius' }),
      Plot.dot(exact, { ...at, stroke: 'var(--exact)', symbol: 'diamond', r: 6 }),
      Plot.ruleX(marks, { x: 'radius', y1: 'low', y2: 'high', stroke: 'var(--measured)', strokeWidth: 1.5 }),
      Plot.dot(marks, { ...at, fill: 'var(--measured)', r: 3, title: 'text' }),
    ],
  });
}

const powerOf = (slope: number): string => (slope === 1 ? 'ε' : `ε${'⁰¹²³⁴⁵⁶⁷⁸⁹'[slope] ?? `^${slope}`}`);

/** A quantity against the radius of the tube, both logarithmic; null where no value is positive. */
export function tubeFigure(
  data: readonly RadiusEstimate[],
  { quantity, set, slope, points }: TubeOptions,
): Html | null {
  const marks = marksOf(data);
  const exact = exactOf(data);
  if (marks.length === 0) return null;
  const guide = slope === null ? [] : guideOf(marks, exact, slope);
  const label = `${quantity} of tubes around ${set} against their radius, both logarithmic`;
  const keys: Key[] = [{ mark: 'points', text: 'measured ± SE' }];
  if (exact.length > 0) keys.push({ mark: 'hollow', text: 'exact' });
  if (slope !== null) keys.push({ mark: 'guide', text: `∝ ${powerOf(slope)}, the codimension` });
  const hidden = data.length - marks.length;
  const left =
    hidden > 0 ? `No value above zero at ${hidden} of ${data.length} radii; these are not drawn.` : undefined;
  return figure([chart(label, points, plot(marks, exact, guide, quantity))], keys, left);
}
