import * as Plot from '@observablehq/plot';
import type { ClaimAxis, CurveFigure } from '../../../model/claim';
import { chart, figure } from '../../figure';
import { type Html, html } from '../../html';
import { along, axisNames, type Domain, domainOf, isLog, namesOf, textWidth, ticksOf } from './axes';
import { clipLine } from './clip';
import { colourOf, dashOf, keysOf, shapeOf } from './looks';
import { type Drawn, drawnSeries, lostText } from './points';

/** Times the span of what is measured and exact by which a linear axis is stretched for what the seed predicts. */
const stretch = 2;

interface Frame {
  x: Domain;
  y: Domain;
}

const ys = (axis: ClaimAxis, series: readonly Drawn[]): number[] =>
  series.flatMap(({ points }) =>
    points.flatMap(({ y, error }) => (isLog(axis) ? [y, y + error] : [y - error, y, y + error])),
  );

/** The numbers that an upright axis has to show: all but guides, and the seed's only so far as the rest stays readable. */
function shownOn(axis: ClaimAxis, series: readonly Drawn[]): number[] {
  const of = (...roles: Drawn['role'][]) =>
    ys(
      axis,
      series.filter(({ role }) => roles.includes(role)),
    );
  const [own, seed] = [of('measured', 'exact'), of('seed')];
  if (own.length === 0) return seed.length > 0 ? seed : of('guide');
  if (isLog(axis)) return [...own, ...seed];
  const [low, high] = [Math.min(...own), Math.max(...own)];
  const room = stretch * (high - low || Math.abs(high) || 1);
  return [...own, ...seed.map((y) => Math.min(Math.max(y, low - room), high + room))];
}

function frameOf({ x, y }: CurveFigure, series: readonly Drawn[]): Frame {
  const xs = series.filter(({ role }) => role !== 'guide').flatMap(({ points }) => points.map((point) => point.x));
  const guides = series.flatMap(({ points }) => points.map((point) => point.x));
  return { x: domainOf(x, xs.length > 0 ? xs : guides), y: domainOf(y, shownOn(y, series)) };
}

const lineLooks = {
  exact: { strokeWidth: 1.75 },
  seed: { strokeWidth: 2 },
  guide: { strokeWidth: 1 },
  measured: { strokeWidth: 1, strokeOpacity: 0.45 },
} as const;

/** A series as a line, without what lies outside the frame; a single point as a hollow mark. */
function line(series: Drawn, axes: CurveFigure, frame: Frame, dash?: string): Plot.Markish[] {
  const stroke = colourOf(series);
  if (series.points.length === 1)
    return [Plot.dot(series.points, { x: 'x', y: 'y', stroke, symbol: 'diamond2', r: 6 })];
  const box = {
    x: [along(axes.x, frame.x[0]), along(axes.x, frame.x[1])] as const,
    y: [along(axes.y, frame.y[0]), along(axes.y, frame.y[1])] as const,
  };
  const places = series.runs.map((run) => run.map(({ x, y }) => [along(axes.x, x), along(axes.y, y)] as const));
  const back = (axis: ClaimAxis, at: number) => (isLog(axis) ? 10 ** at : at);
  const pieces = places.flatMap((run) => clipLine(run, box));
  return pieces.map((piece) =>
    Plot.line(
      piece.map(([x, y]) => ({ x: back(axes.x, x), y: back(axes.y, y) })),
      { x: 'x', y: 'y', stroke, ...lineLooks[series.role], ...(dash && { strokeDasharray: dash }) },
    ),
  );
}

/** Measured points with bars of one standard error; joined where no exact line leads the eye. */
function measured(series: Drawn, axes: CurveFigure, frame: Frame, joined: boolean): Plot.Markish[] {
  const stroke = colourOf(series);
  const low = ({ y, error }: Drawn['points'][number]) => Math.max(y - error, frame.y[0]);
  const high = ({ y, error }: Drawn['points'][number]) => Math.min(y + error, frame.y[1]);
  return [
    ...(joined ? line(series, axes, frame) : []),
    Plot.ruleX(series.points, { x: 'x', y1: low, y2: high, stroke, strokeWidth: 1.5 }),
    Plot.dot(series.points, {
      x: 'x',
      y: 'y',
      fill: stroke,
      symbol: shapeOf(series),
      r: 4,
      stroke: 'var(--paper)',
      strokeWidth: 0.75,
    }),
  ];
}

/** Guides below all, then exact lines, then the seed's, then what was measured. */
function seriesMarks(axes: CurveFigure, series: readonly Drawn[], frame: Frame): Plot.Markish[] {
  const of = (role: Drawn['role']) => series.filter((one) => one.role === role && one.points.length > 0);
  const isLed = (one: Drawn) => of('exact').some(({ set = 0 }) => set === (one.set ?? 0));
  return [
    ...of('guide').flatMap((one) => line(one, axes, frame)),
    ...of('exact').flatMap((one) => line(one, axes, frame)),
    ...of('seed').flatMap((one, n) => line(one, axes, frame, dashOf(n))),
    ...of('measured').flatMap((one) => measured(one, axes, frame, one.points.length > 1 && !isLed(one))),
  ];
}

function plot(axes: CurveFigure, series: readonly Drawn[]) {
  const frame = frameOf(axes, series);
  const y = ticksOf(axes.y, frame.y, 6);
  const marginLeft = Math.max(40, ...y.text.map((text) => textWidth(text) + 16));
  return (width: number): Plot.PlotOptions => {
    const x = ticksOf(axes.x, frame.x, width > 600 ? 10 : 5);
    const names = namesOf(axes.x, axes.y, width);
    return {
      height: (width > 600 ? 308 : 218) + names.margins.marginTop + names.margins.marginBottom,
      inset: 5,
      ...{ ...names.margins, marginLeft, marginRight: 16 },
      x: { type: isLog(axes.x) ? 'log' : 'linear', domain: frame.x, label: null },
      y: { type: isLog(axes.y) ? 'log' : 'linear', domain: frame.y, label: null },
      marks: [
        Plot.gridY(y.at, {}),
        Plot.axisX(x.at, { text: x.text }),
        Plot.axisY(y.at, { text: y.text }),
        Plot.frame({ strokeOpacity: 0.2 }),
        ...axisNames(names, marginLeft),
        ...seriesMarks(axes, series, frame),
      ],
    };
  };
}

const scaleText = ({ label, scale }: ClaimAxis): string => `${label}${scale === 'log' ? ' (logarithmic)' : ''}`;

/** Measured points with their errors on exact curves. */
export function curveFigure(claimed: CurveFigure): Html {
  const series = drawnSeries(claimed);
  const { title, text, x, y } = claimed;
  const lost = lostText(
    series.reduce((sum, one) => sum + one.lost, 0),
    [x, y],
  );
  if (series.every(({ points }) => points.length === 0))
    return html`<p class="note">${title}: nothing can be drawn. ${lost}</p>`;
  const bars = series.some(({ role, points }) => role === 'measured' && points.some(({ error }) => error > 0));
  const caption = [text, bars && 'Bars are one standard error; those that a point hides are shorter than it.', lost];
  const label = `${title}: ${scaleText(y)} against ${scaleText(x)}. ${text}`;
  return figure([chart(label, 1, plot(claimed, series))], keysOf(series), caption.filter(Boolean).join(' '));
}
