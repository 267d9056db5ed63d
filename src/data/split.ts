import { philox4x32 } from '../random';
import { countOf, refuse } from './words';

/** Any fixed key: it keeps the choice of held-out rows apart from the particles' random numbers. */
const key = [0x68656c64, 0x6f757400];

/** A permutation of 0 … count − 1 that depends on `count` alone (Fisher–Yates, driven by Philox under a fixed key). */
function permutation(count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const words = new Uint32Array(4);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor((philox4x32([i, count, 0, 0], key, words)[0] / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/**
 * Chooses the rows to hold out: the first round(fraction · count) of a permutation that depends on `count` alone, so that
 * a larger fraction holds out the same rows and more. Both lists are in the order of the table.
 *
 * @throws ErgodicError when the fraction is not between 0 and 1, or would leave one side without a row
 */
export function holdOut(count: number, fraction: number, name: string): { train: Uint32Array; test: Uint32Array } {
  if (!(fraction > 0 && fraction < 1)) {
    refuse(`"test": found ${fraction}, expected a number between 0 and 1, such as 0.25, or the name of a table's file`);
  }
  const held = Math.round(fraction * count);
  if (held < 1 || held >= count) {
    refuse(
      `"test": ${fraction} of the ${countOf(count, 'row')} of ${name} is ${countOf(held, 'row')}; expected at least one held out and one kept: choose another fraction or a larger table`,
    );
  }
  const order = permutation(count);
  return { train: order.slice(held).sort(), test: order.slice(0, held).sort() };
}
