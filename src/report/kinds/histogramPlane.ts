import { type Binned, fewest, residuals, samplesOf, widening } from '../binned';
import { figure, panels } from '../figure';
import { formatCount, formatNumber } from '../format';
import { type Frame, heatMap, type Ramp } from '../heatMap';
import { facts, type Html, html } from '../html';
import { type Fields, readGrid, readNumber, readNumbers } from '../read';
import { distanceTable } from './distances';
import type { KindContext } from './kind';

interface Plane {
  x: number[];
  y: number[];
  /** `counts[iy][ix]`, and the exact masses in the same shape. */
  counts: number[][];
  reference: number[][] | null;
  samples: number;
}

function readPlane(report: Fields): Plane | null {
  const [x, y] = Array.isArray(report.edges) ? report.edges.map(readNumbers) : [];
  const counts = readGrid(report.counts);
  if (!x || !y || !counts || counts.length !== y.length - 1 || counts[0]?.length !== x.length - 1) return null;
  const reference = readGrid(report.reference);
  const fits = reference?.length === counts.length && reference[0].length === counts[0].length;
  return { x, y, counts, reference: fits ? reference : null, samples: samplesOf(report, counts.flat()) };
}

const every = (n: number, step: number): number[] => Array.from({ length: Math.ceil(n / step) }, (_, i) => i * step);

/** Joins blocks of cells until neither side has more than `most`. */
function coarsen(plane: Plane, most: number): Plane {
  const [nx, ny] = [plane.x.length - 1, plane.y.length - 1];
  const [sx, sy] = [Math.ceil(nx / most), Math.ceil(ny / most)];
  if (sx * sy === 1) return plane;
  const block = (rows: number[][], iy: number, ix: number) =>
    rows.slice(iy, iy + sy).reduce((sum, row) => row.slice(ix, ix + sx).reduce((a, b) => a + b, sum), 0);
  const join = (rows: number[][]) => every(ny, sy).map((iy) => every(nx, sx).map((ix) => block(rows, iy, ix)));
  const edges = (x: number[], step: number) => [...every(x.length - 1, step).map((i) => x[i]), x.at(-1)!];
  const reference = plane.reference && join(plane.reference);
  return { ...plane, x: edges(plane.x, sx), y: edges(plane.y, sy), counts: join(plane.counts), reference };
}

const scaled = (rows: number[][], { x, y }: Plane, samples: number): number[][] =>
  rows.map((row, iy) => row.map((n, ix) => n / samples / (x[ix + 1] - x[ix]) / (y[iy + 1] - y[iy])));

const largest = (rows: readonly (readonly number[])[]): number =>
  rows.reduce((most, row) => row.reduce((a, b) => Math.max(a, b), most), 0);

const flat = ({ counts, reference, samples }: Plane): Binned => ({
  counts: counts.flat(),
  reference: reference?.flat() ?? null,
  samples,
});

/** Residuals of the cells in standard errors, in the shape of the counts. */
function residualRows(plane: Plane, wider: number): number[][] {
  const all = residuals(flat(plane), wider);
  const nx = plane.x.length - 1;
  return plane.counts.map((_, iy) => all.slice(iy * nx, (iy + 1) * nx));
}

function maps(plane: Plane, wider: number | null, frame: Frame): Html[] {
  const measured = scaled(plane.counts, plane, Math.max(plane.samples, 1));
  const exact = plane.reference && scaled(plane.reference, plane, 1);
  const top = Math.max(largest(measured), exact ? largest(exact) : 0) || 1;
  const density: Ramp = { domain: [0, top], scheme: 'viridis' };
  const first = heatMap('Measured density', measured, frame, density);
  if (!exact) return [first];
  const difference: Ramp = { domain: [-4, 4], scheme: 'rdbu' };
  return [
    first,
    heatMap('Exact density', exact, frame, density),
    heatMap('(Measured − exact) / SE', residualRows(plane, wider ?? 1), frame, difference),
  ];
}

function caption(wider: number | null, joined: boolean): Html {
  const factor =
    wider !== null &&
    html` × ${formatNumber(wider, 3)}, the factor by which the noise measured between
groups of particles exceeds that of independent samples`;
  return html`The standard error of a cell is √(p(1 − p)/N)${factor}; colours end at ±4. Cells
that expect fewer than ${fewest} independent records are left blank.
${joined && 'Neighbouring cells are joined for drawing.'}`;
}

/** A histogram of two expressions; null where the report is none. */
export function plane(report: Fields, { name, spec, points }: KindContext): Html | null {
  const whole = readPlane(report);
  if (!whole) return null;
  const drawn = coarsen(whole, points > 8 ? 64 : 128);
  const wider = widening(report, flat(whole));
  const [x, y] = Array.isArray(spec.of) ? spec.of.map(String) : [];
  const content = maps(drawn, wider, { x: drawn.x, y: drawn.y, labels: [x ?? 'x', y ?? 'y'] });
  return html`${figure([panels(content)], [], whole.reference ? caption(wider, drawn !== whole) : undefined)}
${facts([
  ['Records', formatCount(whole.samples)],
  ['Cells', `${whole.x.length - 1} × ${whole.y.length - 1}`],
  ['Outside the ranges', formatCount(readNumber(report.outside) ?? 0)],
])}
${distanceTable(report, name)}`;
}
