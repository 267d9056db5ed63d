import { applyEdits, type JSONPath, modify } from 'jsonc-parser';
import doubleWell from '../../examples/double-well.json?raw';
import type { Engine } from './engine';

/** Particles that finish in a few seconds. */
const particlesOn = { hardware: 100_000, software: 20_000, twin: 2_000 };

const kindOf = ({ missing, machine }: Engine) =>
  missing !== undefined ? 'twin' : machine.software ? 'software' : 'hardware';

const put = (text: string, path: JSONPath, value: unknown) => applyEdits(text, modify(text, path, value, {}));

/**
 * The command's own example, with as many particles as suit the engine. What it expects is left out: that is for a million
 * of them.
 */
export function exampleFor(engine: Engine): string {
  const smaller = put(doubleWell, ['ensemble', 'particles'], particlesOn[kindOf(engine)]);
  return put(smaller, ['expect'], undefined);
}
