import { describe, expect, it } from 'vitest';
import { known, pairs, unary } from './grammar';
import { fuzz } from './main';
import { activePart } from './page';
import { markup } from './results';
import type { Tally } from './tally';
import { stranger } from './wgsl';

const none = { expressions: 0, experiments: 0, names: 0, giants: 0, tables: 0, archives: 0, results: 0 };

/** One family, a few inputs, a fixed seed. */
async function tallyOf(family: keyof typeof none, count: number): Promise<Tally> {
  const counts = Object.entries({ ...none, [family]: count, seed: 6 });
  const [tally] = await fuzz(
    counts.flatMap(([name, n]) => [`--${name}`, `${n}`]),
    () => {},
  );
  return tally;
}

describe('hostile and broken input', () => {
  // How many of each outcome there are at least: none of them alone would test anything.
  it.each([
    ['expressions', 2500, { rejected: 800, compiled: 700, 'agreed with f64': 500 }],
    ['experiments', 400, { rejected: 150, planned: 25 }],
    ['names', 1, { rejected: 50, planned: 4 }],
    ['tables', 300, { rejected: 80, read: 5, 'agreed with what was written': 40 }],
    ['archives', 400, { rejected: 100, 'read as written': 10 }],
    ['results', 40, { rejected: 5, reported: 15 }],
  ] as const)('%s: a message or a right answer, within a second', async (family, count, least) => {
    const tally = await tallyOf(family, count);
    expect(tally.faults, tally.describe()).toEqual([]);
    for (const [outcome, n] of Object.entries(least)) expect(tally.of(outcome), outcome).toBeGreaterThan(n);
  });
});

describe('what the fuzzing looks with', () => {
  it('knows all functions', () => {
    expect([...unary, ...pairs].sort()).toEqual(known().sort());
  });

  it('takes nothing for WGSL of the emitter but that', () => {
    const fine = {
      lines: ['let t0 = x0 * (-1.5e-7f);', 'let t1 = select(t0, x1, (u0 != 0.0));'],
      outputs: ['t1', '2.0f'],
    };
    expect(stranger(fine)).toBeUndefined();
    for (const line of [
      'let t0 = x; }',
      'let t0 = evil(x0);',
      'let t0 = x0 + 1.0f; // x',
      'let t0 = t0 + x0;',
      'var t0 = x0;',
    ])
      expect(stranger({ lines: [line], outputs: [] })).toBe(line);
    expect(stranger({ lines: [], outputs: ['Infinityf'] })).toBe('Infinityf');
  });

  it('sees markup that could act', () => {
    const page = (body: string) => `<!doctype html><html><style>p{}</style><p title="a > b">${body}</p></html>`;
    expect(activePart(page('&lt;script&gt; <em class="far">x</em>'))).toBeUndefined();
    for (const text of [
      ...markup.filter((piece) => piece.includes('<')),
      '<a onclick="f()">',
      '<a href="javascript:f()">',
    ])
      expect(activePart(page(text)), text).toBeDefined();
  });

  it.each([['--nonsense'], ['--expressions', 'many'], ['--seed', '-1']])('refuses %s %s', async (...args) => {
    await expect(fuzz(args, () => {})).rejects.toThrow();
  });
});
