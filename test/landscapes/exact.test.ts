import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile, createScope, gradient, parse } from '../../src/expression';
import { landscapes } from '../../src/landscapes';
import type { ExactNumber } from '../../src/model/landscape';
import { checkExact } from '../../src/reference';

/** Half a unit in the last significant digit, and one part in 10⁹ for what ends in a five. */
function resolution({ value, digits }: ExactNumber): number {
  if (value === 0) return 1e-12;
  return 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - digits) + 1e-9 * Math.abs(value) * 10 ** -digits;
}

describe.each(landscapes)('$name', (landscape) => {
  it.each(landscape.exact.map((number) => ({ number, name: label(number) })))('$name', ({ number }) => {
    const computed = checkExact(landscape, number);
    expect(computed).not.toBeNull();
    expect(Math.abs(computed! - number.value)).toBeLessThanOrEqual(resolution(number));
  });

  it('has a formula that can be read, with finite values and slopes in its window, in every dimension', () => {
    for (const dimension of landscape.dimensions) {
      const { variables, potential, parameters } = landscape.formula(dimension);
      const scope = createScope(variables, Object.keys(parameters));
      const node = parse(scope, potential);
      expect(scope.graph.coordinates).toHaveLength(dimension);
      const program = compile([node, ...gradient(scope.graph, node)]);
      const window = (i: number) => landscape.window[landscape.window.length === 1 ? 0 : i];
      const point = scope.graph.coordinates.map((_, i) => window(i)[0] + 0.3 * (window(i)[1] - window(i)[0]));
      expect(program.at(point, Object.values(parameters)).every(Number.isFinite)).toBe(true);
    }
  });
});

function label({ quantity, value, digits, ...conditions }: ExactNumber): string {
  return `${JSON.stringify(quantity)} ${JSON.stringify(conditions)} = ${value}`;
}

describe('catalogue', () => {
  it('lists every file of its folder once', () => {
    const files = readdirSync(new URL('../../src/landscapes', import.meta.url)).filter(
      (f) => f.endsWith('.ts') && f !== 'index.ts',
    );
    const kebab = (file: string) => file.replace('.ts', '').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
    expect(landscapes.map((l) => l.name).sort()).toEqual(files.map(kebab).sort());
  });
});
