import * as Plot from '@observablehq/plot';
import { estimateTable, type Row } from '../cells';
import { chart, figure, type Key } from '../figure';
import { formatNumber } from '../format';
import { facts, type Html, html } from '../html';
import { type Fields, isEstimate, isFields, readNumber } from '../read';
import { type Curve, curveKeys, curvePlot, readCurve } from './curve';
import type { KindContext, KindReport } from './kind';

const quantities = [
  ['arrived', 'share that arrived by the horizon'],
  ['mean', 'mean arrival time'],
  ['restrictedMean', 'mean arrival time, cut at the horizon'],
  ['rate', 'arrivals per unit of time at risk'],
  ['hazard', 'arrivals per unit of time at risk, in the tail'],
] as const;

interface QuantityRow extends Row {
  key: string;
}

const rowsOf = (report: Fields): QuantityRow[] =>
  quantities.flatMap(([key, label]) => {
    const estimate = report[key];
    return isEstimate(estimate) ? [{ key, label, estimate }] : [];
  });

/** S(H) e^{−hazard (t − H)} from the middle of the watch to a fifth beyond it. */
function tailOf({ x, estimates }: Curve, hazard: unknown) {
  const [end, left] = [x.at(-1)!, estimates.at(-1)!.value];
  const rate = isEstimate(hazard) ? hazard.value : null;
  if (left === null || left <= 0 || rate === null || rate <= 0) return [];
  return [0.5 * end, 1.2 * end].map((t) => ({ x: t, value: left * Math.exp(-rate * (t - end)) }));
}

function survivalFigure(report: Fields, { name, spec, points }: KindContext): Html | false {
  const curve = readCurve(report.times, report.survival);
  const horizon = readNumber(report.horizon);
  if (!curve) return false;
  const guide = tailOf(curve, report.hazard);
  const into = typeof spec.into === 'string' ? `${spec.into} ≥ 0` : name;
  const rule = Plot.ruleX(horizon === null ? [] : [horizon], { strokeOpacity: 0.4, strokeDasharray: '2 3' });
  const plot = curvePlot(curve, { x: 'time t', y: 'share not arrived', logY: true, guide, marks: [rule] });
  if (!plot) return false;
  const keys: Key[] = curveKeys([curve]);
  if (guide.length > 0) keys.push({ mark: 'guide', text: 'exponential tail at the hazard' });
  const gone = curve.estimates.filter(({ value }) => value === 0).length;
  const caption = html`The dotted line is the horizon.${gone > 0 && ' After the end of the curve every particle has arrived.'}`;
  const label = `Share of the particles that have not arrived in ${into}, against time, logarithmic`;
  return figure([chart(label, points, plot)], keys, caption);
}

function testFact(test: unknown): string {
  if (test === 'bridge') return 'Brownian bridge between step ends';
  return test === 'step-end' ? 'at step ends only' : '';
}

function asymptoteFact(asymptote: unknown): string {
  const [mean, barrier] = isFields(asymptote) ? [readNumber(asymptote.mean), readNumber(asymptote.barrier)] : [];
  if (typeof mean !== 'number' || typeof barrier !== 'number') return '';
  return `${formatNumber(mean)}, at ΔU/T = ${formatNumber(barrier)} (true in the limit of small T)`;
}

const plainNote = html`<p class="note">Who enters and leaves between two step ends goes unseen, so that arrivals come late by an
amount of the order of √h.</p>`;

/** Arrival times: the survival curve with its exponential tail, and what follows from it. */
export const passage: KindReport = {
  render(report, context) {
    const rows = rowsOf(report);
    if (rows.length === 0) return null;
    const horizon = readNumber(report.horizon);
    return html`${survivalFigure(report, context)}
${facts([
  ['Arrivals are looked for', testFact(report.test)],
  ['Horizon', horizon === null ? '' : formatNumber(horizon)],
  ['Eyring–Kramers asymptote of the mean', asymptoteFact(report.asymptote)],
])}
${estimateTable(`Arrivals: ${context.name}`, 'quantity', rows)}
${report.test === 'step-end' && plainNote}`;
  },
};
