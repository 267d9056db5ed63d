import { compile, createScope, ExpressionError, emitWgsl, type Naming, parse, type Scope } from '../../src/expression';

export const naming: Naming = { coordinate: (i) => `x${i}`, uniform: () => 'u0', prefix: 't' };

/** x, y, w1 … w3, u1 u2 and the parameters a, b. */
export const names = (): Scope => createScope(['x', 'y', 'w[3]', 'u[2]'], ['a', 'b']);

/** Where `names()` is evaluated: every number differs from the others. */
const point = [1.5, -0.75, 2, 3, 5, 0.25, -4];
const parameters = [0.5, 7];

export const valueAt = (source: string) => compile([parse(names(), source)]).at(point, parameters)[0];

/** Operations of a formula after simplification. */
export const operationsOf = (source: string) => compile([parse(names(), source)]).nodes.map(({ op }) => op);

export const wgslOf = (source: string, scope = names()) => {
  const { lines, outputs } = emitWgsl(compile([parse(scope, source)]), naming);
  return [...lines, ...outputs].join('\n');
};

export function errorOf(source: string): ExpressionError {
  try {
    parse(names(), source);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`'${source}' was accepted`);
}
