export { batchLaw, lossSums } from './batches/batchLaw';
export {
  type BatchChain,
  type BatchMoments,
  batchMoments,
  mandtCovariance,
  type QuadraticRows,
  type QuadraticSums,
  quadraticSums,
} from './batches/secondMoments';
export { batchArrival } from './chain/batchArrival';
export type { BatchMap } from './chain/batchMaps';
export { batchPassage } from './chain/batchPassage';
export { type BatchSlope, escapeExponent } from './chain/escapeExponent';
export { type EulerPassage, eulerPassage } from './chain/eulerPassage';
export { type StationaryChain, stationaryChain } from './chain/stationaryChain';
export { type CriticalPoint, criticalPoint } from './critical/critical';
export { findCriticalPoints } from './critical/criticalPoints';
export { langevinDynamics } from './dynamics/dynamics';
export { relaxationRates } from './dynamics/spectrum';
export { checkExact } from './exact';
export { firstPassage } from './passage/firstPassage';
export { overBarrier } from './passage/overBarrier';
export { meanExitTime, meanPassageTime } from './passage/passage';
export { stationaryDensity } from './stationary/density';
export { diffusionDensity } from './stationary/diffusionDensity';
export { phaseDensity } from './stationary/phaseDensity';
export { rowPotential } from './stationary/rowPotential';
