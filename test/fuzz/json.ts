import type { Dice } from './dice';
import { hugeNumbers, injections, mutate, mutateBytes, noise } from './hostile';

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Values that belong nowhere, or are at home at the edge of what numbers and names may be. */
const strangers: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.5,
  1e-320,
  1e-46,
  1e30,
  1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  '',
  '0',
  'x',
  'NaN',
  '../../etc/passwd',
  '/etc/passwd',
  [],
  {},
  [[]],
  [null],
  [1],
  ['x'],
  [[1]],
  { kind: 'histogram' },
  { value: 1, standardError: 1 },
  { value: '1', standardError: {} },
  ...injections,
  ...injections.map((text) => ({ [text]: text })),
];

/** The value at every place of a tree, with the object it stands in. */
function placesOf(root: unknown): { parent: Fields; key: string }[] {
  if (!isFields(root)) return [];
  return Object.entries(root).flatMap(([key, value]) => [{ parent: root, key }, ...placesOf(value)]);
}

/** Values at all places of a tree, to be put elsewhere. */
export const partsOf = (root: unknown): unknown[] => placesOf(root).map(({ parent, key }) => parent[key]);

function setOwn(parent: Fields, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

const lengths = [0, 2, 7, 65, 300, 2000];
const largest = 2_000_000;

/** How often to write a value again, so that all of it stays a text of a size that files have. */
const times = (value: unknown, dice: Dice) =>
  Math.min(dice.pick(lengths), Math.floor(largest / (JSON.stringify(value)?.length ?? 1)));

type Change = (parent: Fields, key: string, dice: Dice, pool: readonly unknown[]) => void;

const replace: Change = (parent, key, dice, pool) => {
  parent[key] = structuredClone(dice.pick(dice.chance(0.5) ? pool : strangers));
};

const changes: readonly Change[] = [
  replace,
  replace,
  (parent, key) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
  },
  (parent, key, dice) => {
    const name = dice.pick([`${key}x`, key.toUpperCase(), '__proto__', 'constructor', '', ...injections]);
    setOwn(parent, name, parent[key]);
  },
  (parent, key, dice) => {
    const entry = parent[key];
    parent[key] = dice.list(times(entry, dice), () => structuredClone(entry));
  },
  (parent, key, dice) => {
    const entry = parent[key];
    parent[key] = Object.fromEntries(dice.list(times(entry, dice), () => [noise(dice, 8), structuredClone(entry)]));
  },
  (parent, key, dice) => {
    for (let left = dice.between(1, 80); left > 0; left--)
      parent[key] = dice.chance(0.5) ? [parent[key]] : { a: parent[key] };
  },
  (parent, key, dice) => {
    const before = parent[key];
    if (typeof before === 'string') parent[key] = mutate(before, dice);
    else if (typeof before === 'number') parent[key] = before * dice.pick([-1, 1e-40, 1e10, 1e40, 1 + 1e-12]);
    else parent[key] = noise(dice, 20);
  },
  (parent, key, dice) => {
    parent[key] = dice.pick(['x', '(', 'x+', '\u0000', '"', '<b>', 'é']).repeat(dice.pick([10, 1000, 50_000]));
  },
];

/** A copy of a tree with one to three of its values changed, removed, renamed, multiplied or nested. */
export function mutateTree(root: unknown, dice: Dice, pool: readonly unknown[]): unknown {
  const copy: Fields = { root: structuredClone(root) };
  for (let left = dice.between(1, 3); left > 0; left--) {
    const places = placesOf(copy);
    if (places.length === 0) break;
    const { parent, key } = dice.pick(places);
    dice.pick(changes)(parent, key, dice, pool);
  }
  // A root that was taken away leaves nothing that could be written.
  return copy.root ?? null;
}

const depths = [10, 62, 63, 64, 65, 1000, 100_000];

/** A value within many brackets, closed or not. */
function deep(value: string, dice: Dice): string {
  const [open, close] = dice.pick([
    ['[', ']'],
    ['{"a":', '}'],
  ]);
  const depth = dice.pick(depths);
  return open.repeat(depth) + value + close.repeat(dice.chance(0.7) ? depth : dice.below(depth));
}

/** The text with one of the pieces that match put otherwise. */
function replaceOne(text: string, pattern: RegExp, dice: Dice, change: (piece: string) => string): string {
  let left = dice.below(text.match(pattern)?.length ?? 1);
  return text.replace(pattern, (piece) => (left-- === 0 ? change(piece) : piece));
}

/** JSON text with its characters or octets changed: cut off, nested deeply, a name given twice, numbers beyond all bounds. */
export function mutateJson(text: string, dice: Dice): string {
  const at = dice.below(text.length);
  switch (dice.below(8)) {
    case 0:
      return new TextDecoder().decode(mutateBytes(new TextEncoder().encode(text), dice));
    case 1:
      return text.slice(0, at);
    case 2:
      return replaceOne(text, /\d+(?:\.\d+)?|"[^"]*"/g, dice, (value) => deep(value, dice));
    case 3:
      return text.replace(/"\w+":("[^"]*"|[\d.]+),/g, (pair) => (dice.chance(0.3) ? pair + pair : pair));
    case 4:
      return text.replace(/\d+(?:\.\d+)?/g, (number) => (dice.chance(0.2) ? dice.pick(hugeNumbers) : number));
    case 5:
      return text.replace(/[,{]/g, (mark) => (dice.chance(0.1) ? `${mark}/*${noise(dice, 5)}*/` : mark));
    case 6:
      return text.replace(/"\w+"/, () => JSON.stringify(dice.pick(injections)));
    default:
      return mutate(text, dice);
  }
}
