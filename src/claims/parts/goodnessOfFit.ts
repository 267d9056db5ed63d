import type { Evidence } from '../../model/claim';
import { equal } from './evidence';

/**
 * Whether the particles of one record are independent draws from the exact masses: N χ² = N Σ (p̂ − p)²/p has then nearly the law of χ² with
 * one degree of freedom less than cells, and (χ²/degrees)^⅓ nearly that of a normal number with mean 1 − 2/(9 degrees) and variance
 * 2/(9 degrees). Particles that come in equal pairs would show 2^⅓.
 *
 * Source: Wilson & Hilferty 1931, PNAS 17:684–688.
 */
export function goodnessOfFit(quantity: string, chiSquare: number | null, samples: number, cells: number): Evidence {
  const degrees = cells - 1;
  const value = chiSquare === null ? null : Math.cbrt((samples * chiSquare) / degrees);
  const variance = 2 / (9 * degrees);
  return equal(quantity, { value, standardError: Math.sqrt(variance) }, 1 - variance, {
    resolution: 0.25,
    freedom: null,
  });
}
