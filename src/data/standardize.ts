/** Taking `shift` off and dividing by `scale` gives a column mean 0 and standard deviation 1. */
export interface Scaling {
  shift: number;
  scale: number;
}

/** Mean and population standard deviation of a column of finite numbers; null where all of them are equal. */
export function scalingOf(column: Float64Array): Scaling | null {
  if (column.every((v) => v === column[0])) return null;
  const shift = sumOf(column) / column.length;
  const widest = column.reduce((most, v) => Math.max(most, Math.abs(v - shift)), 0);
  // Measured by the widest deviation, because squares of deviations below 1e-160 would vanish.
  const deviations = column.map((v) => (v - shift) / widest);
  return { shift, scale: widest * Math.sqrt(sumOf(deviations.map((v) => v * v)) / column.length) };
}

function sumOf(column: Float64Array): number {
  let sum = 0;
  for (const v of column) sum += v;
  return sum;
}

/** Whether a column holds nothing but 0 and 1: a label or an indicator. */
export const isIndicator = (column: Float64Array) => column.every((v) => v === 0 || v === 1);

/** The standardised numbers, in place. */
export function applyScaling(column: Float64Array, { shift, scale }: Scaling): void {
  for (let i = 0; i < column.length; i++) column[i] = (column[i] - shift) / scale;
}
