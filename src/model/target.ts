import type { Node, RowTable } from '../expression';

/** A loss over the rows of a table: the mean of `loss` over `train`, plus the regularizer, is the potential. */
export interface Rows {
  train: RowTable;
  /** Rows held out for observing. */
  test: RowTable | null;
  /** Loss of one row. */
  loss: Node;
  /** Part of the potential that every row has whole. */
  regularizer: Node;
}

/**
 * What moves the particles, as formulas: `dXᵢ = −slopeᵢ dt + noiseᵢ dWᵢ`. Where `noise` is null the method brings its own, by
 * a temperature or by mini-batches.
 */
export interface Target {
  /** Minus the drift, one formula per coordinate. */
  slope: readonly Node[];
  /** What `slope` is the gradient of; null for an SDE that is given by its drift. */
  potential: Node | null;
  /** One formula per coordinate (Itô). */
  noise: readonly Node[] | null;
  /** Where the potential is a loss over data. */
  rows: Rows | null;
}
