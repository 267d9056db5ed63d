import type { PlacedBlock } from '../cells';
import { type Place, register, sumArrays } from './places';

/** Registers to workgroup memory, workgroup memory to tallies. */
export function flushStatements(places: readonly Place[]): string[] {
  const gathered = places.filter((p) => p.in !== 'tallies');
  const toShared = gathered.flatMap((place) => (place.in === 'registers' ? registersToShared(place) : []));
  const toTallies = gathered.map((place) => {
    const { block, shared, sharedHigh } = place;
    const isSum = block.kind === 'sum' || block.kind === 'indexedSum';
    const high = isSum ? `atomicLoad(&shared_high[${sharedHigh}u + i])` : '0u';
    return `for (var i = lane; i < ${block.count}u; i += workgroup_threads) {
      let low = atomicLoad(&shared_low[${shared}u + i]);
      let high = ${high};
      if ((low | high) != 0u) { add_tally(tally_base + ${block.offset}u + i, low, high); }
    }`;
  });
  return ['if (particle.alive) {', ...toShared, '}', 'workgroupBarrier();', ...toTallies];
}

/** Adds up a block of sums: `add` is told of the cell and its two words. */
function flushSums(block: PlacedBlock, add: (cell: string, low: string, high: string) => string): string {
  const { low, high } = sumArrays(block);
  return `for (var i = 0u; i < ${block.count}u; i++) {
    let words = sum_words(${low}[i], ${high}[i]);
    ${add('i', 'words.x', 'words.y')}
  }`;
}

/** Registers to tallies. */
export function directFlush(places: readonly Place[]): string[] {
  const adds = places.flatMap(({ in: place, block }) => {
    if (place !== 'registers') return [];
    const first = `tally_base + ${block.offset}u`;
    if (block.kind === 'sum')
      return [flushSums(block, (cell, low, high) => `add_tally(${first} + ${cell}, ${low}, ${high});`)];
    return Array.from({ length: block.count }, (_, i) => {
      const name = register(block, i);
      return `if (${name} != 0.0) { add_tally(${first} + ${i}u, u32(${name}), 0u); }`;
    });
  });
  return ['if (particle.alive) {', ...adds, '}'];
}

function registersToShared({ block, shared, sharedHigh }: Extract<Place, { in: 'registers' }>): string[] {
  if (block.kind === 'sum') {
    const cell = (first: number) => `${first}u + i`;
    return [
      flushSums(block, (_, low, high) => `add_shared_sum(${cell(shared)}, ${cell(sharedHigh)}, ${low}, ${high});`),
    ];
  }
  return Array.from({ length: block.count }, (_, i) => {
    const name = register(block, i);
    return `if (${name} != 0.0) { atomicAdd(&shared_low[${shared + i}u], u32(${name})); }`;
  });
}
