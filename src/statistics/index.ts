export { bulkEffectiveSize, chainsRHat, nestedRHat, rankNormalizedRHat, type Superchain } from './convergence';
export { jackknifeCovariance } from './covariance';
export { type DistanceEstimates, distanceEstimates } from './distanceEstimates';
export { expectedDistance } from './expectedDistance';
export { exponentEstimate } from './exponent';
export { estimate, type Jackknife, jackknife, jackknifeEstimates, pool } from './jackknife';
export { type MomentEstimates, momentEstimates, productCell } from './moments';
export { relaxationFit } from './relaxation';
export { survivalEstimates } from './survival';
