/**
 * Weighted least squares as linear maps: `result[j][i]` is the weight of observation i in the estimate of coefficient j,
 * (Xᵀ V⁻¹ X)⁻¹ Xᵀ V⁻¹ for the rows of the design X and the variances V of independent observations.
 *
 * By modified Gram–Schmidt on the weighted columns, which loses half as many digits as the normal equations. Columns that
 * depend on each other give weights that are not finite.
 */
export function leastSquares(rows: number[][], variances: ArrayLike<number>): Float64Array[] {
  const deviations = rows.map((_, i) => Math.sqrt(variances[i]));
  const columns = rows[0].map((_, j) => Float64Array.from(rows, (row, i) => row[j] / deviations[i]));
  const { q, r } = orthogonalise(columns);
  const solution = backSubstitute(r, q);
  return solution.map((weights) => weights.map((w, i) => w / deviations[i]));
}

/** Q with orthonormal columns and the upper triangle R of columns = QR. */
function orthogonalise(columns: Float64Array[]): { q: Float64Array[]; r: number[][] } {
  const q = columns.map((c) => c.slice());
  const r = columns.map(() => columns.map(() => 0));
  q.forEach((column, j) => {
    for (let k = 0; k < j; k++) {
      r[k][j] = dot(q[k], column);
      for (let i = 0; i < column.length; i++) column[i] -= r[k][j] * q[k][i];
    }
    r[j][j] = Math.sqrt(dot(column, column));
    for (let i = 0; i < column.length; i++) column[i] /= r[j][j];
  });
  return { q, r };
}

/** R⁻¹ Qᵀ, row by row from the last. */
function backSubstitute(r: number[][], q: Float64Array[]): Float64Array[] {
  const rows: Float64Array[] = [];
  for (let j = q.length - 1; j >= 0; j--) {
    rows[j] = q[j].map((x, i) => {
      let rest = x;
      for (let k = j + 1; k < q.length; k++) rest -= r[j][k] * rows[k][i];
      return rest / r[j][j];
    });
  }
  return rows;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}
