import type { Estimate } from '../../model/estimate';
import { deviationCell } from '../cells';
import { chart, figure, type Key, panel, panels } from '../figure';
import { absent, deviation, formatEstimate, formatNumber, formatReference } from '../format';
import { type Content, type Html, html, table } from '../html';
import { type Fields, isEstimate, readNumbers } from '../read';
import { type Curve, curveKeys, curvePlot, wantsLog } from './curve';
import type { KindContext, KindReport } from './kind';

interface Quantity {
  name: string;
  curve: Curve;
}

/** Curves that are drawn; the rest is in the result file. */
const mostDrawn = 12;

const [panelWidth, panelHeight] = [420, 220];

function readSeries({ quantities, times, values }: Fields): Quantity[] | null {
  const x = readNumbers(times);
  const names = Array.isArray(quantities) ? quantities.map(String) : null;
  if (!x || x.length === 0 || !names || names.length === 0 || !Array.isArray(values) || values.length !== x.length)
    return null;
  const whole = values.every(
    (row: unknown) => Array.isArray(row) && row.length === names.length && row.every(isEstimate),
  );
  if (!whole) return null;
  const rows = values as Estimate[][];
  return names.map((name, q) => ({ name, curve: { x, estimates: rows.map((row) => row[q]) } }));
}

const isKnown = ({ curve }: Quantity) => curve.estimates.some(({ value }) => value !== null);

function labelOf({ name, curve }: Quantity): string {
  return `${name} against time${wantsLog(curve) ? ', logarithmic' : ''}`;
}

function drawings(quantities: readonly Quantity[], { points }: KindContext): Html | false {
  const drawn = quantities.slice(0, mostDrawn);
  const plots = drawn.flatMap((quantity) => {
    const { name, curve } = quantity;
    const look = { x: 'time', y: drawn.length > 1 ? null : name, logY: wantsLog(curve) };
    const plot = curvePlot(curve, drawn.length > 1 ? { ...look, height: panelHeight } : look);
    return plot ? [{ quantity, plot }] : [];
  });
  if (plots.length === 0) return false;
  const keys: Key[] = curveKeys(drawn.map(({ curve }) => curve));
  const rest = quantities.length - drawn.length;
  const left = rest > 0 && `${rest} more quantities are in result.json.`;
  if (drawn.length === 1) return figure([chart(labelOf(drawn[0]), points, plots[0].plot)], keys, left);
  const each = plots.map(({ quantity, plot }) =>
    panel(labelOf(quantity), html`<code>${quantity.name}</code>`, { width: panelWidth, ...plot(panelWidth) }),
  );
  return figure([panels(each)], keys, left);
}

interface Column {
  title: string;
  cell(e: Estimate): Content;
}

/** What is known of the last time: of distances a floor, of the rest an exact value. */
function columnsOf(last: readonly Estimate[]): Column[] {
  const has = (key: 'reference' | 'floor') => last.some((e) => typeof e[key] === 'number');
  return [
    { title: 'measured', cell: formatEstimate },
    ...(has('reference')
      ? [
          { title: 'exact', cell: formatReference },
          { title: 'deviation /\u00a0SE', cell: (e: Estimate) => deviationCell(deviation(e)) },
        ]
      : []),
    ...(has('floor')
      ? [
          {
            title: 'floor',
            cell: ({ floor }: Estimate) => (typeof floor === 'number' ? formatNumber(floor, 3) : absent),
          },
        ]
      : []),
  ];
}

/** Expressions and distances of a histogram as they change in time. */
export const series: KindReport = {
  render(report, context) {
    const quantities = readSeries(report);
    if (!quantities) return null;
    const last = quantities.map(({ curve }) => curve.estimates.at(-1)!);
    const columns = columnsOf(last);
    const at = formatNumber(quantities[0].curve.x.at(-1));
    return html`${drawings(quantities.filter(isKnown), context)}
${table({
  caption: `At the last time, ${at}: ${context.name}`,
  head: ['quantity', ...columns.map(({ title }) => title)],
  rows: quantities.map(({ name }, q) => [html`<code>${name}</code>`, ...columns.map(({ cell }) => cell(last[q]))]),
})}`;
  },
};
