import type { LangevinChain } from '../../reference/chain/evenGrid';

/** Two wells of equal depth: a barrier of 1 between minima at −1 and 1. */
export const doubleWell = { variables: ['x'], potential: '(x^2 - 1)^2' } as const;

/** The same as a chain with a step, for the exact law of what the step makes of it. */
export const steppedDoubleWell = (temperature: number, step: number): LangevinChain => ({
  slope: (x) => 4 * x * (x * x - 1),
  ...{ temperature, step, low: -3, high: 3 },
});
