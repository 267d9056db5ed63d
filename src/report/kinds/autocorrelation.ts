import { estimateTable, type Row } from '../cells';
import { chart, figure, type Key } from '../figure';
import { formatNumber } from '../format';
import { type Html, html } from '../html';
import { type Fields, isEstimate } from '../read';
import { type Curve, curveKeys, curvePlot, readCurve, wantsLog } from './curve';
import type { KindContext, KindReport } from './kind';

/** Lags that are written out one by one. */
const mostLags = 24;

const quantities = [
  ['relaxationRate', 'relaxation rate, per unit of time'],
  ['integratedTime', 'integrated correlation time'],
] as const;

const rowsOf = (report: Fields): Row[] =>
  quantities.flatMap(([key, label]) => {
    const estimate = report[key];
    return isEstimate(estimate) ? [{ label, estimate }] : [];
  });

/** Standard errors by which correlations must clear zero to place the line of the rate. */
const clear = 4;

/** A e^{−λt} with the relaxation rate, A the least squares' over the later half of the lags that stand clear of the noise. */
function slopeOf({ x, estimates }: Curve, rate: unknown) {
  const lambda = isEstimate(rate) ? rate.value : null;
  const told = estimates.flatMap(({ value, standardError }, i) =>
    value !== null && standardError && value > clear * standardError
      ? [{ t: x[i], value, weight: standardError ** -2 }]
      : [],
  );
  const end = Math.max(...told.map(({ t }) => t));
  const late = told.filter(({ t }) => t >= end / 2);
  if (lambda === null || late.length === 0) return [];
  const fitted = (by: (one: (typeof late)[number]) => number) =>
    late.reduce((sum, one) => sum + one.weight * by(one), 0);
  const shape = (t: number) => Math.exp(-lambda * (t - end));
  const amplitude = fitted(({ t, value }) => value * shape(t)) / fitted(({ t }) => shape(t) ** 2);
  return [end / 2, Math.min(1.25 * end, Math.max(...x))].map((t) => ({ x: t, value: amplitude * shape(t) }));
}

function drawing(curve: Curve, report: Fields, { name, spec, points }: KindContext): Html | null {
  const logY = wantsLog(curve);
  const guide = logY ? slopeOf(curve, report.relaxationRate) : [];
  const plot = curvePlot(curve, { x: 'lag', y: 'correlation ρ', logY, guide, include: logY ? [1] : [0, 1] });
  if (!plot) return null;
  const of = typeof spec.of === 'string' ? spec.of : name;
  const keys: Key[] = curveKeys([curve]);
  if (guide.length > 0) keys.push({ mark: 'guide', text: 'slope of the relaxation rate' });
  const hidden = logY ? curve.estimates.filter(({ value }) => value !== null && value <= 0).length : 0;
  const left = hidden > 0 && `Not above zero, hence not drawn, at ${hidden} of ${curve.x.length} lags.`;
  const label = `Correlation of ${of} with itself against the lag${logY ? ', logarithmic' : ''}`;
  return figure([chart(label, points, plot)], keys, left);
}

function lagTable({ x, estimates }: Curve, name: string): Html {
  if (x.length > mostLags)
    return html`<p class="note">The correlations at all ${x.length} lags are in <code>result.json</code>.</p>`;
  const rows = x.map((lag, i) => ({ label: formatNumber(lag), estimate: estimates[i] }));
  return estimateTable(`Correlation at each lag: ${name}`, 'lag', rows);
}

/** Correlation of an expression with itself over particles, and how it decays. */
export const autocorrelation: KindReport = {
  render(report, context) {
    const curve = readCurve(report.lags, report.values);
    if (!curve) return null;
    const rows = rowsOf(report);
    return html`${drawing(curve, report, context)}
${rows.length > 0 && estimateTable(`Relaxation: ${context.name}`, 'quantity', rows)}
${lagTable(curve, context.name)}`;
  },
};
