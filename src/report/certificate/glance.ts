import * as Plot from '@observablehq/plot';
import type { Certificate, CertifiedClaim } from '../../certificate';
import type { Verdict } from '../../model/claim';
import { chart, figure, type Key } from '../figure';
import { formatNumber } from '../format';
import { type Html, html } from '../html';
import { shareOfLimit } from './margins';

interface Mark {
  row: number;
  /** z as a share of its limit. */
  share: number;
  verdict: Verdict;
  text: string;
}

/** Shares beyond which a mark stands at the edge. */
const edge = 1.2;

const rowHeight = 38;

function marksOf(claims: readonly CertifiedClaim[]): Mark[] {
  return claims.flatMap(({ evidence }, row) =>
    evidence
      .filter(({ test }) => test === 'equal')
      .flatMap((one) => {
        const share = shareOfLimit(one);
        if (share === null) return [];
        const text = `${one.quantity}: z is ${formatNumber(share, 2)} of its limit`;
        return [{ row, share: Math.min(Math.max(share, -edge), edge), verdict: one.verdict, text }];
      }),
  );
}

const looks: Readonly<Record<Verdict, Plot.DotOptions>> = {
  holds: { fill: 'var(--measured)', fillOpacity: 0.55, r: 4 },
  inconclusive: { fill: 'var(--paper)', stroke: 'var(--open)', strokeWidth: 1.75, r: 4 },
  fails: { fill: 'var(--bad)', symbol: 'times', stroke: 'var(--bad)', strokeWidth: 2.5, r: 5 },
};

const dots = (marks: readonly Mark[], verdict: Verdict): Plot.Markish =>
  Plot.dot(
    marks.filter((mark) => mark.verdict === verdict),
    { x: 'share', y: 'row', title: 'text', ...looks[verdict] },
  );

function shortened(title: string, pixels: number): string {
  const most = Math.floor(pixels / 6.6);
  return title.length > most ? `${title.slice(0, most - 1).trimEnd()}…` : title;
}

function plot(claims: readonly CertifiedClaim[], marks: readonly Mark[]) {
  const rows = claims.map(({ title }, row) => ({ title, row }));
  return (width: number): Plot.PlotOptions => ({
    height: rowHeight * claims.length + 56,
    ...{ marginLeft: 8, marginRight: 8, marginTop: 8, marginBottom: 44 },
    x: {
      domain: [-edge - 0.05, edge + 0.05],
      label: 'z / limit',
      labelOffset: 38,
      ticks: [-1, -0.5, 0, 0.5, 1],
      tickFormat: (x) => formatNumber(x),
    },
    y: { domain: [claims.length - 0.35, -0.65], axis: null },
    marks: [
      Plot.rectX([0], { x1: -1, x2: 1, fill: 'var(--wash)' }),
      Plot.ruleX([-1, 1], { strokeDasharray: '4 3', strokeOpacity: 0.7 }),
      Plot.ruleX([0], { strokeOpacity: 0.35 }),
      Plot.ruleY(rows, { y: 'row', x1: -edge, x2: edge, strokeOpacity: 0.15 }),
      Plot.text(rows, {
        x: -1,
        y: 'row',
        text: ({ title }: { title: string }) => shortened(title, 0.9 * width),
        textAnchor: 'start',
        dx: 5,
        dy: -14,
      }),
      ...(['holds', 'inconclusive', 'fails'] as const).map((verdict) => dots(marks, verdict)),
    ],
  });
}

const keys: Readonly<Record<Verdict, Key>> = {
  holds: { mark: 'shape circle', text: 'holds', colour: 'var(--measured)' },
  inconclusive: { mark: 'shape ring', text: 'inconclusive', colour: 'var(--open)' },
  fails: { mark: 'shape times', text: 'fails', colour: 'var(--bad)' },
};

/** How far every number that has to agree is from what it has to agree with; nothing where there is none. */
export function glance({ claims }: Certificate): Html | false {
  const marks = marksOf(claims);
  if (marks.length === 0) return false;
  const label = `${marks.length} deviations as shares of their limits, a row a claim; the farthest is ${formatNumber(Math.max(...marks.map(({ share }) => Math.abs(share))), 2)}`;
  const shown = (['holds', 'inconclusive', 'fails'] as const).filter((verdict) =>
    marks.some((mark) => mark.verdict === verdict),
  );
  const caption = `Each dot is one of ${marks.length} numbers that have to agree with an exact one: its deviation, less the bias allowed, as a share of the limit. Within the shade it agrees. Counts that admit no error are left out.`;
  return html`<section><h2>Every deviation</h2>
${figure(
  [chart(label, 1, plot(claims, marks))],
  shown.map((verdict) => keys[verdict]),
  caption,
)}</section>`;
}
