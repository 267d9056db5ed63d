import * as Plot from '@observablehq/plot';
import type { Estimate } from '../../model/estimate';
import { chart, figure, type Key } from '../figure';
import { formatEstimate, formatNumber } from '../format';
import type { Html } from '../html';
import { logTicks, roomy } from './logAxis';

export interface RadiusEstimate {
  radius: number;
  estimate: Estimate;
  /** Whether single steps pass over the tube, so that its measure decides and not its capacity. */
  discrete?: boolean;
}

export interface TubeOptions {
  /** What is drawn against the radius. */
  quantity: string;
  /** The null set in words. */
  set: string;
  /** Power of the radius to draw as a guide, or null for none. */
  slope: number | null;
  /** Whether the quantity has a linear axis, where it goes with the logarithm of the radius. */
  linear?: boolean;
  /** Number of sweep points on the page. */
  points: number;
}

interface Mark {
  radius: number;
  value: number;
  discrete: boolean;
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
  return data.flatMap(({ radius, estimate, discrete = false }) => {
    const { value, standardError } = estimate;
    if (value === null || value <= 0) return [];
    const error = standardError ?? 0;
    const text = `ε = ${formatNumber(radius)}: ${formatEstimate(estimate)}`;
    return [{ radius, value, discrete, low: Math.max(value - error, value / 10), high: value + error, text }];
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

const at = { x: 'radius', y: 'value' } as const;

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

/** Axis of the quantity. */
function quantityAxis(quantity: string, values: readonly number[], linear: boolean): Plot.ScaleOptions {
  if (linear)
    return { type: 'linear', label: quantity, domain: [0, Math.max(...values)], grid: true, ticks: 5, nice: true };
  const domain = roomy(values);
  return { type: 'log', label: quantity, domain, grid: true, ...logTicks(domain, 5) };
}

interface Drawing {
  marks: Mark[];
  exact: Exact[];
  guide: Exact[];
}

/** Radius at which the discrete regime ends, half way by the logarithm; null where all radii are of one kind. */
function crossover(marks: readonly Mark[]): number | null {
  const radii = (discrete: boolean) => marks.filter((mark) => mark.discrete === discrete).map(({ radius }) => radius);
  const [within, beyond] = [radii(true), radii(false)];
  return within.length > 0 && beyond.length > 0 ? Math.sqrt(Math.max(...within) * Math.min(...beyond)) : null;
}

/** A rule between the regimes, named on both sides. */
function regimeMarks(marks: readonly Mark[]): Plot.Markish[] {
  const at = crossover(marks);
  if (at === null) return [];
  const label = { frameAnchor: 'top', dy: 4, fillOpacity: 0.75, fontStyle: 'italic' } as const;
  return [
    Plot.ruleX([at], { strokeDasharray: '2 3' }),
    Plot.text([at], { ...label, x: (x: number) => x, text: () => 'discrete', textAnchor: 'end', dx: -6 }),
    Plot.text([at], { ...label, x: (x: number) => x, text: () => 'capacity', textAnchor: 'start', dx: 6 }),
  ];
}

/** Filled, or hollow in the discrete regime. */
const dots = (marks: readonly Mark[], hollow: boolean): Plot.Markish =>
  Plot.dot(
    marks.filter(({ discrete }) => discrete === hollow),
    {
      ...at,
      r: hollow ? 3.5 : 3,
      title: 'text',
      fill: hollow ? 'var(--paper)' : 'var(--measured)',
      ...(hollow && { stroke: 'var(--measured)', strokeWidth: 1.5 }),
    },
  );

function plot({ marks, exact, guide }: Drawing, { quantity, linear = false }: TubeOptions) {
  const radii = [...marks, ...exact].map(({ radius }) => radius);
  const values = [...marks.flatMap(({ low, high }) => [low, high]), ...exact.map(({ value }) => value)];
  return (width: number): Plot.PlotOptions => ({
    height: width > 600 ? 340 : 300,
    marginLeft: 68,
    marginRight: 14,
    marginBottom: 40,
    x: { type: 'log', domain: roomy(radii) },
    y: quantityAxis(quantity, [...values, ...guide.map(({ value }) => value)], linear),
    marks: [
      radiusAxis(radii, width),
      ...regimeMarks(marks),
      Plot.line(guide, { ...at, stroke: 'currentColor', strokeOpacity: 0.55, strokeDasharray: '5 4' }),
      Plot.line(exact, { ...at, stroke: 'var(--exact)', strokeWidth: 1.5, sort: 'radius' }),
      Plot.dot(exact, { ...at, stroke: 'var(--exact)', symbol: 'diamond', r: 6 }),
      Plot.ruleX(marks, { x: 'radius', y1: 'low', y2: 'high', stroke: 'var(--measured)', strokeWidth: 1.5 }),
      dots(marks, false),
      dots(marks, true),
    ],
  });
}

const powerOf = (slope: number): string => (slope === 1 ? 'ε' : `ε${'⁰¹²³⁴⁵⁶⁷⁸⁹'[slope] ?? `^${slope}`}`);

function keysOf({ exact }: Drawing, slope: number | null): Key[] {
  const keys: Key[] = [{ mark: 'points', text: 'measured ± SE' }];
  if (exact.length > 0) keys.push({ mark: 'hollow', text: 'exact' });
  if (slope !== null) keys.push({ mark: 'guide', text: `∝ ${powerOf(slope)}, the codimension` });
  return keys;
}

function captionOf(data: readonly RadiusEstimate[], marks: readonly Mark[]): string {
  const hidden = data.length - marks.length;
  return [
    marks.some(({ discrete }) => discrete) &&
      'Hollow: the discrete regime, where steps pass over the tube, so that its measure decides and not its capacity.',
    hidden > 0 && `No value above zero at ${hidden} of ${data.length} radii; these are not drawn.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** A quantity against the radius of the tube, which is logarithmic; null where no value is positive. */
export function tubeFigure(data: readonly RadiusEstimate[], options: TubeOptions): Html | null {
  const { quantity, set, slope, linear, points } = options;
  const marks = marksOf(data);
  const exact = exactOf(data);
  if (marks.length === 0) return null;
  const drawing = { marks, exact, guide: slope === null ? [] : guideOf(marks, exact, slope) };
  const scales = linear ? 'the radius logarithmic' : 'both logarithmic';
  const label = `${quantity} of tubes around ${set} against their radius, ${scales}`;
  return figure([chart(label, points, plot(drawing, options))], keysOf(drawing, slope), captionOf(data, marks));
}
