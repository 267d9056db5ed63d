import { describe, expect, it } from 'vitest';
import { createScope, parse } from '../../src/expression';
import { names, operationsOf, valueAt } from './formulas';

const [x, y, a] = [1.5, -0.75, 0.5];
const w = [2, 3, 5];

describe('precedence', () => {
  it.each([
    ['1 + 2 * 3 ^ 2', 19],
    ['-x^2', -2.25],
    ['(-x)^2', 2.25],
    ['2^3^2', 512],
    ['(2^3)^2', 64],
    ['2^-x', 2 ** -1.5],
    ['2^-x^2', 2 ** -2.25],
    ['2^-x*y', 2 ** -1.5 * y],
    ['8 - 2 - 1', 5],
    ['8 / 4 / 2', 1],
    ['8 / 4 * 2', 4],
    ['--x', x],
    ['3 - -x', 4.5],
    ['3 * -x', -4.5],
    ['+x - +y', 2.25],
    ['-x + y', -2.25],
    ['x + 1 < y + 3 ? 1 : 2', 2],
    ['x * 2 > y ^ 2 ? 1 : 2', 1],
    ['1 + (x > 0 ? 10 : 20)', 11],
    ['x < 0 ? 1 : 2 + 3', 5],
  ])('%s is %d', (source, value) => {
    expect(valueAt(source)).toBe(value);
  });

  it.each([
    ['x < 0 ? 1 : y < 0 ? 2 : 3', 2],
    ['x > 0 ? y > 0 ? 1 : 2 : 3', 2],
    ['(x < 0 ? 1 : 0) > 0 ? 1 : x > 1 ? 2 : 3', 2],
  ])('nested: %s is %d', (source, value) => {
    expect(valueAt(source)).toBe(value);
  });

  it.each([
    ['x < 1.5', 0],
    ['x <= 1.5', 1],
    ['x > 1.5', 0],
    ['x >= 1.5', 1],
    ['x == 1.5', 1],
    ['x != 1.5', 0],
  ])('%s decides %d', (condition, value) => {
    expect(valueAt(`${condition} ? 1 : 0`)).toBe(value);
  });
});

describe('what can be written', () => {
  it.each([
    ['pi', Math.PI],
    ['1e3 + .5 + 2. + 1.5E-1', 1002.65],
    ['\u22123 \u00b7 x', -4.5],
    ['3 \u2212 x', 1.5],
    ['\tx\n+ y ', 0.75],
    ['a * b', 3.5],
    ['w3', 5],
    ['dot(w, w)', 38],
    ['sum(w)', 10],
    ['norm2(w)', Math.sqrt(38)],
    ['sum(w * w)', 38],
    ['sum(w ^ 2 - 1)', 35],
    ['sum(a / w)', a / w[0] + a / w[1] + a / w[2]],
    ['sum(-w)', -10],
    ['dot(w - x, w + 1)', 0.5 * 3 + 1.5 * 4 + 3.5 * 6],
    ['sum(max(w, 3))', 11],
    ['sum(min(3, w))', 8],
    ['sum(exp(w))', Math.exp(2) + Math.exp(3) + Math.exp(5)],
    ['norm2(u)', Math.sqrt(0.0625 + 16)],
    ['abs(y) + sign(y) + min(x, y) + max(x, y)', 0.75 - 1 - 0.75 + 1.5],
  ])('%s is %d', (source, value) => {
    expect(valueAt(source)).toBeCloseTo(value, 12);
  });

  it('reads the longest sum that fits', () => {
    expect(valueAt(`x${'+y'.repeat(49_999)}`)).toBeCloseTo(x + 49_999 * y, 6);
  });

  it('has 1024 coordinates at most', () => {
    expect(createScope(['w[1024]']).graph.coordinates).toHaveLength(1024);
    expect(() => createScope(['w[1024]', 'x'])).toThrow('1025 coordinates');
    expect(() => createScope(['w[1025]'])).toThrow('1 to 1024');
    expect(() => createScope(['w[0]'])).toThrow('1 to 1024');
  });
});

describe('powers', () => {
  it.each([0, 1, 2, 3, 7, 64, 255, 256, -1, -2, -256])('x^%d is a product', (n) => {
    expect(operationsOf(`x^(${n})`)).not.toContain('pow');
    expect(valueAt(`(-x)^(${n})`) / (-x) ** n).toBeCloseTo(1, 12);
  });

  it('takes at most 2·log₂ n products', () => {
    expect(operationsOf('x^256').filter((op) => op === 'mul')).toHaveLength(8);
    expect(operationsOf('x^255').filter((op) => op === 'mul')).toHaveLength(14);
  });

  it('takes a root for one half, and a power where the exponent varies', () => {
    expect(operationsOf('x^0.5')).toContain('sqrt');
    expect(operationsOf('x^0.3')).toContain('pow');
    expect(operationsOf('x^a')).toContain('pow');
  });
});

describe('names', () => {
  it.each(['fn', 'let', 'f32', 'vec3f', 'workgroup', 'pi', 'dot', 'sum', 'norm2', 'loss', 'momentum', '__x'])(
    '%s is reserved',
    (name) => {
      expect(() => createScope([name])).toThrow('reserved word');
      expect(() => createScope(['q'], [name])).toThrow('reserved word');
      expect(() => createScope([`${name}[2]`])).toThrow('reserved word');
    },
  );

  it.each(['exp', 'min', 'erf', 'softplus'])('%s is a function', (name) => {
    expect(() => createScope([name])).toThrow('function of the grammar');
    expect(() => createScope(['q'], [name])).toThrow('function of the grammar');
  });

  it.each([
    [['x', 'x'], [], 'x'],
    [['x'], ['x'], 'x'],
    [['q'], ['p', 'p'], 'p'],
    [['w[2]', 'w'], [], 'w'],
    [['w[2]', 'w2'], [], 'w2'],
    [['w[2]'], ['w1'], 'w1'],
    [['w[2]'], ['w'], 'w'],
  ])('%j with %j declares %s twice', (variables, parameters, name) => {
    expect(() => createScope(variables, parameters)).toThrow(`'${name}' is declared twice`);
  });

  it.each(['', ' ', '1x', 'x y', 'x-y', 'é', 'x;', 'w[', 'w[]', 'w[-1]', 'w[2', 'w[1e2]', 'w[2][2]', 'x\n', '$'])(
    '%j is not a name',
    (name) => {
      expect(() => createScope([name])).toThrow('is not a name');
    },
  );

  it('may differ in case alone, and may be those of other languages', () => {
    const scope = createScope(['X', 'x', 'constructor', 'toString', 'hasOwnProperty']);
    expect(() => parse(scope, 'X * x + constructor * toString')).not.toThrow();
    expect(() => parse(names(), 'valueOf + toString(x)')).toThrow("unknown name 'valueOf'");
  });
});
