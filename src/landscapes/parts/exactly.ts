import type { ExactNumber, ExactQuantity } from '../../model/landscape';

type Conditions = Pick<ExactNumber, 'temperature' | 'parameters' | 'dimension' | 'source'>;

/** Exact numbers that share a temperature, a dimension or parameters; each is [quantity, value, significant digits]. */
export function exactly(conditions: Conditions, numbers: readonly [ExactQuantity, number, number][]): ExactNumber[] {
  return numbers.map(([quantity, value, digits]) => ({ quantity, ...conditions, value, digits }));
}

export const mean = (of: string): ExactQuantity => ({ kind: 'mean', of });
export const variance = (of: string): ExactQuantity => ({ kind: 'variance', of });
export const mass = (where: string): ExactQuantity => ({ kind: 'mass', where });
export const normalizer: ExactQuantity = { kind: 'normalizer' };
export const rate = (index: number): ExactQuantity => ({ kind: 'rate', index });
export const passage = (from: number, to: number): ExactQuantity => ({ kind: 'passage', from, to });
export const exit = (from: number, radius: number): ExactQuantity => ({ kind: 'exit', from, radius });
export const curvature = (at: number): ExactQuantity => ({ kind: 'curvature', at });

/** A critical point and the potential there; the value of the exact number is that potential. */
export const critical = (
  type: 'minimum' | 'saddle' | 'maximum',
  at: number[],
  potential: number,
  digits: number,
): [ExactQuantity, number, number] => [{ kind: 'critical', type, at, potential }, potential, digits];
