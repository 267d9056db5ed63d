export { ErgodicError, exitStatus, type Failure } from './errors';
export {
  checkExperiment,
  type ExperimentFile,
  experimentJsonSchema,
  readExperiment,
  resolveExperiment,
} from './experiment';
export { closeDevice, type Gpu, openDevice } from './gpu/adapter';
export { landscapes } from './landscapes';
export { methods } from './methods';
export type { Estimate } from './model/estimate';
export type { Landscape } from './model/landscape';
export type { Method } from './model/method';
export type { NamedArray, Observable } from './model/observable';
export type { Plan } from './model/plan';
export type { Result } from './model/result';
export { observables } from './observables';
export { renderReport } from './report';
export { summarise, tallyArrays } from './results';
export { readNpz, writeNpz } from './results/npz';
export { simulateOnCpu, simulateOnGpu, Tallies } from './simulation';
