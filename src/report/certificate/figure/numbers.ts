import type { ClaimFigure } from '../../../model/claim';
import { absent, formatEstimate, formatNumber } from '../../format';
import { type Content, type Html, html, table } from '../../html';

/** Rows that a page can bear. */
const most = 300;

function seriesRows({ series }: ClaimFigure): Content[][] {
  return series.flatMap(({ name, role, points }) =>
    points.map(({ x, y, error }) => [
      name,
      role,
      formatNumber(x, 4),
      role === 'measured' ? formatEstimate({ value: y, standardError: error ?? null }) : formatNumber(y, 5),
    ]),
  );
}

/** The measured first: of exact lines, which may have any number of points, the rest is left to the file. */
function seriesTable(figure: ClaimFigure): Html | false {
  const series = [...figure.series].sort((a, b) => Number(b.role === 'measured') - Number(a.role === 'measured'));
  const rows = seriesRows({ ...figure, series });
  const head = ['series', 'what it is', figure.x.label, figure.y.label];
  return rows.length > 0 && limited(`Points of “${figure.title}”`, head, rows);
}

function cellTable(figure: ClaimFigure): Html | false {
  if (figure.kind !== 'map') return false;
  const { x, y, value, title, cells } = figure;
  const rows = cells.map((cell) => [
    formatNumber(cell.x, 4),
    formatNumber(cell.y, 4),
    formatNumber(cell.value, 4),
    cell.label ?? absent,
  ]);
  return limited(`Cells of “${title}”`, [x.label, y.label, value.label, 'word'], rows);
}

function limited(caption: string, head: readonly Content[], rows: readonly Content[][]): Html {
  const left = rows.length - most;
  return html`${table({ caption, head, rows: rows.slice(0, most) })}${
    left > 0 && html`<p class="note">${left} more rows are in <code>certificate.json</code>.</p>`
  }`;
}

/** The numbers of a figure, for those who want to read them and those who cannot see it. */
export function figureNumbers(figure: ClaimFigure): Html {
  return html`<details class="all numbers"><summary>Numbers of the figure</summary>${cellTable(figure)}${seriesTable(figure)}</details>`;
}
