export { batchLaw, lossSums } from './batchLaw';
export { type CriticalPoint, criticalPoint } from './critical';
export { findCriticalPoints } from './criticalPoints';
export { stationaryDensity } from './density';
export { diffusionDensity } from './diffusionDensity';
export { langevinDynamics } from './dynamics';
export { checkExact } from './exact';
export { firstPassage } from './firstPassage';
export { meanExitTime, meanPassageTime } from './passage';
export { phaseDensity } from './phaseDensity';
export { rowPotential } from './rowPotential';
export {
  type BatchChain,
  type BatchMoments,
  batchMoments,
  mandtCovariance,
  type QuadraticRows,
  type QuadraticSums,
  quadraticSums,
} from './secondMoments';
export { relaxationRates } from './spectrum';
