export { type DistanceEstimates, distanceEstimates } from './distanceEstimates';
export { exponentEstimate } from './exponent';
export { estimate, type Jackknife, jackknife, pool } from './jackknife';
export { type MomentEstimates, momentEstimates, productCell } from './moments';
