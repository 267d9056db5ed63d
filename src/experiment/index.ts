export { layOut, tallyBytes } from './layout';
export { checkExperiment, type ReadOptions, readExperiment } from './read';
export { countCells, resolveExperiment } from './resolve';
export { type ExperimentFile, experimentJsonSchema, type JsonSchema } from './schema';
export { choices } from './show';
