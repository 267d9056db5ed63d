import type { Estimate } from '../../model/estimate';
import { deviationCell } from '../cells';
import { absent, deviation, formatDeviation, formatEstimate, formatNumber } from '../format';
import { type Content, type Html, html, table } from '../html';
import { type Fields, isEstimate } from '../read';

const distances = {
  totalVariation: 'Total variation',
  kullbackLeibler: 'Kullback–Leibler',
  hellinger: 'Hellinger',
  chiSquare: 'χ²',
  wasserstein: 'Wasserstein',
  kolmogorovSmirnov: 'Kolmogorov–Smirnov',
} as const;

function row(title: string, e: Estimate): Content[] {
  const excess = deviation(e, e.floor);
  const floor = typeof e.floor === 'number' ? formatNumber(e.floor, 3) : absent;
  // Only an excess is set off: to lie below the floor speaks for no bias.
  const above = excess !== null && excess > 0;
  return [title, formatEstimate(e), floor, above ? deviationCell(excess) : formatDeviation(excess)];
}

/** The distances between a histogram and the exact density; null where the file has none of them. */
export function distanceTable(report: Fields, name: string): Html | null {
  const rows = Object.entries(distances).flatMap(([key, title]) => {
    const e = report[key];
    if (e === null) return [row(title, { value: null, standardError: null })];
    return isEstimate(e) ? [row(title, e)] : [];
  });
  if (rows.length === 0) return null;
  const caption = `Distance from the exact density: ${name}`;
  return html`${table({ caption, head: ['distance', 'measured', 'floor', '(measured − floor) /\u00a0SE'], rows })}
<p class="note">The floor is the distance that an unbiased sampler of this size shows on average. A distance above its floor
is a sign of bias, and no measure of it.</p>`;
}
