import type { Estimate } from '../model/estimate';
import type { PointResult } from '../model/result';
import { absent, formatEstimate, isFar } from './format';
import { byRank, type Headline, headlines } from './headlines';
import { findEstimates } from './read';
import { pointWarning, remoteness } from './rows';
import { axesOf, pointText, settingsOf, settingText } from './settings';

/** One cell of a sweep's table. */
export interface SweepCell {
  text: string;
  /** Far from the exact value, or from the floor where there is none. */
  far: boolean;
}

/** A sweep as one table: a row per point, its place on the axes, then its most telling estimates. */
export interface SweepTable {
  /** Title of each column in lines: the observable, then the path in its report. */
  head: string[][];
  /** Number of columns, from the left, that say where the point is. */
  places: number;
  rows: SweepCell[][];
  /** Points without a row. */
  left: number;
  /** Paths of estimates worth a column that found no room. */
  unshown: string[];
  /** Estimates at each point beside those. */
  others: number;
  /** What does not vary, as `name = value`. */
  fixed: string[];
}

/** Points that a table in a terminal may have. */
const mostPoints = 200;

const lengthOf = (text: string): number => [...text].length;

const widthOf = (head: readonly string[], texts: readonly string[]): number =>
  [...head, ...texts].reduce((most, text) => Math.max(most, lengthOf(text)), 0);

/** `moments.mean.0` in two lines. */
function headOf(path: string): string[] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}

/** What is far carries a star, so that it shows without colours as well. */
function cellOf(e: Estimate | undefined): SweepCell {
  if (!e) return { text: absent, far: false };
  const far = isFar(remoteness(e));
  return { text: `${formatEstimate(e)}${far ? '*' : ''}`, far };
}

interface Column {
  head: string[];
  cells: SweepCell[];
  width: number;
}

function column(head: string[], cells: SweepCell[]): Column {
  return {
    head,
    cells,
    width: widthOf(
      head,
      cells.map(({ text }) => text),
    ),
  };
}

/** In a column with stars, what has none ends a place earlier, so that digits stand below digits. */
function aligned(cells: SweepCell[]): SweepCell[] {
  return cells.some(({ far }) => far)
    ? cells.map((cell) => (cell.far ? cell : { ...cell, text: `${cell.text} ` }))
    : cells;
}

function placeColumns(points: readonly PointResult[], axes: readonly string[]): Column[] {
  const settings = points.map(settingsOf);
  const cells = (texts: string[]) => texts.map((text) => ({ text, far: false }));
  if (axes.length === 0) return [column(['point'], cells(points.map((_, i) => String(i + 1))))];
  return axes.map((axis) => column([axis], cells(settings.map((at) => settingText(at[axis], true)))));
}

const estimateColumn = ({ path, estimates }: Headline, rows: number): Column =>
  column(headOf(path), aligned(estimates.slice(0, rows).map(cellOf)));

/** Columns of estimates that fit, the most telling first to choose, in the order of the experiment file to show. */
function fitting(all: readonly Headline[], rows: number, room: number, frame: number): Map<Headline, Column> {
  let left = room;
  const chosen = new Map<Headline, Column>();
  for (const headline of byRank(all)) {
    const one = estimateColumn(headline, rows);
    if (one.width + frame > left && chosen.size > 0) continue;
    left -= one.width + frame;
    chosen.set(headline, one);
  }
  return chosen;
}

function fixedSettings(point: PointResult, axes: readonly string[]): string[] {
  const settings = Object.entries(settingsOf(point)).filter(([name]) => !axes.includes(name));
  return settings.map(([name, value]) => `${name} = ${settingText(value, true)}`);
}

function countEstimates({ observables, acceptance }: PointResult): number {
  const known = findEstimates(observables).filter(({ estimate }) => estimate.value !== null);
  return known.length + (acceptance ? 1 : 0);
}

/**
 * The table of a sweep that is at most `width` characters wide; one column of estimates is there however narrow that is.
 *
 * @param width of the whole table in characters
 * @param frame characters that a column takes beside its text
 */
export function sweepTable(points: readonly PointResult[], width: number, frame = 3): SweepTable {
  const axes = axesOf(points);
  const shown = points.slice(0, mostPoints);
  const places = placeColumns(shown, axes);
  const room = width - 1 - places.reduce((sum, place) => sum + place.width + frame, 0);
  const all = headlines(points);
  const chosen = fitting(all, shown.length, room, frame);
  const columns = [...places, ...all.flatMap((headline) => chosen.get(headline) ?? [])];
  return {
    head: columns.map(({ head }) => head),
    places: places.length,
    rows: shown.map((_, i) => columns.map(({ cells }) => cells[i])),
    left: points.length - shown.length,
    unshown: byRank(all).flatMap((headline) => (chosen.has(headline) ? [] : [headline.path])),
    others: Math.max(...points.map(countEstimates)) - all.length,
    fixed: fixedSettings(points[0], axes),
  };
}

/** What a person has to know before trusting a sweep, each with the name of its point. */
export function sweepWarnings(points: readonly PointResult[]): string[] {
  const axes = axesOf(points);
  return points.flatMap((point, i) => {
    const warning = pointWarning(point);
    const name = axes.length > 0 ? pointText(point, axes).replaceAll('\u00a0', ' ') : `point ${i + 1}`;
    return warning === undefined ? [] : [`${name}: ${warning}`];
  });
}
