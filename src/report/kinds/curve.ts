import * as Plot from '@observablehq/plot';
import type { Estimate } from '../../model/estimate';
import type { Key } from '../figure';
import { formatEstimate, formatNumber, formatReference } from '../format';
import { isEstimate, readNumbers } from '../read';
import { isGeometric, isWide } from '../scales';
import { logTicks, roomy } from './logAxis';

/** Estimates along an axis. */
export interface Curve {
  x: number[];
  estimates: Estimate[];
}

/** Estimates at the same number of places; null where the two do not fit. */
export function readCurve(places: unknown, estimates: unknown): Curve | null {
  const x = readNumbers(places);
  if (!x || x.length === 0 || !Array.isArray(estimates) || estimates.length !== x.length) return null;
  return estimates.every(isEstimate) ? { x, estimates } : null;
}

interface Mark {
  x: number;
  value: number;
  low: number;
  high: number;
  text: string;
}

interface Level {
  x: number;
  value: number;
}

export interface CurveLook {
  /** Name of the axis below and of that on the left, null for none. */
  x: string;
  y: string | null;
  /** Whether the axis on the left is logarithmic; what is not above zero is then left out. */
  logY: boolean;
  /** Ends of the axis on the left that must be seen. */
  include?: readonly number[];
  /** A line beyond what was measured. */
  guide?: readonly Level[];
  height?: number;
  /** Drawn on top. */
  marks?: readonly Plot.Markish[];
}

/** Marks from which dots give way to the line and its band. */
const dense = 40;

/** Standard errors by which a value must clear zero for its sign to be told. */
const clear = 2;

const known = ({ x, estimates }: Curve, key: 'reference' | 'floor'): Level[] =>
  estimates.flatMap((e, i) => (typeof e[key] === 'number' ? [{ x: x[i], value: e[key] }] : []));

function marksOf({ x, estimates }: Curve): Mark[] {
  return estimates.flatMap((e, i) => {
    if (e.value === null) return [];
    const [error, exact] = [
      e.standardError ?? 0,
      typeof e.reference === 'number' ? `, exact ${formatReference(e)}` : '',
    ];
    const text = `${formatNumber(x[i], 5)}: ${formatEstimate(e)}${exact}`;
    return [{ x: x[i], value: e.value, low: e.value - error, high: e.value + error, text }];
  });
}

/** Whether a logarithmic axis tells more: values that clear zero span decades, and none of them is below it. */
export function wantsLog({ estimates }: Curve): boolean {
  const told = estimates.flatMap(({ value, standardError }) =>
    value !== null && Math.abs(value) > clear * (standardError ?? 0) ? [value] : [],
  );
  return told.length > 1 && isWide(told);
}

/** Ends of the axis on the left. On a logarithmic one a bar may reach below: it ends at the edge. */
function domainOf(marks: readonly Mark[], levels: readonly Level[], look: CurveLook): [number, number] {
  const seen = [...marks.map(({ value }) => value), ...levels.map(({ value }) => value), ...(look.include ?? [])];
  if (look.logY) return roomy(seen);
  const all = [...seen, ...marks.flatMap(({ low, high }) => [low, high])];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return low < high ? [low, high] : [low - 1, high + 1];
}

/** Where exact values lie below all that was measured they are cut: a curve of exact zeros would leave no room. */
function shownLevels(levels: readonly Level[], marks: readonly Mark[], logY: boolean): Level[] {
  if (!logY) return [...levels];
  const least = Math.min(...marks.map(({ value }) => value)) / 10;
  return levels.filter(({ value }) => value >= least);
}

/** A curve with its band of one standard error, the exact one dashed, the floor dotted; null where nothing can be drawn. */
export function curvePlot(curve: Curve, look: CurveLook): ((width: number) => Plot.PlotOptions) | null {
  const { logY } = look;
  const marks = marksOf(curve).filter(({ value }) => !logY || value > 0);
  if (marks.length === 0) return null;
  const [exact, floor] = (['reference', 'floor'] as const).map((key) => shownLevels(known(curve, key), marks, logY));
  const guide = shownLevels(look.guide ?? [], marks, logY);
  const domain = domainOf(marks, [...exact, ...floor, ...guide], look);
  const logX = isGeometric(curve.x) && !logY;
  return (width) => ({
    height: look.height ?? (width > 600 ? 300 : 240),
    marginLeft: 60,
    marginRight: 14,
    marginBottom: 40,
    x: { label: look.x, labelOffset: 36, ticks: width / 90, ...(logX && { type: 'log' as const }) },
    y: {
      label: look.y,
      domain,
      grid: true,
      ...(logY ? { type: 'log', ...logTicks(domain, 5) } : { ticks: 5, nice: true }),
    },
    marks: [
      logY
        ? null
        : Plot.ruleY(
            [0].filter((y) => y >= domain[0] && y <= domain[1]),
            { strokeOpacity: 0.4 },
          ),
      ...measuredMarks(marks, logY ? domain[0] : Number.NEGATIVE_INFINITY),
      Plot.line(guide, { ...at, stroke: 'currentColor', strokeOpacity: 0.55, strokeDasharray: '5 4' }),
      Plot.line(floor, { ...at, stroke: 'currentColor', strokeWidth: 1.25, strokeDasharray: '1 3' }),
      Plot.line(exact, { ...at, stroke: 'var(--exact)', strokeWidth: 1.75, strokeDasharray: '6 3' }),
      ...(look.marks ?? []),
    ],
  });
}

const at = { x: 'x', y: 'value', sort: 'x' } as const;

function measuredMarks(marks: readonly Mark[], bottom: number): Plot.Markish[] {
  const low = (mark: Mark) => Math.max(mark.low, bottom);
  const band = Plot.areaY(marks, { x: 'x', y1: low, y2: 'high', sort: 'x', fill: 'var(--measured)', fillOpacity: 0.3 });
  const line = Plot.line(marks, { ...at, stroke: 'var(--measured)', strokeWidth: 1.25 });
  if (marks.length > dense) return [band, line];
  return [
    band,
    line,
    Plot.ruleX(marks, { x: 'x', y1: low, y2: 'high', stroke: 'var(--measured)', strokeWidth: 1.5 }),
    Plot.dot(marks, { x: 'x', y: 'value', fill: 'var(--measured)', r: 2.5, title: 'text' }),
  ];
}

/** Legend of such curves: only what some of them have. */
export function curveKeys(curves: readonly Curve[]): Key[] {
  const has = (key: 'reference' | 'floor') => curves.some((curve) => known(curve, key).length > 0);
  const keys: Key[] = [{ mark: 'measured', text: 'measured ± SE' }];
  if (has('reference')) keys.push({ mark: 'exact', text: 'exact, dashed' });
  if (has('floor')) keys.push({ mark: 'guide', text: 'floor, dotted' });
  return keys;
}
