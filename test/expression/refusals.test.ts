import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, createScope, ExpressionError, emitWgsl, gradient, parse } from '../../src/expression';
import { errorOf, names, naming, wgslOf } from './formulas';

/** The column under which the message puts its caret, in the line that it shows. */
function caretOf(error: ExpressionError): { shown: string; column: number } {
  const [, shown, caret] = error.message.split('\n');
  return { shown, column: caret.indexOf('^') };
}

// The fault begins where the formula has «.
describe('a caret under the fault', () => {
  it.each([
    ['«', 'empty formula'],
    ['   «', 'empty formula'],
    ['x + «', 'ends where a value belongs'],
    ['(x + 1«', 'found the end'],
    ['x«)', "unexpected ')'"],
    ['2 «x', "unexpected 'x'"],
    ['«z + 1', "unknown name 'z'"],
    ['x + «foo(2)', "unknown function 'foo'"],
    ['«x(2)', "'x' is not a function"],
    ['1 + «exp', "function 'exp' without its argument"],
    ['x + exp(«)', 'no argument'],
    ['«exp(x, y)', 'exp with 2 arguments'],
    ['«max(x)', 'max with 1 argument'],
    ['«dot(w)', 'dot with 1 argument'],
    ['«dot(w, u)', 'vectors of 3 and 2 entries'],
    ['w «+ u', 'vectors of 3 and 2 entries'],
    ['«sum(x)', 'sum of a number'],
    ['«dot(w, 2)', 'dot of a number'],
    ['«w + 1', 'a vector of 3 entries'],
    ['x «@ 2', "unexpected character '@'"],
    ['x + «\u{1F600}', "unexpected character '\u{1F600}'"],
    ['x «= 2', "unexpected character '='"],
    ['x * * «', "found '*' where a value belongs", 4],
    ['x «? 1 : 2', 'not a comparison'],
    ['w > 0 «? 1 : 2', 'not a comparison'],
    ['x > 0 «? w : 1', 'a branch of ? is a vector'],
    ['x > 0 ? 1«', 'found the end'],
    ['1 + «(x > 0', 'found the end', 10],
    ['(x > 0) «+ 1', 'a comparison where a number belongs'],
    ['x > 0 «> 1 ? 1 : 2', 'a comparison where a number belongs'],
    ['«-(x > 0)', 'a comparison where a number belongs'],
    ['«min(x > 0, 1)', 'a comparison where a number belongs'],
    ['«sum(w > 0)', 'a comparison where a number belongs'],
    ['«1e39 * x', 'beyond single precision'],
    ['1e38 «* 10', 'not a finite number'],
    ['1 «/ 0', 'not a finite number'],
    ['«log(0)', 'not a finite number'],
    ['«sqrt(-1)', 'not a finite number'],
  ])('%s: %s', (marked, found, at = marked.indexOf('«')) => {
    const source = marked.replace('«', '');
    const error = errorOf(source);
    expect(error.message).toContain(found);
    expect(error.position).toBe(at);
    const { shown, column } = caretOf(error);
    expect(shown.slice(4)).toBe(source);
    expect(column).toBe(4 + at);
    expect(error.exitStatus).toBe(2);
  });

  it('shows a long formula around the fault', () => {
    const error = errorOf(`${'x + '.repeat(100)}q${' + x'.repeat(100)}`);
    const { shown, column } = caretOf(error);
    expect(shown[column]).toBe('q');
    expect(shown.length).toBeLessThan(120);
  });

  it.each([
    ['ln(x)', 'write log(…)'],
    ['1 + pow(x, 2)', 'write a^b'],
    ['sigmoid(x)', 'write logistic(…)'],
    ['e^x', 'write exp(1)'],
    ['momentum', 'write momentum(x)'],
    ['testLoss', 'data.test'],
  ])('%s: says what to write for a name of other grammars or places', (source, remedy) => {
    expect(errorOf(source).remedy).toContain(remedy);
  });

  it('names the nearest name', () => {
    expect(errorOf('softpluss(x)').remedy).toContain("did you mean 'softplus'?");
    expect(errorOf('1 + PI').remedy).toContain("did you mean 'pi'?");
  });
});

describe('limits', () => {
  it.each([
    ['parentheses', '('.repeat(99_999)],
    ['balanced parentheses', `${'('.repeat(300)}x${')'.repeat(300)}`],
    ['signs', `${'-'.repeat(90_000)}x`],
    ['towers', `x${'^x'.repeat(40_000)}`],
    ['calls', `${'exp('.repeat(20_000)}x`],
    ['choices', 'x>0?'.repeat(20_000)],
  ])('refuses deep nesting: %s', (_, source) => {
    expect(errorOf(source).message).toContain('more than 200 nested levels');
  });

  it('reads 190 levels', () => {
    expect(() => parse(names(), `${'('.repeat(190)}x${')'.repeat(190)}`)).not.toThrow();
  });

  it('refuses long formulas at the first character too many', () => {
    expect(errorOf('x+'.repeat(50_001)).position).toBe(100_000);
    expect(() => parse(names(), `${'x'.padEnd(100_000)}`)).not.toThrow();
  });

  it('refuses more than sixty thousand operations', () => {
    const scope = createScope(['w[1024]']);
    expect(() => parse(scope, `sum(w${'*exp(w)'.repeat(600)})`)).toThrow('more than 60000 operations');
  });
});

