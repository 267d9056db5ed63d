import type { CellBlock } from '../model/observable';
import type { Plan } from '../model/plan';

/** Where a block of cells lies among all cells of one (point, group). */
export interface PlacedBlock extends CellBlock {
  /** Index of the observer in the plan, or −1 for the engine's own cells. */
  observer: number;
  offset: number;
}

/** The cells of one (point, group), in an order that the experiment alone decides. */
export interface CellTable {
  blocks: readonly PlacedBlock[];
  /** Cells of one (point, group). */
  count: number;
}

/** The engine's own blocks: particles whose coordinates left the finite numbers, and steps that were accepted. */
const nonFiniteBlock: CellBlock = { name: 'nonFinite', kind: 'counter', count: 1 };
const acceptedBlock: CellBlock = { name: 'accepted', kind: 'counter', count: 1 };

export function cellTable(plan: Pick<Plan, 'observers' | 'method'>): CellTable {
  let count = 0;
  const place = (observer: number) => (block: CellBlock) => {
    const placed = { ...block, observer, offset: count };
    count += block.count;
    return placed;
  };
  const blocks = [
    ...[nonFiniteBlock, ...(plan.method.accepted === undefined ? [] : [acceptedBlock])].map(place(-1)),
    ...plan.observers.flatMap(({ observer }, i) => observer.blocks.map(place(i))),
  ];
  return { blocks, count };
}

export function findBlock(table: CellTable, observer: number, name: string): PlacedBlock {
  const block = table.blocks.find((b) => b.observer === observer && b.name === name);
  if (block === undefined) throw new Error(`observer ${observer} has no block of cells named ${name}`);
  return block;
}
