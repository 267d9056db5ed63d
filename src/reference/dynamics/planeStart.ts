import type { Start } from '../../model/plan';
import { gaussLegendre } from '../numerics/gaussLegendre';
import type { Plane } from './generator';

/** A weighted sum of values at cells. */
export type CellSum = { cell: number; weight: number }[];

interface Nodes {
  at: number[];
  weights: number[];
}

const rule = gaussLegendre(10);
/** Deviations to which a normal start is followed, and the panels on them. */
const [reach, panels] = [6, 4];
/** Weight of a node of quadrature that may lie where there are no cells. */
const negligible = 1e-7;

/**
 * The expectation under a start of a smooth function that is known at the cells: quadrature over the start, whose nodes are
 * interpolated between 4 × 4 cells. Null where the start reaches beyond the cells.
 *
 * @param coordinates the two that the plane is of
 */
export function expectationOver(plane: Plane, start: Start, coordinates: readonly number[]): CellSum | null {
  const [x, y] = coordinates.map((c) => nodesOf(start, c));
  const sum: CellSum = [];
  for (let i = 0; i < x.at.length; i++) {
    for (let j = 0; j < y.at.length; j++) {
      const weight = x.weights[i] * y.weights[j];
      const parts = interpolate(plane, x.at[i], y.at[j]);
      if (!parts && weight > negligible) return null;
      for (const part of parts ?? []) sum.push({ cell: part.cell, weight: part.weight * weight });
    }
  }
  return sum;
}

function nodesOf(start: Start, c: number): Nodes {
  if (start.kind === 'point') return { at: [start.at[c]], weights: [1] };
  if (start.kind === 'uniform') return onPanels(start.low[c], start.high[c], 1, () => 1);
  const [mean, deviation] = [start.mean[c], start.deviation[c]];
  const half = reach * deviation;
  return onPanels(mean - half, mean + half, panels, (s) => Math.exp(-((reach * (2 * s - 1)) ** 2) / 2));
}

/** Gauss–Legendre nodes on equal panels, with weights in proportion to a density of the place in [0, 1], of sum 1. */
function onPanels(low: number, high: number, count: number, density: (s: number) => number): Nodes {
  const places = Array.from({ length: count }, (_, p) => Array.from(rule.nodes, (s) => (p + s) / count)).flat();
  const raw = places.map((s, i) => rule.weights[i % rule.weights.length] * density(s));
  const total = raw.reduce((a, b) => a + b, 0);
  return { at: places.map((s) => low + (high - low) * s), weights: raw.map((w) => w / total) };
}

/** Cubic interpolation between cells in both directions; null where one of them is missing. */
function interpolate({ number, ends }: Plane, x: number, y: number): CellSum | null {
  const n = Math.sqrt(number.length);
  const [along, up] = [x, y].map((v, d) => stencil(((v - ends[d][0]) / (ends[d][1] - ends[d][0])) * n - 0.5));
  const sum: CellSum = [];
  for (let j = 0; j < 4; j++) {
    for (let i = 0; i < 4; i++) {
      const [column, row] = [along.first + i, up.first + j];
      if (column < 0 || row < 0 || column >= n || row >= n || number[row * n + column] < 0) return null;
      sum.push({ cell: number[row * n + column], weight: along.weights[i] * up.weights[j] });
    }
  }
  return sum;
}

/** Lagrange weights of four neighbouring whole numbers at a place between the middle two. */
function stencil(place: number): { first: number; weights: number[] } {
  const first = Math.floor(place) - 1;
  const s = place - first;
  const others = [0, 1, 2, 3];
  const weight = (i: number) => others.reduce((w, j) => (j === i ? w : (w * (s - j)) / (i - j)), 1);
  return { first, weights: others.map(weight) };
}
