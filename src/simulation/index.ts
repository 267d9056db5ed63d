export type { Checkpoint, Checkpointing } from './checkpoint';
export { simulateOnCpu } from './cpu/run';
export type { Progress, SimulationOptions, Stage } from './options';
export { pilotSettings } from './pilot';
export { particlesIn, shardTiles, type TileRange, tilesOf } from './shards';
export { Tallies } from './tallies';
export { type RecoveryOptions, simulateRecovering } from './webgpu/recover';
export { type GpuSimulationOptions, simulateOnGpu } from './webgpu/run';
export { stateWords } from './webgpu/state';
