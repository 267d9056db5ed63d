export { type DistanceEstimates, distanceEstimates } from './distanceEstimates';
export { exponentEstimate } from './exponent';
export { estimate, type Jackknife, jackknife, jackknifeEstimates, pool } from './jackknife';
export { type MomentEstimates, momentCells, momentEstimates, productCell } from './moments';
