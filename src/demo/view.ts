import type { PointResult, Result } from '../model/result';
import { absent } from '../report/format';
import { columns, expectationLines, pointRows, pointWarning, type Row } from '../report/rows';
import { type SweepCell, type SweepTable, sweepTable, sweepWarnings } from '../report/sweepRows';

/** Characters across the page that a sweep's table fills. */
const widest = 110;
const mostWarnings = 8;
const farNote = '* beyond 4 standard errors of the exact value, or else of the floor';

type Child = Node | string;

/** An element with a class and children; texts go in as text, never as markup. */
function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...children: Child[]) {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}

/** The result as the terminal shows it: one table, what left the finite numbers, expectations. */
export function resultView(result: Result): Node[] {
  const { points } = result;
  const shown = points.length === 1 ? pointView(points[0]) : sweepView(points);
  const lines = expectationLines(result).map(({ text, holds }) => make('p', holds ? 'holds' : 'fails', text));
  return [...shown, ...lines, make('p', 'line', 'Everything in numbers: ', download(result))];
}

function pointView(point: PointResult): Node[] {
  const warning = pointWarning(point);
  const rows = pointRows(point).map(rowView);
  return [
    scrolling('Estimates', make('table', 'estimates', headView(columns), make('tbody', '', ...rows))),
    ...warningsView(warning === undefined ? [] : [warning]),
  ];
}

/** A row per point: its place on the axes, then its most telling estimates. */
function sweepView(points: readonly PointResult[]): Node[] {
  const sweep = sweepTable(points, widest);
  const rows = sweep.rows.map((cells) => make('tr', '', ...cells.map((cell, i) => cellView(cell, i < sweep.places))));
  const head = headView(sweep.head.map((lines) => lines.join('.')));
  const fixed = sweep.fixed.length > 0 ? ` at ${sweep.fixed.join(', ')}` : '';
  return [
    make('p', 'line', `${points.length} points${fixed}`),
    scrolling('Estimates at every point', make('table', 'sweep', head, make('tbody', '', ...rows))),
    ...notesOf(sweep).map((text) => make('p', 'line', text)),
    ...warningsView(sweepWarnings(points)),
  ];
}

function notesOf({ rows, left, unshown, others }: SweepTable): string[] {
  const rest = unshown.length + others;
  return [
    ...(left > 0 ? [`… and ${left} more points in result.json`] : []),
    ...(rows.some((row) => row.some((cell) => cell.far)) ? [farNote] : []),
    ...(rest > 0 ? [`${rest} more estimates a point in result.json`] : []),
  ];
}

function warningsView(all: readonly string[]): Node[] {
  const rest = all.length - mostWarnings;
  const more = rest > 0 ? [`… and the like at ${rest} more points; see result.json`] : [];
  return [...all.slice(0, mostWarnings), ...more].map((text) => make('p', 'warning', `! ${text}`));
}

function cellView({ text, far }: SweepCell, place: boolean): Node {
  if (!place) return make('td', far ? 'far' : '', text.trim());
  const cell = make('th', '', text);
  cell.scope = 'row';
  return cell;
}

function headView(names: readonly string[]): Node {
  const heads = names.map((name) => {
    const cell = make('th', '', name);
    cell.scope = 'col';
    return cell;
  });
  return make('thead', '', make('tr', '', ...heads));
}

/** A table scrolls by itself where it is too wide, so it takes the keyboard's focus. */
function scrolling(label: string, table: Node): Node {
  const scroll = make('div', 'scroll', table);
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', label);
  return scroll;
}

/** On narrow screens each number stands by the name of its column, and what is absent is left out. */
function rowView({ cells: [quantity, ...numbers], far }: Row): Node {
  const name = make('th', '', quantity);
  name.scope = 'row';
  const cells = numbers.map((text, i) => {
    const cell = make('td', text === absent || text === '' ? 'absent' : '', text);
    cell.dataset.column = columns[i + 1];
    return cell;
  });
  return make('tr', far ? 'far' : '', name, ...cells);
}

function download(result: Result): Node {
  const link = make('a', '', 'result.json');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(result, null, 2)], { type: 'application/json' }));
  link.download = 'result.json';
  return link;
}
