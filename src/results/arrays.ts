import type { NamedArray } from '../model/observable';
import type { Plan } from '../model/plan';
import type { Tallies } from '../simulation/tallies';

/**
 * `tallies.npz`: everything that was counted, as integers. Cell c of (point, group) is `high·2³² + low`; `settings` are the
 * units of fixed-point sums, one row per sweep point; `particles` are those of each (point, group); `firstLost` is the step after which a first particle was found to have left the
 * finite numbers, infinite for none.
 */
export function tallyArrays(plan: Plan, tallies: Tallies): Record<string, NamedArray> {
  const { groups } = plan.layout;
  const shape = [plan.points.length, groups, tallies.table.count];
  const settings = tallies.settings.map((point) => point.flat());
  return {
    low: { shape, data: integers(tallies.low) },
    high: { shape, data: integers(tallies.high) },
    particles: { shape: [plan.points.length, groups], data: integers(tallies.particles.flat()) },
    firstLost: { shape: [plan.points.length], data: tallies.firstLost },
    settings: { shape: [settings.length, settings[0].length], data: Float64Array.from(settings.flat()) },
    ...floats('snapshot', tallies.snapshots),
    ...floats('trace', tallies.traces),
  };
}

/** What is kept as it is, flat: row-major (sweep point, particle, coordinate or record). */
const floats = (kind: string, arrays: ReadonlyMap<string, Float32Array>) =>
  Object.fromEntries([...arrays].map(([name, data]) => [`${kind}.${name}`, { shape: [data.length], data }]));

const integers = (values: ArrayLike<number>) => BigInt64Array.from(Array.from(values, BigInt));
