import type { Plan } from '../../model/plan';
import { cellTable, type PlacedBlock } from '../cells';

/** Where a block is gathered before it reaches the tallies. */
export type Place =
  | { in: 'registers'; block: PlacedBlock; shared: number; sharedHigh: number }
  | { in: 'workgroup'; block: PlacedBlock; shared: number; sharedHigh: number }
  | { in: 'tallies'; block: PlacedBlock };

// More sums than this would spill out of a thread's registers.
const mostRegisterSums = 64;

/** Gives every block its place; histograms that do not fit into workgroup memory are counted in the tallies directly. */
export function placeBlocks(plan: Plan, sharedWords: number) {
  const blocks = cellTable(plan).blocks;
  const sums = blocks.filter((b) => b.kind === 'sum').reduce((n, b) => n + b.count, 0);
  const inRegisters = (b: PlacedBlock) => b.kind === 'counter' || (b.kind === 'sum' && sums <= mostRegisterSums);
  let shared = 0;
  let sharedHigh = 0;
  const places = new Map<PlacedBlock, Place>();
  for (const block of blocks.filter(inRegisters)) {
    places.set(block, { in: 'registers', block, shared, sharedHigh });
    shared += block.count;
    if (block.kind === 'sum') sharedHigh += block.count;
  }
  for (const block of blocks.filter((b) => !inRegisters(b))) {
    const words = { counter: 1, histogram: 1, indexedSum: 2, sum: Number.POSITIVE_INFINITY }[block.kind] * block.count;
    const fits = shared + sharedHigh + words + 2 <= sharedWords;
    places.set(block, fits ? { in: 'workgroup', block, shared, sharedHigh } : { in: 'tallies', block });
    if (!fits) continue;
    shared += block.count;
    if (block.kind === 'indexedSum') sharedHigh += block.count;
  }
  return { places: [...places.values()], shared, sharedHigh };
}

/**
 * Arrays and not a variable each, and added up in a loop at the end, so that they stay in memory: software adapters carry every variable
 * around every loop, and with ten of them that is half of the time.
 */
export const sumArrays = (block: PlacedBlock) => ({ low: `low${block.offset}`, high: `high${block.offset}` });

export const register = (block: PlacedBlock, cell: number) => `c${block.offset + cell}`;

export function declareRegisters(block: PlacedBlock): string[] {
  if (block.kind === 'sum') {
    const { low, high } = sumArrays(block);
    return [low, high].map((name) => `var ${name}: array<i32, ${block.count}>;`);
  }
  return Array.from({ length: block.count }, (_, i) => `var ${register(block, i)} = 0.0;`);
}
