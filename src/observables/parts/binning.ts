import { z } from 'zod';
import { literal } from '../../expression';
import type { ObserverContext, RecordWriter } from '../../model/observable';

/** More cells than this would cost more memory than any histogram is worth: 8 bytes per cell, group and sweep point. */
export const mostCells = 2 ** 20;

const range = z.tuple([z.number(), z.number()]);
const bins = z.int().min(1).max(mostCells);

/** How a histogram's cells lie: in the experiment file. */
export const binFields = {
  of: z
    .union([z.string(), z.array(z.string()).min(1).max(2)])
    .describe('One expression, or two for a histogram in 2-D'),
  range: z.union([range, z.array(range).min(1).max(2)]).describe('[low, high]; in 2-D one for each expression'),
  bins: z.union([bins, z.array(bins).min(1).max(2)]).describe('Number of equal bins; in 2-D one for each expression'),
};

const fields = z.object(binFields);
type Spec = z.infer<typeof fields>;

/** One axis: bins of equal width over [low, high). */
export interface Axis {
  of: string;
  low: number;
  high: number;
  bins: number;
}

/** Cells of one axis or two: bins first to last, and what lies outside. */
export const countCells = ([x, y]: readonly Axis[]) => (y === undefined ? x.bins + 2 : x.bins * y.bins + 1);

export function readAxes(spec: Spec, context: ObserverContext): Axis[] {
  const of = [spec.of].flat();
  const ranges = (Array.isArray(spec.range[0]) ? spec.range : [spec.range]) as [number, number][];
  const counts = [spec.bins].flat();
  if (ranges.length !== of.length)
    context.refuse('range', `${ranges.length} range(s)`, `expected one for each of the ${of.length} expressions`);
  if (counts.length !== of.length)
    context.refuse(
      'bins',
      `${counts.length} number(s) of bins`,
      `expected one for each of the ${of.length} expressions`,
    );
  return of.map((expression, i) => {
    const [low, high] = ranges[i].map(Math.fround);
    if (!(low < high))
      context.refuse('range', `an empty range [${ranges[i].join(', ')}]`, 'expected [low, high] with low < high');
    if (!Number.isFinite(Math.fround(counts[i] / (high - low)))) {
      context.refuse(
        'range',
        `[${ranges[i].join(', ')}] in ${counts[i]} bins`,
        'bins too narrow for single precision; rescale',
      );
    }
    return { of: expression, low, high, bins: counts[i] };
  });
}

export const edges = ({ low, high, bins }: Axis) =>
  Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
const perWidth = ({ low, high, bins }: Axis) => bins / (high - low);

/** 0 below, 1 … bins inside, bins + 1 above: shaders/lib/tally.wgsl. */
function cellOf(write: RecordWriter, i: number, axis: Axis): string {
  return `histogram_cell(${write.value(i)}, ${literal(axis.low)}, ${literal(perWidth(axis))}, ${axis.bins}.0)`;
}

function rectangleOf(write: RecordWriter, x: Axis, y: Axis, first: number): string {
  return `rectangle_cell(${cellOf(write, first, x)}, ${cellOf(write, first + 1, y)}, ${x.bins}u, ${y.bins}u)`;
}

function cellOn(value: number, axis: Axis): number {
  if (Number.isNaN(value)) return axis.bins + 1;
  return Math.max(-1, Math.min(axis.bins, Math.floor((value - axis.low) * perWidth(axis)))) + 1;
}

/** WGSL of the cell that expressions `first` and the next one lie in. */
export function cellAt(write: RecordWriter, [x, y]: readonly Axis[], first = 0): string {
  return y === undefined ? cellOf(write, first, x) : rectangleOf(write, x, y, first);
}

/** Twin of `cellAt` for particle k. */
export function twinCell(values: readonly Float64Array[], [x, y]: readonly Axis[], k: number, first = 0): number {
  const ix = cellOn(values[first][k], x);
  if (y === undefined) return ix;
  const iy = cellOn(values[first + 1][k], y);
  const inside = ix >= 1 && ix <= x.bins && iy >= 1 && iy <= y.bins;
  return inside ? (iy - 1) * x.bins + ix - 1 : x.bins * y.bins;
}

/** Bins first, and then what lies below and above: the order that statistics wants. */
export const binsFirst = (cells: Float64Array): Float64Array =>
  Float64Array.of(...cells.subarray(1, -1), cells[0], cells[cells.length - 1]);
