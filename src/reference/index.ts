export { type CriticalPoint, criticalPoint } from './critical';
export { stationaryDensity } from './density';
export { checkExact } from './exact';
export { meanExitTime, meanPassageTime } from './passage';
export { relaxationRates } from './spectrum';
