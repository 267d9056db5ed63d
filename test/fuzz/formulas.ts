import type { Node } from '../../src/expression';
import type { Place } from '../expression/roundoff';
import type { Dice } from './dice';
import { Grammar, type Space, spaces, unary, write } from './grammar';
import { hugeNumbers, injections, mutate, noise } from './hostile';

/** A text that is to be read as a formula. */
export interface Formula {
  text: string;
  space: Space;
  place: Place;
  /** What it means, where it was made by the grammar and left as it was. */
  tree?: Node;
}

type Maker = (dice: Dice) => { text: string; space: Space; tree?: Node };

const symbols = [...'+-*/^(),?:', '<', '<=', '>', '>=', '==', '!=', '\u2212', '\u00b7'];
const words = [...unary, 'min', 'max', 'dot', 'sum', 'norm2', 'momentum', 'loss', 'testLoss', 'pi', 'w', 'x', 'y', 'a'];

function grown(dice: Dice, depth: number): { text: string; space: Space; tree: Node } {
  const space = dice.pick(spaces);
  const { tokens, node } = new Grammar(space, dice).number(depth);
  return { text: write(tokens, dice), space, tree: node };
}

function mutated(dice: Dice) {
  const { text, space } = grown(dice, dice.between(1, 5));
  return { text: mutate(text, dice), space };
}

/** Words of the grammar, of shaders and of attacks in any order. */
function soup(dice: Dice) {
  const piece = () => dice.pick(dice.pick<readonly string[]>([symbols, symbols, words, hugeNumbers, injections]));
  return { text: dice.list(dice.between(1, 16), piece).join(dice.pick(['', ' '])), space: dice.pick(spaces) };
}

const any = (dice: Dice) => ({ text: noise(dice, 60), space: dice.pick(spaces) });

const wide: Space = { variables: ['w[1023]', 'x'], parameters: ['a'] };

/** Texts that cost the most for their length: deep, long, wide. */
function extreme(dice: Dice): { text: string; space: Space } {
  const [space] = spaces;
  const many = dice.pick([10, 100, 190, 200, 201, 1000, 10_000, 30_000]);
  const open = dice.pick([
    '(',
    '-',
    '+',
    'exp(',
    'x^',
    'x>0?',
    'x>0?1:',
    '2^-',
    'min(x,',
    'dot(',
    '((',
    '-(',
    'sqrt(abs(',
  ]);
  const term = dice.pick([
    '+x',
    '*x',
    '-1',
    '/2',
    '*1e30',
    '/1e-30',
    '^1',
    '+sin(x)',
    '*exp(x)',
    '-x*x',
    '+1e38',
    '<x',
  ]);
  const vector = dice.pick(['*exp(w)', '+w', '^2', '/w', '*w*x', '+sin(w)', '*dot(w,w)', '^w']);
  const name = dice.pick(['sum', 'norm2', 'dot']);
  return dice.pick([
    { text: `${open.repeat(many)}x`, space },
    { text: `${open.repeat(many)}x${')'.repeat(many)}`, space },
    { text: `x${term.repeat(many)}`, space },
    { text: `(x${term.repeat(dice.below(60))})^${dice.pick([2, 64, 1023, 1024, 1e9, '(1/3)', 'x'])}`, space },
    { text: dice.pick(['x', '1', '(', '"', '\u0000', 'é', '.', '\n', 'sin']).repeat(many), space },
    { text: `${name}(w${vector.repeat(dice.below(400))})`, space: wide },
    { text: `${name}(w,w${vector.repeat(dice.below(400))})`, space: wide },
  ]);
}

/** Names that an experiment may ask for. */
function named(dice: Dice) {
  const name = () =>
    dice.chance(0.5) ? dice.pick(injections) : dice.pick(words) + dice.pick(['', '1', '[2]', '[1025]']);
  const space = { variables: dice.list(dice.between(1, 3), name), parameters: dice.list(dice.below(2), name) };
  return { text: dice.pick([...space.variables, 'x']).replace(/\[\d+\]/, '1'), space };
}

const makers: [share: number, make: Maker][] = [
  [400, (dice) => grown(dice, dice.between(1, 6))],
  [240, mutated],
  [200, soup],
  [100, any],
  [52, named],
  [8, extreme],
];

/** A formula of any kind. */
export function drawFormula(dice: Dice): Formula {
  const place = placeOf(dice);
  let at = dice.below(1000);
  const [, make] = makers.find(([share]) => {
    at -= share;
    return at < 0;
  })!;
  return { ...make(dice), place };
}

/** Coordinates and parameters for the largest space, at times where functions have their corners. */
function placeOf(dice: Dice): Place {
  const corner = () => dice.pick([0, 1, -1, 0.5, 2, 100, -100, 1e-20, 1e20]);
  const number = () => (dice.chance(0.15) ? corner() : (2 * dice.between(-3072, 3072) + 1) / 2048);
  return { point: dice.list(4, number), parameters: dice.list(2, number) };
}