const token = /\s+|[a-z]\w*|\d+\.\d*(?:e[+-]?\d+)?f|<=|>=|==|!=|[-+*/()=;,<>]/y;
const identifiers = new Set(
  `let select sqrt exp abs sign min max ergodic_sin ergodic_cos ergodic_tan ergodic_tanh ergodic_erf
   ergodic_softplus ergodic_logistic ergodic_log ergodic_pow`.split(/\s+/),
);
const generated = /^(?:x\d+|t\d+|u0)$/;

/** The first piece of a shader that this engine would never write, if there is one. */
function stranger(wgsl: string): string | undefined {
  token.lastIndex = 0;
  while (token.lastIndex < wgsl.length) {
    const at = token.lastIndex;
    const match = token.exec(wgsl);
    if (match === null) return wgsl.slice(at, at + 20);
    const [piece] = match;
    if (/^[a-z]/.test(piece) && !identifiers.has(piece) && !generated.test(piece)) return piece;
  }
  return undefined;
}

/** Parses and emits value and gradient; undefined where the formula is refused. */
function emitted(source: string): string | undefined {
  const scope = names();
  try {
    const value = parse(scope, source);
    const { lines, outputs } = emitWgsl(compile([value, ...gradient(scope.graph, value)]), naming);
    return [...lines, ...outputs.map((output) => `${output};`)].join('\n');
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

const pieces =
  `x y w u w1 w3 u2 a b pi 0 1 2 .5 1e3 1e38 3e-39 1e-46 + - * / ^ < <= == != > >= ? : ( ) , . ; = & { } [ ] ' " \` //
  /* \\ @ # $ sqrt( exp( log( sin( tan( tanh( abs( min( max( sign( erf( softplus( logistic( dot( sum( norm2( (x (w ) )) x) fn
  let var return f32 vec3f bitcast workgroupBarrier() storage constructor __proto__ toString eval \u2212 \u00b7 \u{1F600} \n`.split(
    / +|\n(?= )/,
  );

const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(' '));
const algebra = fc
  .array(fc.tuple(fc.constantFrom(...'x y w1 a 2 3e38 1e-39'.split(' ')), fc.constantFrom(...'+-*/^<'.split(''))), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => `${parts.flat().join(' ')} x`);
const calls = fc
  .tuple(fc.constantFrom('sum', 'norm2', 'exp', 'abs', 'tanh', 'sign'), fc.oneof(algebra, soup))
  .map(([f, inner]) => `${f}(${inner.replaceAll('x', 'w')})`);

describe('nothing that a stranger types reaches a shader', () => {
  it.each([
    'x; } @compute fn main() {',
    'x /* */',
    'x // y',
    'x\u0000',
    'x.constructor("return 1")()',
    '`x`',
    'x["y"]',
    'bitcast(x)',
    'workgroupBarrier()',
    'a = b',
    'x && y',
  ])('refuses %j', (source) => {
    expect(errorOf(source)).toBeInstanceOf(ExpressionError);
  });

  it('renames every name', () => {
    const scope = createScope(['evil', 'main'], ['payload']);
    expect(stranger(wgslOf('exp(evil) + main^2 * payload', scope))).toBeUndefined();
    expect(stranger('let evil = x0;')).toBe('evil');
  });

  it.each([
    ['any text', fc.string({ unit: 'binary', maxLength: 40 }), 2000],
    ['pieces of the grammar and of WGSL', soup, 6000],
    ['arithmetic of extreme constants', algebra, 2000],
    ['functions of vectors', calls, 2000],
  ])('%s', (_, text, numRuns) => {
    const check = (source: string) => {
      const wgsl = emitted(source);
      if (wgsl !== undefined) expect(stranger(wgsl)).toBeUndefined();
    };
    fc.assert(fc.property(text, check), { numRuns, seed: 7 });
  });

  it('adds no truth values', () => {
    for (const source of ['sum(w > 0)', 'sum(w == u1)', '1 + sum(w < x)'])
      expect(() => parse(names(), source)).toThrow();
  });

  it('writes finite numbers only', () => {
    for (const source of ['1e30 * (1e30 * x)', 'x / 1e-39', '3e38 * x^2', '1e38 * x * 10']) {
      expect(emitted(source) ?? '').not.toMatch(/Infinity|NaN/);
    }
  });
});
