import type { Evidence } from '../../model/claim';
import type { PointResult } from '../../model/result';
import { exponentEstimate } from '../../statistics';
import { estimateAt, referenceAt } from './estimates';
import { equal } from './evidence';

/**
 * Evidence that the exponent of a null set's observer is the codimension. The fit leaves out all terms from ε⁶ on: what it makes of the exact
 * masses is how far it is off.
 */
export function tubeExponent(
  quantity: string,
  point: PointResult,
  { name, radii, codimension }: { name: string; radii: readonly number[]; codimension: number },
): Evidence {
  const counts = radii.map((_, i) => manyRecords * referenceAt(point, `${name}.radii.${i}.occupancy`));
  const { value } = exponentEstimate({ particles: [1], cells: [Float64Array.from(counts)] }, radii);
  const bias = Math.abs(value! - codimension);
  return equal(quantity, estimateAt(point, `${name}.exponent`), codimension, { bias, resolution: 0.1 });
}

const manyRecords = 1e9;
