/** Bin of a value: 0 below the first edge, i for edges[i−1] ≤ value < edges[i], the number of edges from the last on. */
export function binOf(value: number, edges: readonly number[]): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
