import type { PointResult, Result } from '../model/result';
import { absent } from '../report/format';
import { columns, expectationLines, pointRows, pointTitle, pointWarning, type Row } from '../report/rows';

const mostPoints = 16;

type Child = Node | string;

/** An element with a class and children; texts go in as text, never as markup. */
function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...children: Child[]) {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}

/** The result as the terminal shows it: a table per sweep point, what left the finite numbers, expectations. */
export function resultView(result: Result): Node[] {
  const { points } = result;
  const shown = points.slice(0, mostPoints).flatMap((point) => pointView(point, points.length > 1));
  const rest = points.length - mostPoints;
  const more = rest > 0 ? [make('p', '', `… and ${rest} more points in result.json`)] : [];
  const lines = expectationLines(result).map(({ text, holds }) => make('p', holds ? 'holds' : 'fails', text));
  return [...shown, ...more, ...lines, make('p', 'line', 'Everything in numbers: ', download(result))];
}

function pointView(point: PointResult, sweep: boolean): Node[] {
  const title = pointTitle(point);
  const warning = pointWarning(point);
  return [
    ...(sweep ? [make('h3', '', title)] : []),
    tableView(pointRows(point), sweep ? `Estimates at ${title}` : 'Estimates'),
    ...(warning === undefined ? [] : [make('p', 'warning', `! ${warning}`)]),
  ];
}

/** The table scrolls by itself where it is too wide, so it takes the keyboard's focus. */
function tableView(rows: readonly Row[], label: string): Node {
  const heads = columns.map((name) => {
    const cell = make('th', '', name);
    cell.scope = 'col';
    return cell;
  });
  const head = make('thead', '', make('tr', '', ...heads));
  const scroll = make('div', 'scroll', make('table', '', head, make('tbody', '', ...rows.map(rowView))));
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
