// Moments to the 8th, tails to 5.5 and neighbour correlations of the device's normals against the exact law:
//   node bench/run.js bench/random/tails.ts [normals] [fast|philox] [first seed] > bench/random/tails.txt
import { openNodeGpu } from '../../src/cli/adapters';
import { closeDevice, openDevice } from '../../src/gpu/adapter';
import type { StreamKind } from '../../src/random';
import { measure, normalsPerDispatch, type Score } from './moments';

const neighbours = ['seed', 'particle', 'block'] as const;

/** One row for each quantity: samples of equal size make the mean of the values, and of the scores times their root. */
function pool(samples: readonly Score[][]): Score[] {
  const names = [...new Set(samples.flat().map(({ name }) => name))];
  return names.map((name) => {
    const rows = samples.flat().filter((row) => row.name === name);
    const sum = (of: (row: Score) => number) => rows.reduce((total, row) => total + of(row), 0);
    const value = sum((row) => row.value) / rows.length;
    return { ...rows[0], value, z: sum((row) => row.z) / Math.sqrt(rows.length), expected: sum((row) => row.expected) };
  });
}

function line({ name, value, exact, z }: Score): string {
  const numbers = [value, exact].map((number) => number.toPrecision(8).padStart(16));
  return `${name.padEnd(48)}${numbers.join('')}${z.toFixed(2).padStart(8)}`;
}

export async function main([normals = '2e9', stream = 'fast', first = '100']: string[]): Promise<void> {
  const node = await openNodeGpu('auto');
  const gpu = await openDevice(node.gpu);
  const dispatches = Math.ceil(Number(normals) / normalsPerDispatch / neighbours.length);
  const samples: Score[][] = [];
  for (const [i, neighbour] of neighbours.entries()) {
    const seed = Number(first) + 2 * i;
    samples.push(await measure(gpu.device, { stream: stream as StreamKind, neighbour, seed, dispatches }));
  }
  const rows = pool(samples);
  const drawn = dispatches * normalsPerDispatch * neighbours.length;
  console.log(`${gpu.info.adapter}\nstream ${stream}, ${drawn.toExponential(3)} normals, first seed ${first}\n`);
  console.log(`${'quantity'.padEnd(48)}${'measured'.padStart(16)}${'exact'.padStart(16)}${'z'.padStart(8)}`);
  for (const row of rows) console.log(line(row));
  const largest = Math.max(...rows.map(({ z }) => Math.abs(z)));
  console.log(
    `\nlargest |z| of ${rows.length}: ${largest.toFixed(2)} (independent scores would pass 3.62 once in a hundred tables)`,
  );
  await closeDevice(gpu);
  await node.close();
}
