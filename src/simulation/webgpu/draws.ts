import type { StepDraws } from '../draws';

/** Which of two steps that share a pair of normals. */
export type Parity = 'even' | 'odd';

/** WGSL that draws the random numbers of one step, in order. */
export interface Source {
  /** Statements that declare `<name>0` … `<name>(count − 1)`. */
  normals(name: string, count: number): string[];
  /** WGSL of a call that takes the next pair of words. */
  pair: string;
}

/**
 * The path's stream. Where a step has an odd number of normals, an even step leaves the second of its last pair in `spare` for
 * the odd step after it. Twin: `PathSource` in ../cpu/source.ts.
 */
export function pathSource({ normals: total }: StepDraws, parity: Parity): Source {
  let drawn = 0;
  let left = '';
  const next = (lines: string[]): string => {
    const index = drawn++;
    if (index === total - 1 && total % 2 === 1) {
      if (parity === 'odd') return 'spare';
      lines.push(`let both = normal_pair(${pair});`, 'spare = both.y;');
      return 'both.x';
    }
    if (index % 2 === 1) return left;
    lines.push(`let pair${index} = normal_pair(${pair});`);
    left = `pair${index}.y`;
    return `pair${index}.x`;
  };
  return {
    pair,
    normals(name, count) {
      const lines: string[] = [];
      for (let i = 0; i < count; i++) {
        const value = next(lines);
        lines.push(`let ${name}${i} = ${value};`);
      }
      return lines;
    },
  };
}

const pair = 'stream_pair(&stream)';

/** Statements that bring a freshly opened stream to the middle of its block, with the spare normal where there is one. */
export function seek({ normals }: StepDraws, pairs: string): string[] {
  if (normals % 2 === 0) return [`stream_skip(&stream, into_block * (${normals / 2}u + ${pairs}));`];
  return [
    `stream_skip(&stream, (into_block >> 1u) * (${normals}u + 2u * ${pairs}));`,
    `if ((into_block & 1u) == 1u) {
      stream_skip(&stream, ${(normals - 1) / 2}u);
      spare = normal_pair(${pair}).y;
      stream_skip(&stream, ${pairs});
    }`,
  ];
}

/** Words drawn at an address of their own, four a draw: for a method's initialisation. */
export function addressedSource(purpose: string): Source {
  return {
    get pair(): string {
      throw new Error('the start of a method draws normals only');
    },
    normals: (name, count) =>
      addressed(count, purpose, (i, a, b) => [
        `let pair${i} = normal_pair(vec2u(${a}, ${b}));`,
        `let ${name}${i} = pair${i}.x;`,
        ...(i + 1 < count ? [`let ${name}${i + 1} = pair${i}.y;`] : []),
      ]),
  };
}

/** Walks coordinates two by two over addressed words: `take(i, first, second)` writes coordinates i and i + 1. */
export function addressed(
  dimension: number,
  purpose: string,
  take: (i: number, first: string, second: string) => string[],
): string[] {
  const lines: string[] = [];
  for (let i = 0; i < dimension; i += 2) {
    if (i % 4 === 0) lines.push(`words = random_words(dispatch.key, particle.address, 0u, ${i / 4}u, ${purpose});`);
    lines.push(...take(i, ...((i % 4 === 0 ? ['words.x', 'words.y'] : ['words.z', 'words.w']) as [string, string])));
  }
  return lines;
}
