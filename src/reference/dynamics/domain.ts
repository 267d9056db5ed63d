import { evaluator } from '../numerics/evaluator';
import type { Marginal, Setting } from '../stationary/factor';
import { support } from '../stationary/support';
import type { Component } from '../stationary/terms';

/** Lowest and highest value of each coordinate. */
export type Ends = [number, number][];

/** Where one or two coupled coordinates have their mass. */
export interface Domain {
  /** −U/T less its largest value, at points given by columns. */
  log: Marginal['log'];
  /** The box outside of which it is below −`depth`. */
  ends: Ends;
  /** Coordinates of its tops above −`depth`. */
  tops: readonly (readonly number[])[];
}

/** Null for three coordinates and more, and where the potential does not confine. */
export function domain(setting: Setting, component: Component): Domain | null {
  if (component.coordinates.length > 2) return null;
  const u = evaluator(setting.graph, [component.potential], component.coordinates, setting.parameters);
  const raw: Marginal['log'] = (x, n) => u(x, n)[0].map((v) => -v / setting.temperature);
  const where = support({ coordinates: component.coordinates, log: raw });
  if (!where) return null;
  const box = bounds(
    where.boxes.map((b) => b.low),
    where.boxes.map((b) => b.high),
  );
  const log: Marginal['log'] = (x, n) => raw(x, n).map((v) => v - where.peak);
  const tops = where.witnesses.filter((w) => w.value > Math.exp(-depth)).map((w) => w.point);
  return { log, ends: shrink(log, tops, box), tops };
}

function bounds(lows: (readonly number[])[], highs: (readonly number[])[]): Ends {
  return lows[0].map((_, d) => [Math.min(...lows.map((l) => l[d])), Math.max(...highs.map((h) => h[d]))]);
}

/** Depth of the log density at which the domain ends: reflecting walls there change a rate by about e^{−depth}. */
export const depth = 34;

/** The smallest box of a 400-cell grid that holds everything above the depth, found three times for the sake of scale. */
function shrink(log: Marginal['log'], tops: readonly (readonly number[])[], box: Ends): Ends {
  let ends = box;
  for (let pass = 0; pass < 3; pass++) {
    const axes = ends.map(([a, b]) => Float64Array.from({ length: 401 }, (_, i) => a + ((b - a) * i) / 400));
    ends = axes.map((axis, d) => {
      const open = Array.from(axis, (x) => highest(log, axes, d, x) > -depth);
      // A top may be narrower than a cell.
      for (const top of tops) open[nearest(axis, top[d])] = true;
      const [first, last] = [open.indexOf(true), open.lastIndexOf(true)];
      return [axis[Math.max(0, first - 1)], axis[Math.min(400, last + 1)]];
    });
  }
  return ends;
}

/** Index of the evenly spaced point next to x. */
function nearest(axis: Float64Array, x: number): number {
  return Math.min(400, Math.max(0, Math.round((400 * (x - axis[0])) / (axis[400] - axis[0]))));
}

function highest(log: Marginal['log'], axes: Float64Array[], d: number, x: number): number {
  if (axes.length === 1) return log([Float64Array.of(x)], 1)[0];
  const along = axes[1 - d];
  const fixed = new Float64Array(along.length).fill(x);
  return log(d === 0 ? [fixed, along] : [along, fixed], along.length).reduce((a, b) => Math.max(a, b));
}
