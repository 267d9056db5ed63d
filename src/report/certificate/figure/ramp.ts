import type { MapFigure } from '../../../model/claim';
import type { Ramp } from '../../heatMap';
import { hasPlace, isLog } from './axes';
import type { Cell } from './grid';

/** Whether a cell has a colour. */
export const hasColour = ({ value }: MapFigure, cell: Cell): boolean => hasPlace(value, cell.value);

/** Colours from the least value to the largest; from red over white to blue about 0 where values have both signs. */
export function rampOf(figure: MapFigure, cells: readonly Cell[]): Ramp {
  const values = cells.filter((cell) => hasColour(figure, cell)).map(({ value }) => value);
  const [low, high] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
  const log = isLog(figure.value);
  if (low < 0 && high > 0) {
    const end = Math.max(-low, high);
    return { domain: [-end, end], scheme: 'rdbu' };
  }
  if (low < high) return { domain: [low, high], scheme: 'viridis', log };
  return { domain: log ? [low / 2, low * 2] : [low - 1, low + 1], scheme: 'viridis', log };
}

/** Relative luminance by which contrast is reckoned: WCAG 2.2. */
function luminance(rgb: readonly number[]): number {
  const [red, green, blue] = rgb.map((c) => (c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Black or white, whichever stands out more on a colour. */
export function inkOn(rgb: readonly number[]): string {
  const light = luminance(rgb) + 0.05;
  return light / 0.05 > 1.05 / light ? '#000' : '#fff';
}
