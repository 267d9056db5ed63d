import * as Plot from '@observablehq/plot';
import type { ClaimAxis } from '../../../model/claim';
import { formatNumber, formatPower } from '../../format';

export type Domain = readonly [low: number, high: number];

export const isLog = ({ scale }: ClaimAxis): boolean => scale === 'log';

/** Whether a number has a place on an axis; a certificate that was read from JSON has null where it was not finite. */
export const hasPlace = (axis: ClaimAxis, x: number | null | undefined): x is number =>
  typeof x === 'number' && Number.isFinite(x) && (!isLog(axis) || x > 0);

/** Where a number lies along an axis, in units in which the axis is even. */
export const along = (axis: ClaimAxis, x: number): number => (isLog(axis) ? Math.log10(x) : x);

/** A domain with a little room about the numbers, from 0 where they all but reach down to it. */
export function domainOf(axis: ClaimAxis, numbers: readonly number[]): Domain {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (isLog(axis)) {
    const room = Math.max((high / low) ** 0.05, 1.1);
    return [low / room, high * room];
  }
  const room = low === high ? Math.abs(low) * 0.1 || 1 : 0.05 * (high - low);
  const bottom = low >= 0 && low < 0.3 * high ? 0 : low - room;
  return [bottom, high <= 0 && high > 0.3 * low ? 0 : high + room];
}

/** Multiples of 1, 2 or 5 times a power of ten within a domain, at least about `count` of them. */
function evenTicks([low, high]: Domain, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999)!;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Powers of ten, and 2 and 5 times them where there is room; evenly spaced where a domain holds less than a decade. */
function logTicks(domain: Domain, count: number): number[] {
  const [first, last] = [Math.floor(Math.log10(domain[0])), Math.ceil(Math.log10(domain[1]))];
  const decades = Math.log10(domain[1] / domain[0]);
  if (decades < 0.8) return evenTicks(domain, count);
  const every = Math.max(1, Math.ceil(decades / count));
  const powers = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((n) => n % every === 0);
  const factors = decades < count / 3 ? [1, 2, 5] : [1];
  return powers.flatMap((n) => factors.map((m) => m * 10 ** n)).filter((x) => x >= domain[0] && x <= domain[1]);
}

const isPower = (x: number): boolean => Math.abs(Math.log10(x) - Math.round(Math.log10(x))) < 1e-9;

export interface Ticks {
  at: number[];
  text: string[];
}

/** About `count` ticks; powers of ten are written as such where an axis spans three or more. */
export function ticksOf(axis: ClaimAxis, domain: Domain, count: number): Ticks {
  const at = isLog(axis) ? logTicks(domain, count) : evenTicks(domain, count);
  const powers = isLog(axis) && at.every(isPower) && domain[1] / domain[0] >= 1e3;
  const digits = digitsOf(at);
  return { at, text: at.map((x) => (powers ? formatPower(Math.round(Math.log10(x))) : formatNumber(x, digits))) };
}

/** Digits that tell ticks apart. */
function digitsOf(ticks: readonly number[]): number {
  const least = Math.min(...ticks.slice(1).map((x, i) => x - ticks[i]));
  const ratio = Math.max(...ticks.map(Math.abs)) / least;
  return Number.isFinite(ratio) ? Math.min(Math.max(Math.ceil(Math.log10(ratio)) + 1, 4), 15) : 4;
}

/** Pixels that a text of 12 px takes, about. */
export const textWidth = (text: string): number => 6.6 * text.length;

/** A label in as many lines as a width asks for. */
export function wrap(label: string, pixels: number): string[] {
  const [first, ...words] = label.split(' ');
  const lines = [first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (textWidth(longer) <= pixels) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Names of both axes in lines that fit a drawing, and the room they take above and below the frame. */
export interface AxisNames {
  x: string[];
  y: string[];
  margins: { marginTop: number; marginBottom: number };
}

export function namesOf(x: ClaimAxis, y: ClaimAxis, width: number): AxisNames {
  const names = { x: wrap(x.label, width - 60), y: wrap(y.label, width - 20) };
  return { ...names, margins: { marginTop: 14 + 14 * names.y.length, marginBottom: 31 + 14 * names.x.length } };
}

/** The name of the upright axis over its end, and that of the other under it, where they are not cut off. */
export function axisNames({ x, y }: AxisNames, marginLeft: number): Plot.Markish[] {
  return [
    Plot.text([y.join('\n')], {
      frameAnchor: 'top-left',
      lineAnchor: 'bottom',
      lineHeight: 1.15,
      textAnchor: 'start',
      dx: -marginLeft + 2,
      dy: -10,
      text: (name: string) => `↑ ${name}`,
    }),
    Plot.text([`${x.join('\n')} →`], {
      frameAnchor: 'bottom-right',
      lineAnchor: 'top',
      lineHeight: 1.15,
      textAnchor: 'end',
      dy: 27,
      text: (name: string) => name,
    }),
  ];
}
