/**
 * Integer tallies of one observable at one sweep point, as statistics sees them: per particle group, exact integers held
 * in f64 (sums past 2^53 are rounded once, on reading).
 */
export interface GroupTally {
  /** Number of particles in each group. Groups are independent; they may differ in size. */
  particles: readonly number[];
  /** `cells[group][cell]`. */
  cells: readonly Float64Array[];
}
