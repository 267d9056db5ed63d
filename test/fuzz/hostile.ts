import type { Dice } from './dice';

/** What somebody might type to break out of a formula, a name, a file or a page. */
export const injections = [
  'x); } fn evil() {',
  '; } @compute @workgroup_size(1) fn evil() { loop {} }',
  '0.0; output[0] = 1.0; let q = x',
  '/* x */',
  '// x\n',
  '*/',
  '\n',
  '\r',
  '\u2028',
  '\u0000',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString()',
  `\${x}`,
  `\${process.exit(1)}`,
  '`x`',
  '"x"',
  "'x'",
  '\\',
  '\\u0078',
  '#if X',
  '#x',
  '@group(0)',
  'let x = 1',
  'fn',
  'var',
  'bitcast(x)',
  'workgroupBarrier()',
  'select(x, x, x > 0)',
  'vec3f(x)',
  'x.xyz',
  'x[0]',
  'x && x',
  'x || x',
  '!x',
  'x % 2',
  'x | x',
  'x << 2',
  'x => x',
  'x = 2',
  '1f',
  '1u',
  '0x1p4',
  'NaN',
  'Infinity',
  'true',
  'null',
  'undefined',
  'require("fs")',
  'import("fs")',
  'eval(x)',
  '\u202ex',
  '\u200b',
  '\ufeff',
  '\ud800',
  '\u{1F600}',
  '\u0445',
  '\u2212',
  '\u00b7',
  '\u00d7',
  '\u221e',
  '\u0660',
  '²',
  '<script>alert(1)</script>',
] as const;

export const hugeNumbers = [
  '1e38',
  '3.4028234e38',
  '3.4028236e38',
  '1e308',
  '1e309',
  '1e999999999',
  '1e-45',
  '1e-46',
  '1e-400',
  '9007199254740993',
  '123456789012345678901234567890',
  '0.00000000000000000000000000000000000000000000000000000001',
  '00',
  '1.',
  '.5',
  '1e',
  '1e+',
  '1.2.3',
  '1_000',
  '1e5e5',
];

type Mutation = (text: string, dice: Dice) => string;

const slice = (text: string, dice: Dice): [number, number] => {
  const from = dice.below(text.length + 1);
  return [from, Math.min(text.length, from + dice.below(1 + Math.min(12, text.length)))];
};

const put = (text: string, at: number, piece: string) => text.slice(0, at) + piece + text.slice(at);
const anywhere = (text: string, dice: Dice) => dice.below(text.length + 1);

const mutations: Mutation[] = [
  (text, dice) => {
    const [from, to] = slice(text, dice);
    return text.slice(0, from) + text.slice(to);
  },
  (text, dice) => {
    const [from, to] = slice(text, dice);
    return put(text, anywhere(text, dice), text.slice(from, to));
  },
  (text, dice) => put(text, anywhere(text, dice), dice.pick(injections)),
  (text, dice) => put(text, anywhere(text, dice), dice.pick(hugeNumbers)),
  (text, dice) => put(text, anywhere(text, dice), dice.pick([...'()[]{},:;?<>=!+-*/^."\'\\ \t0123456789eExyzw_'])),
  (text, dice) => {
    const at = anywhere(text, dice);
    const code = text.charCodeAt(at) ^ (1 << dice.below(8));
    return Number.isNaN(code) ? text : text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
  },
  (text, dice) => text.slice(0, anywhere(text, dice)),
  (text, dice) => text.replace(/\d+(?:\.\d+)?/, () => dice.pick(hugeNumbers)),
];

/** A text with a few random changes of its characters. */
export function mutate(text: string, dice: Dice): string {
  let changed = text;
  for (let left = dice.between(1, 4); left > 0; left--) changed = dice.pick(mutations)(changed, dice);
  return changed;
}

/** Octets with a few flipped, removed, doubled, or the end cut off. */
export function mutateBytes(bytes: Uint8Array, dice: Dice): Uint8Array {
  const changed = [...bytes];
  for (let left = dice.between(1, 4); left > 0; left--) {
    const at = dice.below(changed.length);
    const kind = dice.below(8);
    if (kind < 4) changed[at] ^= 1 << dice.below(8);
    else if (kind === 4) changed[at] = dice.pick([0, 0xff, 0x7f, 0x80]);
    else if (kind === 5) changed.splice(at, dice.between(1, 8));
    else if (kind === 6) changed.splice(at, 0, ...changed.slice(at, at + dice.between(1, 8)));
    else changed.length = at;
  }
  return Uint8Array.from(changed);
}

/** Any text: letters of all planes, controls, halves of pairs. */
export function noise(dice: Dice, most: number): string {
  const ranges = [0x80, 0x80, 0x800, 0x10000, 0x110000];
  const code = () => dice.below(dice.pick(ranges));
  return dice.list(dice.below(most + 1), () => String.fromCodePoint(code())).join('');
}
