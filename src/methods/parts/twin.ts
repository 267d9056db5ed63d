/** Visits every coordinate i of every particle k of a batch. */
export function forEach(columns: readonly Float64Array[], visit: (i: number, k: number) => void): void {
  columns.forEach((column, i) => {
    for (let k = 0; k < column.length; k++) visit(i, k);
  });
}
