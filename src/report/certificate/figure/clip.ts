export type Place = readonly [x: number, y: number];

export interface Box {
  x: readonly [low: number, high: number];
  y: readonly [low: number, high: number];
}

/** The part of a segment within a box, null where none is. Liang & Barsky, ACM Transactions on Graphics 3 (1984) 1. */
function clipSegment(a: Place, b: Place, { x, y }: Box): [Place, Place] | null {
  let [enter, leave] = [0, 1];
  const [[ax, ay], [bx, by]] = [a, b];
  const [dx, dy] = [bx - ax, by - ay];
  const edges: Place[] = [
    [-dx, ax - x[0]],
    [dx, x[1] - ax],
    [-dy, ay - y[0]],
    [dy, y[1] - ay],
  ];
  for (const [slope, room] of edges) {
    if (slope === 0 && room < 0) return null;
    if (slope < 0) enter = Math.max(enter, room / slope);
    if (slope > 0) leave = Math.min(leave, room / slope);
  }
  const at = (t: number): Place => (t === 0 ? a : t === 1 ? b : [ax + t * dx, ay + t * dy]);
  return enter > leave ? null : [at(enter), at(leave)];
}

const same = (a: Place | undefined, b: Place): boolean => a !== undefined && a[0] === b[0] && a[1] === b[1];

/** The pieces of a line within a box. */
export function clipLine(places: readonly Place[], box: Box): Place[][] {
  const pieces: Place[][] = [];
  for (let i = 1; i < places.length; i++) {
    const clipped = clipSegment(places[i - 1], places[i], box);
    if (clipped === null) continue;
    const last = pieces.at(-1);
    if (last && same(last.at(-1), clipped[0])) last.push(clipped[1]);
    else pieces.push([...clipped]);
  }
  return pieces;
}
