import type { Lattice, PlaneProblem, Reached } from './planeLattice';

/** Samples of the region along a link between two nodes. */
const samples = 4;

/** A link from one node towards a neighbour. */
export interface Link {
  from: number;
  to: number;
  /** 0 along x, 1 along y. */
  axis: number;
  /** Part of its length before it enters the region; 1 where it does not. */
  cut: number;
}

/** Every link from a reached node to the right, left, top and bottom that is within the lattice. */
export function linksOf(problem: PlaneProblem, grid: Lattice, { number }: Reached): Link[] {
  const { columns, rows } = grid;
  const links: Link[] = [];
  number.forEach((n, k) => {
    if (n < 0) return;
    const i = k % columns;
    const add = (to: number, axis: number) => links.push({ from: k, to, axis, cut: 1 });
    if (i < columns - 1) add(k + 1, 0);
    if (i > 0) add(k - 1, 0);
    if (k < columns * (rows - 1)) add(k + columns, 1);
    if (k >= columns) add(k - columns, 1);
  });
  findCuts(problem, grid, links);
  return links;
}

/** Sets where links enter the region: the first of some samples inside, then bisection. */
function findCuts(problem: PlaneProblem, grid: Lattice, links: Link[]): void {
  let crossed: { link: Link; low: number; high: number }[] = [];
  for (let s = samples; s > 0; s--) {
    const f = regionAt(problem, grid, links, () => s / samples);
    crossed = crossed.concat(
      links.flatMap((link, k) => (f[k] >= 0 ? [{ link, low: (s - 1) / samples, high: s / samples }] : [])),
    );
  }
  // A link that was found again nearer to its beginning comes later, and is set last.
  for (let step = 0; step < 45; step++) {
    const f = regionAt(
      problem,
      grid,
      crossed.map((c) => c.link),
      (k) => (crossed[k].low + crossed[k].high) / 2,
    );
    crossed.forEach((c, k) => {
      if (f[k] >= 0) c.high = (c.low + c.high) / 2;
      else c.low = (c.low + c.high) / 2;
    });
  }
  for (const { link, high } of crossed) link.cut = Math.min(Math.max(high, shortest), 1 - 1e-12);
}

/** Shortest part of a link that is kept apart from the boundary. */
const shortest = 1e-6;

export function along(
  grid: Lattice,
  links: readonly Link[],
  part: (k: number) => number,
): [Float64Array, Float64Array] {
  const place = (t: Float64Array) =>
    Float64Array.from(links, ({ from, to }, k) => t[from] + part(k) * (t[to] - t[from]));
  return [place(grid.x), place(grid.y)];
}

function regionAt(
  problem: PlaneProblem,
  grid: Lattice,
  links: readonly Link[],
  part: (k: number) => number,
): Float64Array {
  return problem.region(...along(grid, links, part));
}

/** Width of the cell of a node along an axis. */
export function width(grid: Lattice, d: number, k: number): number {
  const i = d === 0 ? k % grid.columns : Math.floor(k / grid.columns);
  return grid.axes[d].edges[i + 1] - grid.axes[d].edges[i];
}

export const cellArea = (grid: Lattice, k: number): number => width(grid, 0, k) * width(grid, 1, k);
