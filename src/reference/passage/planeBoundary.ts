import {
  type Axis,
  type Foci,
  type Focus,
  type Lattice,
  lattice,
  type PlaneProblem,
  type Reached,
  type Rectangle,
  reached,
} from './planeLattice';
import { along, type Link, linksOf, width } from './planeLinks';

/** Tops of the region among reached nodes that no link into the region is next to: where it may have a part between nodes. */
export function lonelyTops(
  problem: PlaneProblem,
  grid: Lattice,
  { number }: Reached,
  links: readonly Link[],
): number[] {
  const { columns } = grid;
  const f = problem.region(grid.x, grid.y).slice();
  const cut = new Uint8Array(f.length);
  for (const link of links) if (link.cut < 1) cut[link.from] = 1;
  const around = [-columns - 1, -columns, -columns + 1, -1, 1, columns - 1, columns, columns + 1];
  return Array.from(f, (_, k) => k).filter(
    (k) => number[k] >= 0 && !cut[k] && around.every((d) => !cut[k + d] && !(f[k + d] > f[k])),
  );
}

const sides = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
];

/** A point of the region uphill of the nodes: steps to the best of four sides, halved where there is none; null without one. */
export function uphill(problem: PlaneProblem, grid: Lattice, tops: readonly number[]): [number, number] | null {
  const x = Float64Array.from(tops, (k) => grid.x[k]);
  const y = Float64Array.from(tops, (k) => grid.y[k]);
  const best = problem.region(x, y).slice();
  const step = new Float64Array(tops.length).fill(0.5);
  for (let round = 0; round < 60; round++) {
    const tried = sides.map(([dx, dy]) => {
      const tx = x.map((t, k) => t + dx * step[k] * width(grid, 0, tops[k]));
      const ty = y.map((t, k) => t + dy * step[k] * width(grid, 1, tops[k]));
      return { tx, ty, f: problem.region(tx, ty).slice() };
    });
    for (let k = 0; k < tops.length; k++) {
      const top = tried.reduce((a, b) => (b.f[k] > a.f[k] ? b : a));
      if (top.f[k] > best[k]) [x[k], y[k], best[k]] = [top.tx[k], top.ty[k], top.f[k]];
      else step[k] /= 2;
      if (best[k] >= 0) return [x[k], y[k]];
    }
  }
  return null;
}

/**
 * Where the lattices have to be fine: around the boundary, when that is small beside the rectangle along both coordinates. What
 * a coarse lattice sees of it, or finds between its nodes, is looked at with a lattice around that, until the sizes settle.
 */
export function boundaryFoci(problem: PlaneProblem, box: Rectangle): Foci {
  let foci: Foci = [null, null];
  for (let pass = 0; pass < 12; pass++) {
    const grid = lattice(box, 64, problem.laws, foci);
    const nodes = reached(problem, grid);
    const seen = nodes && boundarySeen(problem, grid, nodes);
    if (!seen || seen.some(({ size }, d) => 6 * size > box[d][1] - box[d][0])) return [null, null];
    const settled = seen.every(({ size }, d) => size > 0.7 * (foci[d]?.size ?? Number.POSITIVE_INFINITY));
    foci = [seen[0], seen[1]];
    if (settled) break;
  }
  return foci;
}

/**
 * Centre and half the extent of the boundary, at least a quarter of a cell there; of a part of the region between nodes where no
 * link meets the boundary, and null when there is no such part either.
 */
function boundarySeen(problem: PlaneProblem, grid: Lattice, nodes: Reached): [Focus, Focus] | null {
  const links = linksOf(problem, grid, nodes);
  const cut = links.filter((l) => l.cut < 1);
  const spot = cut.length === 0 ? uphill(problem, grid, lonelyTops(problem, grid, nodes, links)) : null;
  if (cut.length === 0 && !spot) return null;
  const [x, y] = spot ? spot.map((t) => Float64Array.of(t)) : along(grid, cut, (k) => cut[k].cut);
  return [extent(x, grid.axes[0]), extent(y, grid.axes[1])];
}

function extent(t: Float64Array, { edges }: Axis): Focus {
  const [low, high] = [t.reduce((a, b) => Math.min(a, b)), t.reduce((a, b) => Math.max(a, b))];
  const centre = (low + high) / 2;
  const cell = Math.max(
    0,
    edges.findLastIndex((e) => e <= centre),
  );
  return { centre, size: Math.max((high - low) / 2, (edges[cell + 1] - edges[cell]) / 4) };
}
